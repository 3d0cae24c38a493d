import type { EpochRecord } from '../../epoch-record';
import type { EvaluationReport, TrainingReport } from '../engine/training';
import type { ShownProgress } from './progress';

/** What the training view asks of its host. */
export interface TrainingRequests {
  snapshot(request: Record<string, never>): TrainingSnapshot;
  run(request: { action: TrainingAction }): void;
  /** Whether detections take this model where no parameter file names another. */
  inUse(request: Record<string, never>): boolean;
  /** Shows a window that the model gets wrong in the scoring editor. */
  openMistake(request: { index: number }): void;
  /** Samples of the first `most` windows that the model gets wrong; null for those that cannot be read any more. */
  mistakeSamples(request: { most: number }): (Float32Array | null)[];
}

export type TrainingAction = 'stop' | 'again' | 'openModel' | 'openCard' | 'useModel' | 'log';

export interface TrainingNotices {
  snapshot: TrainingSnapshot;
  /** Whether detections take this model now. */
  inUse: boolean;
  epoch: { record: EpochRecord; progress: ShownProgress };
  progress: ShownProgress;
}

/** A training or an evaluation, from start to result. */
export interface TrainingSnapshot {
  kind: 'training' | 'evaluation';
  /** Name of the model's file. */
  model: string;
  /** What it is trained with, in words. */
  setup: [name: string, value: string][];
  state: 'running' | 'done' | 'failed' | 'cancelled';
  progress: ShownProgress;
  history: EpochRecord[];
  /** Epochs at most, in each fold. */
  epochs: number;
  folds: number;
  /** Epochs without a lower validation loss after which the training stops; null for an evaluation. */
  patience: number | null;
  /** How many of the epochs an earlier run had trained before it was interrupted. */
  resumedAfter: number;
  report: TrainingReport | EvaluationReport | null;
  /** One sentence, where it failed. */
  failure: string | null;
}
