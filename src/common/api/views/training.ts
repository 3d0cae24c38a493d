import type { EpochRecord } from '../../epoch-record';
import type { EvaluationReport, TrainingReport } from '../engine/training';
import { fields, nothing, oneOf, type RequestShapes, whole } from '../shape';
import type { ShownProgress } from './document';

/** Requests of the training view. */
export interface TrainingRequests {
  snapshot(request: Record<string, never>): TrainingSnapshot;
  run(request: { action: TrainingAction }): void;
  /** Whether detections take this model where no parameter file names another. */
  inUse(request: Record<string, never>): boolean;
  /** Shows a misclassified window in the scoring editor. */
  openMistake(request: { index: number }): void;
  /** Samples of the first `most` misclassified windows; null for unreadable ones. */
  mistakeSamples(request: { most: number }): (Float32Array | null)[];
}

const ACTIONS = ['stop', 'again', 'trainOn', 'openModel', 'openCard', 'useModel', 'log'] as const;

export type TrainingAction = (typeof ACTIONS)[number];

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
  /** Settings of the training, as text. */
  setup: [name: string, value: string][];
  state: 'running' | 'done' | 'failed' | 'cancelled';
  progress: ShownProgress;
  history: EpochRecord[];
  /** Maximum number of epochs, in each fold; null until the engine has counted the windows. */
  epochs: number | null;
  folds: number;
  /** Epochs without a lower validation loss before the training stops; null for an evaluation. */
  patience: number | null;
  /** Number of epochs trained by an earlier, interrupted run. */
  resumedAfter: number;
  report: TrainingReport | EvaluationReport | null;
  /** Reason of a failure, in one sentence. */
  failure: string | null;
}

export const TRAINING_REQUESTS: RequestShapes<TrainingRequests> = {
  snapshot: nothing,
  run: fields({ action: oneOf(ACTIONS) }),
  inUse: nothing,
  openMistake: fields({ index: whole() }),
  mistakeSamples: fields({ most: whole(0, 1000) }),
};
