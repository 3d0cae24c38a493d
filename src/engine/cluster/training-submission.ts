import type { TrainingReport, TrainingRequest } from '../../common/api/engine/training';
import { fileStamp } from '../files/file-stamp';
import { trainingJobsFolder } from '../files/model-path';
import { accepted, type Job, readJob, readState, type Submitted, writeState } from './submission-folders';

/** A training that went to the cluster, as an array of one task. */
export interface TrainingSubmission extends Job {
  /** Complete, with absolute paths. */
  request: TrainingRequest;
  /** Stamp of the file at `request.out` before the training; null without one. */
  before: string | null;
  /** Goes on where an earlier submission ended, which may have written the model. */
  again: boolean;
}

/** The only task of a training's array. */
export const TRAINING_TASK = 0;

/** State of the task, which it writes itself. */
export interface TrainingTaskState {
  host: string;
  /** Epochs that have ended, in all folds and turns, and as many as there may be. */
  epochs: number;
  most: number | null;
  /** Turns that came to their time limit without an epoch. */
  fruitless: number;
  /** Why the task has failed or given up. */
  error: string | null;
  done: boolean;
  /** Null where the turn ended after its model was written; the model and its card have the figures. */
  report: TrainingReport | null;
}

/** All accepted submissions of a model, oldest first. */
export function trainingSubmissions(out: string): Promise<Submitted<TrainingSubmission>[]> {
  return accepted(trainingJobsFolder(out), readTrainingSubmission);
}

/** @throws UserError */
export function readTrainingSubmission(folder: string): Promise<TrainingSubmission> {
  return readJob<TrainingSubmission>(
    folder,
    'training',
    ({ request: { files, out, parameters } }) =>
      Array.isArray(files) && typeof out === 'string' && Boolean(parameters),
  );
}

export function readTrainingState(folder: string): Promise<TrainingTaskState | undefined> {
  return readState(folder, TRAINING_TASK);
}

export function writeTrainingState(folder: string, state: TrainingTaskState): Promise<void> {
  return writeState(folder, TRAINING_TASK, state);
}

/** Whether the model was written since the training was submitted. */
export async function isModelWritten({ request, before }: TrainingSubmission): Promise<boolean> {
  const stamp = (await fileStamp(request.out)) ?? null;
  return stamp !== null && stamp !== before;
}
