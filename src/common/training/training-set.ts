import type { Parameters } from '../parameters/parameters';

/** Score of an unscored window in memory; see {@link TrainingSet.scores} for files. */
export const UNSCORED = -1;

/** Label of a window: 0 no event, 1 event, 2 excluded from training, {@link UNSCORED}. */
export type Score = -1 | 0 | 1 | 2;

/** Training windows with their scores. The samples stay in the file until requested. */
export interface TrainingSet {
  path: string;
  windows: number;
  /** Samples in a window. */
  length: number;
  /**
   * A {@link Score} per window.
   *
   * In the file an unscored window has a 2 in `scores`, which all readers of such files exclude from training, and a 0
   * in a dataset of our own, `scored`; other readers would train on a score of −1. In files without `scored`, a 2 is a
   * score of 2.
   */
  scores: Int8Array;
  /** Sample of the recording at which each window starts, if known. */
  starts: Float64Array | null;
  /** Recording of each window, as in the file (`cell_label`): a path or a name. */
  labels: readonly string[] | null;
  /** Index into {@link TrainingSetFacts.sources} for each window. */
  sources: Int32Array | null;
  facts: TrainingSetFacts;
}

/** Attributes of our own files about their windows; null and '' if a file lacks them. */
export interface TrainingSetFacts {
  rate_hz: number | null;
  unit: string;
  direction: 'negative' | 'positive' | null;
  /** Length of a window in samples of the recording; the windows may be resampled. */
  win_size: number | null;
  sources: readonly TrainingSource[];
  /** Parameters of the extraction. */
  parameters: Partial<Parameters> | null;
  writtenBy: string;
}

/** A trace from which windows were extracted. */
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

/** Measures of each window that do not depend on its score; NaN if it contains no numbers. */
export interface WindowFeatures {
  /** Amplitude of the highest point above the baseline, in the windows' unit. */
  up: Float32Array;
  /** Amplitude of the lowest point below the baseline, positive, in the windows' unit. */
  down: Float32Array;
  /** Standard deviation of the detrended baseline, in the windows' unit. */
  noise: Float32Array;
}

/** Number of windows per score; without "unscored" if there are none. */
export function scoreCounts(scores: Int8Array): Record<string, number> {
  const counts: Record<string, number> = { '0': 0, '1': 0, '2': 0 };
  for (const score of scores) {
    const name = score === UNSCORED ? 'unscored' : String(score);
    counts[name] = (counts[name] ?? 0) + 1;
  }
  return counts;
}
