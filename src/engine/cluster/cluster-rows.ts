import { existsSync } from 'node:fs';
import type { ClusterResources } from '../../common/api/engine/experiments';
import { UserError } from '../../common/errors';
import type { RowReport } from '../../common/row-report';
import type { Task } from '../../common/task';
import { count } from '../../common/text/numbers';
import type { Experiment } from '../experiments/experiment';
import { type ExperimentRun, experimentStatus } from '../experiments/run-experiment';
import { withClusterStates } from './row-states';
import { isQueued, NoSlurmError } from './slurm';
import { readSubmissions } from './submission';
import { submit } from './submit';
import { cancelSubmissions, untilNextLook } from './submit-job';

/** An experiment and where its results go. */
export interface ClusterBatch {
  experiment: Experiment;
  run: Pick<ExperimentRun, 'out' | 'recipeOf' | 'modelOf'>;
}

/**
 * Status of each row, with what the cluster knows.
 *
 * @throws NoSlurmError where there is none
 */
export async function clusterStatus({ experiment, run }: ClusterBatch): Promise<RowReport[]> {
  return withClusterStates(run.out, await experimentStatus(experiment, run));
}

/** The same where there may be no cluster, on a computer to which the results were copied: by the files alone. */
export async function statusHere(batch: ClusterBatch): Promise<RowReport[]> {
  try {
    return await clusterStatus(batch);
  } catch (thrown) {
    if (thrown instanceof NoSlurmError) return experimentStatus(batch.experiment, batch.run);
    throw thrown;
  }
}

/** How rows are submitted. */
export interface SubmitChoice {
  resources: ClusterResources;
  backend?: string;
  /** Takes what is not given from the last submission. */
  again: boolean;
}

/** Submits the rows that are neither done nor queued; returns what was done, in a sentence. */
export async function submitRows(
  { experiment, run }: ClusterBatch,
  { resources, backend, again }: SubmitChoice,
): Promise<string> {
  const reports = await clusterStatus({ experiment, run });
  const open = reports.filter((report) => !isQueued(report) && !SETTLED.has(report.status));
  // A row without a recording or a recipe has failed already, with its reason.
  const rows = (
    await Promise.all(
      experiment.rows
        .filter(({ line, recording }) => open.some((report) => report.line === line) && existsSync(recording))
        .map((row) =>
          run.recipeOf(row).then(
            (recipe) => [{ line: row.line, recipe }],
            () => [],
          ),
        ),
    )
  ).flat();
  if (rows.length === 0) return 'Nothing to submit: no recording is left that is not done or queued.';
  const last = again ? (await readSubmissions(run.out)).at(-1)?.submission : undefined;
  const { folder, submission } = await submit({
    experiment,
    rows,
    out: run.out,
    resources: { ...last?.resources, ...resources },
    backend: backend ?? last?.backend,
  });
  return `Submitted ${count(rows.length, 'recording')} as job ${submission.job}; its script and logs are in ${folder}.`;
}

const SETTLED: ReadonlySet<RowReport['status']> = new Set(['done', 'excluded']);

/** Cancels all jobs of the experiment; returns how many recordings were waiting or running. */
export async function cancelRows(batch: ClusterBatch): Promise<number> {
  const queued = (await clusterStatus(batch)).filter(isQueued).length;
  if (queued === 0) return 0;
  await cancelSubmissions(await readSubmissions(batch.run.out));
  return queued;
}

/** @throws UserError while the cluster works on rows, so that nothing is computed twice */
export async function requireUnqueued(batch: ClusterBatch): Promise<void> {
  if ((await readSubmissions(batch.run.out)).length === 0) return;
  const queued = (await statusHere(batch)).filter(isQueued).length;
  if (queued > 0)
    throw new UserError(
      `${count(queued, 'recording')} of this experiment ${queued === 1 ? 'is' : 'are'} queued on the cluster. Watch with --follow, or cancel with --cancel first.`,
    );
}

/**
 * Waits until no row waits or runs any more; returns the last reports.
 *
 * @throws CancelledError; the jobs go on
 */
export async function followRows(
  batch: ClusterBatch,
  { task, say }: { task: Task; say(line: string): void },
): Promise<RowReport[]> {
  const known = new Map<number, RowReport['status']>();
  for (;;) {
    const reports = await clusterStatus(batch);
    const included = reports.filter(({ status }) => status !== 'excluded');
    const done = included.filter((report) => !isQueued(report)).length;
    task.report({
      phase: 'detecting on the cluster',
      done,
      total: included.length,
      unit: 'recordings',
    });
    for (const { line, recording, status, error } of reports) {
      const isNew = known.get(line) !== status;
      known.set(line, status);
      if (isNew && (status === 'failed' || status === 'interrupted')) say(`miniml: ${recording}: ${error}`);
    }
    if (done === included.length) return reports;
    await untilNextLook(
      { task, say },
      'The jobs go on. Run with --follow to watch them again, or with --cancel to cancel them.',
    );
  }
}
