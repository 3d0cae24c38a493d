import type { Parameters } from '../parameters/parameters';
import type { Found } from './found';

/** A recording with parameters of its own: its channel, unit, filters and what is left out are not the next one's. */
export interface RecordingToExtract {
  path: string;
  parameters: Parameters;
}

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
