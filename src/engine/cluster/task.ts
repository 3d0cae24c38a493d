import os from 'node:os';
import { UserError } from '../../common/errors';
import type { RowReport } from '../../common/row-report';
import type { Task } from '../../common/task';
import { type ExperimentRun, runExperiment } from '../experiments/run-experiment';
import { readSubmission, type TaskState } from './submission';
import { askForAnotherTurn, readState, writeState } from './submission-folders';

/** Threads that Slurm gives a task; undefined outside Slurm. */
export function threadsOfTask(environment: NodeJS.ProcessEnv): number | undefined {
  const given = Number(environment['SLURM_CPUS_PER_TASK'] ?? environment['SLURM_CPUS_ON_NODE']);
  return Number.isInteger(given) && given > 0 ? given : undefined;
}

/**
 * Runs one task of a submission, on a node of the cluster. Rows that are done are skipped. When it is cancelled, as
 * Slurm does shortly before the time limit, it asks for another turn, unless two turns were too short for one row.
 *
 * @throws CancelledError
 */
export async function runTask(
  { folder, task: number }: { folder: string; task: number },
  run: Pick<ExperimentRun, 'modelOf' | 'detect' | 'onRow'>,
  task: Task,
): Promise<RowReport[]> {
  const { experiment, tasks, recipes, out } = await readSubmission(folder);
  if (!(number in tasks)) throw new UserError(`${folder} has no task ${number}.`);
  const fruitless = (await readState<TaskState>(folder, number))?.fruitless ?? 0;
  const state: TaskState = { host: os.hostname(), line: null, fruitless, error: null };
  // On a full disk the rows say why they fail.
  const write = (change: Partial<TaskState>) =>
    writeState(folder, number, Object.assign(state, change)).catch(() => {});
  let ended = 0;
  await write({});
  try {
    const reports = await runExperiment(
      experiment,
      {
        ...run,
        out,
        jobs: 1,
        inputs: [experiment.file],
        lines: new Set(tasks[number]),
        recipeOf: async ({ line }) => recipes[line],
        onBegin: ({ line }) => write({ line }),
        onRow: (report) => {
          ended++;
          run.onRow?.(report);
        },
      },
      task,
    );
    await write({ line: null });
    return reports;
  } catch (thrown) {
    if (task.signal.aborted) {
      const tooShort = 'The time limit is too short for this recording. Allow more with --time.';
      const stuck = ended === 0 && fruitless > 0;
      await write({ fruitless: ended > 0 ? 0 : fruitless + 1, error: stuck ? tooShort : null });
      if (!stuck) await askForAnotherTurn(folder, number);
    }
    throw thrown;
  }
}
