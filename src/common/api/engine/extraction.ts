import type { Parameters } from '../../parameters/parameters';

/** The shape that is slid over a recording, and what it was made from. */
export interface Template {
  /** 0 before the onset, largest value 1, at the recording's sampling interval. */
  values: Float64Array;
  /** Stretch before the onset, and from there to the end. */
  baseline_s: number;
  duration_s: number;
  t_rise_s: number;
  t_decay_s: number;
}

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

/** Number of windows of each kind, and the thresholds that separated them. */
export interface ExtractionCounts {
  /** The criterion's levels as they were used, with the unit they have. */
  thresholds: { high: number; mid: number; low: number; unit: string };
  template: Template | null;
  clear: number;
  doubtful: number;
  noise: number;
  warnings: string[];
}
