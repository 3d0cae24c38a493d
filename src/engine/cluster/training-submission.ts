import { readFile } from 'node:fs/promises';
import path from 'node:path';
import type { ClusterResources } from '../../common/api/engine/experiments';
import type { TrainingReport, TrainingRequest } from '../../common/api/engine/training';
import { UserError } from '../../common/errors';
import { fileStamp } from '../files/file-stamp';
import { trainingJobsFolder } from '../files/model-path';
import { writeJson } from '../files/write-json';
import { accepted } from './submission-folders';

/** A training that went to the cluster, as an array of one task. Stored as `job.json`. */
export interface TrainingSubmission {
  /** Slurm's number of the array. */
  job: string;
  /** Complete, with absolute paths. */
  request: TrainingRequest;
  /** Stamp of the file at `request.out` before the training; null without one. */
  before: string | null;
  /** Goes on where an earlier submission ended, which may have written the model. */
  again: boolean;
  resources: ClusterResources;
  /** As the flag `--backend`. */
  backend: string | undefined;
  /** By the user. */
  cancelled?: boolean;
}

/** State of the task, which it writes itself. Stored as `tasks/0.json`. */
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
export function trainingSubmissions(
  out: string,
): Promise<{ folder: string; submission: TrainingSubmission }[]> {
  return accepted(trainingJobsFolder(out), readTrainingSubmission);
}

/** @throws UserError */
export async function readTrainingSubmission(folder: string): Promise<TrainingSubmission> {
  const file = path.join(folder, 'job.json');
  const text = await readFile(file, 'utf8').catch(() => {
    throw new UserError(`${file} does not exist. Submit the training again.`);
  });
  try {
    const read = JSON.parse(text) as TrainingSubmission;
    if (Array.isArray(read.request.files) && typeof read.request.out === 'string' && read.request.parameters)
      return read;
  } catch {
    // Said below.
  }
  throw new UserError(`${file} is damaged. Submit the training again.`);
}

export async function writeTrainingSubmission(folder: string, submission: TrainingSubmission): Promise<void> {
  await writeJson(path.join(folder, 'job.json'), submission);
}

export async function readTrainingState(folder: string): Promise<TrainingTaskState | undefined> {
  try {
    return JSON.parse(await readFile(stateFile(folder), 'utf8')) as TrainingTaskState;
  } catch {
    return undefined;
  }
}

export async function writeTrainingState(folder: string, state: TrainingTaskState): Promise<void> {
  await writeJson(stateFile(folder), state);
}

/** Whether the model was written since the training was submitted. */
export async function isModelWritten({ request, before }: TrainingSubmission): Promise<boolean> {
  const stamp = (await fileStamp(request.out)) ?? null;
  return stamp !== null && stamp !== before;
}

function stateFile(folder: string): string {
  return path.join(folder, 'tasks', '0.json');
}
