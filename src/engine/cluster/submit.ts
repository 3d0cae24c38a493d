import { chmod, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { ClusterResources } from '../../common/api/engine/experiments';
import type { Recipe } from '../../common/traces/recipe';
import type { Experiment } from '../experiments/experiment';
import { mostTasks, submitArray } from './slurm';
import { newSubmissionFolder, type Submission, writeSubmission } from './submission';

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
  const folder = await newSubmissionFolder(out);
  const submission: Submission = { job: '', experiment, tasks, recipes, out, resources, backend };
  // Tasks may start before sbatch has returned.
  await writeSubmission(folder, submission);
  const script = path.join(folder, 'run.sh');
  await writeFile(script, taskScript(program));
  await chmod(script, 0o755);
  const name = `miniml ${path.parse(experiment.file).name}`;
  const job = await submitArray({ folder, script, name, tasks: tasks.length }, resources);
  const submitted = { ...submission, job };
  await writeSubmission(folder, submitted);
  return { folder, submission: submitted };
}

/**
 * Script of a task. Slurm warns the script of the time limit with USR1; the program then stops cleanly, and the task is
 * queued again unless the program says that this would not help. See `task.ts`.
 */
function taskScript(program: readonly string[]): string {
  return `#!/bin/sh
# Detects events in some recordings of an experiment; written by "miniml batch --slurm".
${'electron' in process.versions ? 'export ELECTRON_RUN_AS_NODE=1\n' : ''}warned=no
again="tasks/$SLURM_ARRAY_TASK_ID.again"
rm -f "$again"
${program.map(quoted).join(' ')} batch . --task "$SLURM_ARRAY_TASK_ID" &
engine=$!
trap 'warned=yes; kill -TERM "$engine"' USR1
trap 'kill -TERM "$engine"' TERM
wait "$engine"
code=$?
# A signal ends "wait" before the program has ended.
while kill -0 "$engine" 2>/dev/null; do
  wait "$engine"
  code=$?
done
if [ "$warned" = yes ] && [ -e "$again" ]; then
  scontrol requeue "\${SLURM_ARRAY_JOB_ID}_$SLURM_ARRAY_TASK_ID"
fi
# Slurm takes a code beyond 128 for a job that the user has cancelled.
[ "$code" -gt 128 ] && exit 1
exit "$code"
`;
}

function quoted(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}
