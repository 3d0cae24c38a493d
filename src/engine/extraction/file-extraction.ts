import type { Found } from './found';

/** What was taken from one recording, or why nothing was. */
export interface FileExtraction {
  file: string;
  extraction: ExtractionCounts | null;
  /** One sentence, null where it went well. */
  failure: string | null;
}

/** How many windows of each kind, and what separated them. */
export interface ExtractionCounts extends Pick<Found, 'thresholds' | 'template'> {
  clear: number;
  doubtful: number;
  noise: number;
  warnings: string[];
}
