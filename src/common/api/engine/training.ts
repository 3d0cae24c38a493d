import type { EpochRecord } from '../../epoch-record';
import type { WrittenParameters } from '../../parameters/parameters';
import type { ClassificationMetrics } from '../../training/classification-metrics';

/** What {@link import('../../../engine/training/train').train} is asked. */
export interface TrainingRequest {
  /** Training sets: HDF5 with windows and scores. */
  files: readonly string[];
  /** The model to start from, for transfer learning; without it a fresh network learns from scratch. */
  base?: string;
  /** Where the model goes (Keras HDF5); its card goes beside it, with the ending .md. */
  out: string;
  /** Replaces what is at `out`. */
  overwrite: boolean;
  parameters: WrittenParameters;
}

/** What {@link import('../../../engine/training/evaluate').evaluate} is asked. */
export interface EvaluationRequest {
  model: string;
  files: readonly string[];
  /** `event_direction`, `training_direction`, `model_threshold` and `batch_size` matter. */
  parameters: WrittenParameters;
}

/** Parameters that a model must be used with, as far as its file says them. */
export type ModelUse = Partial<
  Pick<WrittenParameters, 'win_size' | 'resample_to_600' | 'training_direction' | 'model_threshold'>
>;

/** Told of an epoch: one that has just ended, or one that an earlier run had trained before it was interrupted. */
export type OnHistory = (record: EpochRecord, from: { earlier: boolean }) => void;

/** A window, named so that it can be found again. */
export interface WindowRef {
  file: string;
  /** Row of the file's table of windows, from 0. */
  row: number;
}

/** A window that the model gets wrong at its threshold, most confidently wrong first. */
export interface Mistake extends WindowRef {
  score: 0 | 1;
  probability: number;
}

/** Two windows on either side of the split that show the same stretch of a recording. */
export interface SharedSegment {
  training: WindowRef;
  validation: WindowRef;
}

/** How a model does on scored windows. Plain data, as the command line prints it. */
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
  /** What the model had reached on its own validation windows; null where its file does not say. */
  validation: { windows: number; accuracy: number; mcc: number } | null;
}

export interface UntaughtMetrics extends ClassificationMetrics {
  windows: number;
  positive: number;
  negative: number;
}

/**
 * How a training went. The metrics are those of the saved model on the windows that validated it; the counts of
 * windows and classes are of all that were used.
 */
export interface TrainingReport extends WindowsReport {
  model: string;
  card: string;
  /** Epochs that were trained, of the fold whose model is saved. */
  epochs: number;
  /** The epoch whose weights were kept, from 1. */
  best_epoch: number;
  stopped: 'epochs' | 'patience' | 'cancelled';
  /** Epochs that an earlier run of this training had done before it was interrupted; 0 where there was none. */
  resumed_after: number;
  history: EpochRecord[];
  training_windows: number;
  validation_windows: number;
  split: 'recording' | 'window';
  shared_stretches: SharedSegment[];
  /** With folds > 1: each fold's accuracy and area under the curve on its own part. */
  folds?: { accuracy: number; auc: number | null; mcc: number; validation_loss: number }[];
  /** Mean over the epochs of this run. */
  ms_per_epoch: number;
}
