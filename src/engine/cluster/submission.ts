import { readFile } from 'node:fs/promises';
import path from 'node:path';
import type { ClusterResources } from '../../common/api/engine/experiments';
import { UserError } from '../../common/errors';
import type { Recipe } from '../../common/traces/recipe';
import type { Experiment } from '../experiments/experiment';
import { writeJson } from '../files/write-json';
import { accepted } from './submission-folders';

/** Rows of an experiment that went to the cluster together, as one array of tasks. Stored as `job.json`. */
export interface Submission {
  /** Slurm's number of the array. */
  job: string;
  /** The whole experiment, as it was. */
  experiment: Experiment;
  /** Lines of the rows of each task. */
  tasks: number[][];
  /** Recipes of these rows, by line: parameter files that change later change nothing here. */
  recipes: Record<number, Recipe>;
  /** Folder for the results. */
  out: string;
  resources: ClusterResources;
  /** As the flag `--backend`. */
  backend: string | undefined;
  /** By the user. */
  cancelled?: boolean;
}

/** State of a task, which it writes itself. Stored as `tasks/TASK.json`. */
export interface TaskState {
  host: string;
  /** Line of the row in work; null between rows and at the end. */
  line: number | null;
  /** Turns that came to their time limit without any row being done. */
  fruitless: number;
  /** Why the task has given up. */
  error: string | null;
}

/** Folder of all submissions of an experiment. */
export function clusterFolder(out: string): string {
  return path.join(out, 'cluster');
}

/** All submissions of an experiment that Slurm has accepted, oldest first. */
export async function readSubmissions(out: string): Promise<{ folder: string; submission: Submission }[]> {
  return accepted(clusterFolder(out), readSubmission);
}

/** @throws UserError */
export async function readSubmission(folder: string): Promise<Submission> {
  const file = path.join(folder, 'job.json');
  const text = await readFile(file, 'utf8').catch(() => {
    throw new UserError(`${file} does not exist. Submit the experiment again.`);
  });
  try {
    const read = JSON.parse(text) as Submission;
    if (Array.isArray(read.tasks) && typeof read.out === 'string' && read.recipes && read.experiment.rows)
      return read;
  } catch {
    // Said below.
  }
  throw new UserError(`${file} is damaged. Submit the experiment again.`);
}

export async function writeSubmission(folder: string, submission: Submission): Promise<void> {
  await writeJson(path.join(folder, 'job.json'), submission);
}

export async function readTaskState(folder: string, task: number): Promise<TaskState | undefined> {
  try {
    return JSON.parse(await readFile(path.join(folder, 'tasks', `${task}.json`), 'utf8')) as TaskState;
  } catch {
    return undefined;
  }
}

export async function writeTaskState(folder: string, task: number, state: TaskState): Promise<void> {
  await writeJson(path.join(folder, 'tasks', `${task}.json`), state);
}
