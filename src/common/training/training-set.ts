import type { Parameters } from '../parameters/parameters';

/** Score of a window that nobody has judged yet, in memory; see {@link TrainingSet.scores} for files. */
export const UNSCORED = -1;

/** What a window is: 0 no event, 1 an event, 2 not to be used, {@link UNSCORED}. */
export type Score = -1 | 0 | 1 | 2;

/** Windows to learn from, with their scores. The windows stay in the file until they are asked for. */
export interface TrainingSet {
  path: string;
  windows: number;
  /** Samples in a window. */
  length: number;
  /**
   * A {@link Score} for each window.
   *
   * In the file an unscored window has a 2 in `scores`, which everything that reads such files leaves out of
   * the training, and a 0 in a dataset of our own, `scored`; a score of −1 would be learnt as if it were one.
   * Files without `scored` are taken at their word: their 2 is a 2.
   */
  scores: Int8Array;
  /** Sample of the recording each window starts at, where known. */
  starts: Float64Array | null;
  /** Which recording each window is from, as the file has it (`cell_label`): a path or a name. */
  labels: readonly string[] | null;
  /** Which of {@link TrainingSetFacts.sources} each window is from. */
  sources: Int32Array | null;
  facts: TrainingSetFacts;
}

/** What our own files say about their windows as attributes; null and '' where a file does not. */
export interface TrainingSetFacts {
  rate_hz: number | null;
  unit: string;
  direction: 'negative' | 'positive' | null;
  /** Samples of the recording in a window; the windows may have been resampled since. */
  win_size: number | null;
  sources: readonly TrainingSource[];
  /** With what the windows were extracted. */
  parameters: Partial<Parameters> | null;
  writtenBy: string;
}

/** A trace that windows were taken from. */
export interface TrainingSource {
  path: string;
  sha256: string;
  series: string;
  channel: number;
  /** null: all sweeps, joined. */
  sweep: number | null;
  /** null and '' where the file does not say it for each source. */
  rate_hz: number | null;
  unit: string;
}

/** What can be measured of each window without knowing what is in it; NaN where it holds no numbers. */
export interface WindowFeatures {
  /** Height of the highest point over the baseline, in the windows' unit. */
  up: Float32Array;
  /** Depth of the lowest point under the baseline, positive, in the windows' unit. */
  down: Float32Array;
  /** Standard deviation of the baseline around its own slope, in the windows' unit. */
  noise: Float32Array;
}

/** How many windows have each score; "unscored" is left out where there are none. */
export function scoreCounts(scores: Int8Array): Record<string, number> {
  const counts: Record<string, number> = { '0': 0, '1': 0, '2': 0 };
  for (const score of scores) {
    const name = score === UNSCORED ? 'unscored' : String(score);
    counts[name] = (counts[name] ?? 0) + 1;
  }
  return counts;
}
