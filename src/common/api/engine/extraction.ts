import type { Recipe } from '../../traces/recipe';
import type { Warning } from '../../warning';
import type { Computing } from './computing';

/** The template that slides over a recording, and its time constants. */
export interface Template {
  /** 0 before the onset, largest value 1, at the recording's sampling interval. */
  values: Float64Array;
  /** Duration before the onset, and from the onset to the end. */
  baseline_s: number;
  duration_s: number;
  t_rise_s: number;
  t_decay_s: number;
}

/** Windows extracted from one recording, or the reason why it failed. */
export interface FileExtraction {
  file: string;
  extraction: ExtractionCounts | null;
  /** One sentence, null on success. */
  failure: string | null;
}

/** Number of windows of each kind, and the thresholds that separated them. */
export interface ExtractionCounts {
  /** Thresholds of the criterion as used, and their unit. */
  thresholds: { high: number; mid: number; low: number; unit: string };
  template: Template | null;
  clear: number;
  doubtful: number;
  noise: number;
  warnings: Warning[];
}

export interface ExtractRequest extends Computing {
  recordings: Recipe[];
  out: string;
  overwrite: boolean;
}
