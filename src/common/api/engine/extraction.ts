/** The shape that is slid over a recording, and what it was made from. */
export interface Template {
  /** 0 before the onset, largest value 1, at the recording's sampling interval. */
  values: Float64Array;
  /** Time before the onset, and from there to the end. */
  baseline_s: number;
  duration_s: number;
  t_rise_s: number;
  t_decay_s: number;
}

/** Windows extracted from one recording, or the reason why it failed. */
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
