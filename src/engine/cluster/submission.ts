import path from 'node:path';
import type { Recipe } from '../../common/traces/recipe';
import type { Experiment } from '../experiments/experiment';
import { accepted, type Job, readJob, type Submitted } from './submission-folders';

/** Rows of an experiment that went to the cluster together. */
export interface Submission extends Job {
  /** The whole experiment, as it was. */
  experiment: Experiment;
  /** Lines of the rows of each task. */
  tasks: number[][];
  /** Recipes of these rows, by line: parameter files that change later change nothing here. */
  recipes: Record<number, Recipe>;
  /** Folder for the results. */
  out: string;
}

/** State of a task, which it writes itself. */
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
export function readSubmissions(out: string): Promise<Submitted<Submission>[]> {
  return accepted(clusterFolder(out), readSubmission);
}

/** @throws UserError */
export function readSubmission(folder: string): Promise<Submission> {
  return readJob<Submission>(
    folder,
    'experiment',
    ({ tasks, out, recipes, experiment }) =>
      Array.isArray(tasks) && typeof out === 'string' && Boolean(recipes && experiment.rows),
  );
}
