import path from 'node:path';
import type { ClusterResources } from '../../common/api/engine/experiments';
import type { Recipe } from '../../common/traces/recipe';
import type { Experiment } from '../experiments/experiment';
import { mostTasks, submitArray } from './slurm';
import { clusterFolder, type Submission, writeSubmission } from './submission';
import { newSubmissionFolder } from './submission-folders';
import { writeTaskScript } from './task-script';

export interface SubmitOptions {
  experiment: Experiment;
  /** Rows to submit: their line in the table, and their recipe. */
  rows: readonly { line: number; recipe: Recipe }[];
  /** Folder for the results. */
  out: string;
  resources: ClusterResources;
  backend: string | undefined;
  /** Command line of this program: Node, then the script. */
  program: readonly string[];
}

/**
 * Writes a folder with all that the tasks need, and submits one array: a row per task, or several where the cluster
 * allows fewer tasks.
 *
 * @throws UserError without Slurm, or with the reason for which Slurm refuses
 */
export async function submit(options: SubmitOptions): Promise<{ folder: string; submission: Submission }> {
  const { experiment, rows, out, resources, backend, program } = options;
  const size = Math.ceil(rows.length / (await mostTasks()));
  const lines = rows.map(({ line }) => line);
  const tasks = Array.from({ length: Math.ceil(rows.length / size) }, (_, i) =>
    lines.slice(i * size, (i + 1) * size),
  );
  const recipes = Object.fromEntries(rows.map(({ line, recipe }) => [line, recipe]));
  const folder = await newSubmissionFolder(clusterFolder(out));
  const submission: Submission = { job: '', experiment, tasks, recipes, out, resources, backend };
  // Tasks may start before sbatch has returned.
  await writeSubmission(folder, submission);
  const script = await writeTaskScript(folder, [...program, 'batch', '.'], {
    heading: 'Detects events in some recordings of an experiment; written by "miniml batch --slurm".',
  });
  const name = `miniml ${path.parse(experiment.file).name}`;
  const job = await submitArray({ folder, script, name, tasks: tasks.length }, resources);
  const submitted = { ...submission, job };
  await writeSubmission(folder, submitted);
  return { folder, submission: submitted };
}
