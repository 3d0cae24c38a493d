import type { EpochRecord } from '../../epoch-record';
import type { WrittenParameters } from '../../parameters/parameters';
import type { TraceWindow } from '../../traces/trace-window';
import type { ClassificationMetrics } from '../../training/classification-metrics';
import type { Computing } from './computing';

/** Request of {@link import('../../../engine/training/train').train}. */
export interface TrainingRequest {
  /** Training sets: HDF5 with windows and scores. */
  files: readonly string[];
  /** Base model for transfer learning; without it a new network is trained from scratch. */
  base?: string;
  /** Path of the model to write (Keras HDF5); its card is written beside it, with the extension .md. */
  out: string;
  /** Replaces an existing file at `out`. */
  overwrite: boolean;
  /** Continues the training that made the model at `out`, for as many epochs again, and replaces it. */
  trainOn?: boolean;
  /**
   * Cancelling keeps the checkpoint of the last epoch and writes no model, instead of the best so far: the same request
   * resumes there.
   */
  suspendable?: boolean;
  parameters: WrittenParameters;
}

/** Request of {@link import('../../../engine/training/evaluate').evaluate}. */
export interface EvaluationRequest {
  model: string;
  files: readonly string[];
  /** Of these, `event_direction`, `training_direction`, `model_threshold` and `batch_size` are used. */
  parameters: WrittenParameters;
}

/** Parameters that a model must be used with, as far as its file says them. */
export type ModelUse = Partial<
  Pick<WrittenParameters, 'win_size' | 'resample_to_600' | 'training_direction' | 'model_threshold'>
>;

/** Called for each epoch, both those that end now and those of an interrupted run that is resumed. */
export type OnHistory = (record: EpochRecord, from: TrainingLimits & { earlier: boolean }) => void;

/** Limits of a training, in each fold. */
export interface TrainingLimits {
  epochs: number;
  patience: number;
}

/** Identifies a window by file and row. */
export interface WindowRef {
  file: string;
  /** Row of the file's table of windows, from 0. */
  row: number;
}

/** A misclassified window; the list begins with the most confident errors. */
export interface Mistake extends WindowRef {
  score: 0 | 1;
  probability: number;
}

/** Two windows on different sides of the split that share samples of a recording. */
export interface SharedSegment {
  training: WindowRef;
  validation: WindowRef;
}

/** Performance of a model on scored windows. Plain data, as the command line prints it. */
export interface WindowsReport extends ClassificationMetrics {
  windows: number;
  positive: number;
  negative: number;
  /** Positive over negative windows. */
  balance: number;
  /** Windows without a score of 0 or 1. */
  left_out: number;
  mistakes: Mistake[];
  warnings: string[];
  seconds: number;
  backend: string;
}

export interface EvaluationReport extends WindowsReport {
  /** Windows of these that the model was trained or validated with: the results on them are too optimistic. */
  taught: number;
  /** The metrics on the other windows; null where there are none of them. */
  untaught: UntaughtMetrics | null;
  /** Metrics of the model on its own validation windows; null if its file has none. */
  validation: { windows: number; accuracy: number; mcc: number } | null;
}

export interface UntaughtMetrics extends ClassificationMetrics {
  windows: number;
  positive: number;
  negative: number;
}

/**
 * Result of a training. The metrics are those of the saved model on the validation windows; the counts of windows and
 * classes include all windows used.
 */
export interface TrainingReport extends WindowsReport {
  model: string;
  card: string;
  /** Number of epochs trained, of the fold whose model is saved. */
  epochs: number;
  /** The epoch whose weights were kept, counted from 1. */
  best_epoch: number;
  stopped: 'epochs' | 'patience' | 'cancelled';
  /** The validation loss still fell when it ended: the training can be continued (`trainOn`). */
  still_improving: boolean;
  /** Epochs trained by an earlier run, interrupted or continued; 0 if there was none. */
  resumed_after: number;
  history: EpochRecord[];
  training_windows: number;
  validation_windows: number;
  split: 'recording' | 'window';
  shared_stretches: SharedSegment[];
  /** With folds > 1: each fold's accuracy and area under the curve on its validation part. */
  folds?: { accuracy: number; auc: number | null; mcc: number; validation_loss: number }[];
  /** Mean over the epochs of this run. */
  ms_per_epoch: number;
  /** File of the screening network that was distilled from the model, where it was asked for. */
  screening_network?: string;
}

/** A training set as an editor opens it; see {@link import('../../training/training-set').TrainingSet}. */
export interface TrainingSetContents {
  windows: number;
  /** Samples in a window. */
  length: number;
  /** −1 (unscored), 0, 1 or 2 for each window. */
  scores: Int8Array;
  /** Sample of the recording each window starts at, where known. */
  starts: Float64Array | null;
  /** Names or paths of the recordings of the windows. */
  sources: string[];
  /** Index into `sources` for each window; null if the file names none. */
  source: Int32Array | null;
  rate_hz: number | null;
  unit: string;
  direction: 'negative' | 'positive' | null;
  /** The file tells unscored windows from excluded ones; in other files a 2 may mean either. */
  tells_unscored: boolean;
  /** Identifies the windows: files of the same windows have the same, even if their scores differ. */
  windows_key: string;
}

/** The segment of a recording around a window, samples `from` ≤ i < `to`. */
export interface Surroundings {
  trace: TraceWindow;
  from: number;
  to: number;
  /** Position of the window in the segment. */
  window: { from: number; to: number };
  /** Path. */
  recording: string;
  unit: string;
  rate_hz: number | null;
}

export interface ProbabilitiesRequest extends Computing {
  path: string;
  /** The windows that are wanted, in the order of the answer. Those that were predicted before are cached. */
  windows: Int32Array;
  parameters: WrittenParameters;
}
