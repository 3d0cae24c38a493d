import path from 'node:path';
import type { ClusterResources } from '../../common/api/engine/experiments';
import type { Recipe } from '../../common/traces/recipe';
import type { Experiment } from '../experiments/experiment';
import { mostTasks } from './slurm';
import { clusterFolder, type Submission } from './submission';
import type { Submitted } from './submission-folders';
import { submitJob } from './submit-job';

export interface SubmitOptions {
  experiment: Experiment;
  /** Rows to submit: their line in the table, and their recipe. */
  rows: readonly { line: number; recipe: Recipe }[];
  /** Folder for the results. */
  out: string;
  resources: ClusterResources;
  backend: string | undefined;
}

/**
 * Submits rows as one array: a row per task, or several where the cluster allows fewer tasks.
 *
 * @throws UserError without Slurm, or with the reason for which Slurm refuses
 */
export async function submit(options: SubmitOptions): Promise<Submitted<Submission>> {
  const { experiment, rows, out, resources, backend } = options;
  const size = Math.ceil(rows.length / (await mostTasks()));
  const lines = rows.map(({ line }) => line);
  const tasks = Array.from({ length: Math.ceil(rows.length / size) }, (_, i) =>
    lines.slice(i * size, (i + 1) * size),
  );
  const recipes = Object.fromEntries(rows.map(({ line, recipe }) => [line, recipe]));
  return submitJob<Submission>(
    clusterFolder(out),
    { job: '', experiment, tasks, recipes, out, resources, backend },
    {
      command: ['batch', '.'],
      heading: 'Detects events in some recordings of an experiment; written by "miniml batch --slurm".',
      name: `miniml ${path.parse(experiment.file).name}`,
      tasks: tasks.length,
    },
  );
}
