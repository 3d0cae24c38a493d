import { existsSync, realpathSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { CancelledError } from '../common/errors';
import type { Task } from '../common/task';
import { count } from '../common/text/numbers';
import { withClusterStates } from '../engine/cluster/row-states';
import { cancelJobs, NoSlurmError, type Resources } from '../engine/cluster/slurm';
import { readSubmissions, writeSubmission } from '../engine/cluster/submission';
import { submit } from '../engine/cluster/submit';
import type { Experiment } from '../engine/experiments/experiment';
import { type ExperimentRun, experimentStatus, type RowReport } from '../engine/experiments/run-experiment';
import type { Flags, FlagValues } from './flags';
import { UsageError } from './parse';

export const clusterFlags = {
  slurm: {
    kind: 'switch',
    doc: 'Submit the recordings that are not done to a Slurm cluster, one task each, and return.',
  },
  resubmit: {
    kind: 'switch',
    doc: 'Submit what failed or was interrupted again, with the resources of the last submission.',
  },
  follow: {
    kind: 'switch',
    doc: 'Wait until the cluster has finished, then write the summary. The jobs do not need it.',
  },
  cancel: { kind: 'switch', doc: 'Cancel the jobs of this experiment; what is done is kept.' },
  gather: { kind: 'switch', doc: 'Write the summary of what is done; nothing is computed.' },
  partition: { kind: 'text', value: 'NAME', doc: 'Cluster: partition.' },
  account: { kind: 'text', value: 'NAME', doc: 'Cluster: account.' },
  time: {
    kind: 'text',
    value: 'TIME',
    doc: 'Cluster: time limit per task, such as 30 (minutes) or 2:00:00.',
  },
  mem: { kind: 'text', value: 'SIZE', doc: 'Cluster: memory per task, such as 4G.' },
  cpus: { kind: 'integer', value: 'N', minimum: 1, maximum: 1024, doc: 'Cluster: CPUs per task.' },
  gpus: { kind: 'integer', value: 'N', minimum: 1, maximum: 64, doc: 'Cluster: GPUs per task.' },
  'max-running': {
    kind: 'integer',
    value: 'N',
    minimum: 1,
    maximum: 100_000,
    doc: 'Cluster: number of tasks that run at the same time.',
  },
  sbatch: { kind: 'text', value: 'ARG', repeatable: true, doc: 'Cluster: a further argument of sbatch.' },
  task: {
    kind: 'integer',
    value: 'N',
    minimum: 0,
    maximum: 10_000_000,
    doc: 'Run one task on a node of the cluster; EXPERIMENT is the folder of the job. Used by the job’s script.',
  },
} as const satisfies Flags;

type ClusterValues = FlagValues<typeof clusterFlags>;

/** Actions of which a call takes one at most. */
const ACTIONS = ['slurm', 'resubmit', 'cancel', 'gather'] as const;
const RESOURCES = ['partition', 'account', 'time', 'mem', 'cpus', 'gpus', 'max-running'] as const;

/** @throws UsageError for flags that do not go together */
export function checkClusterFlags(values: ClusterValues & { status: boolean }): void {
  const actions = [...ACTIONS, 'status' as const].filter((name) => values[name]);
  if (actions.length > 1) throw new UsageError(`Give --${actions[0]} or --${actions[1]}, not both.`);
  const submits = values.slurm || values.resubmit;
  if (values.follow && actions.length > 0 && !submits)
    throw new UsageError(`--follow and --${actions[0]} do not go together.`);
  const resource = RESOURCES.find((name) => values[name] !== undefined);
  if (!submits && (resource || values.sbatch.length > 0))
    throw new UsageError(`--${resource ?? 'sbatch'} needs --slurm or --resubmit.`);
}

function resourcesOf(values: ClusterValues): Resources {
  const { partition, account, time, mem, cpus, gpus, sbatch } = values;
  const maxRunning = values['max-running'];
  const given = { partition, account, time, mem, cpus, gpus, maxRunning };
  const set = Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined));
  return { ...set, ...(sbatch.length > 0 && { sbatch }) };
}

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
async function clusterStatus({ experiment, run }: ClusterBatch): Promise<RowReport[]> {
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

/** Whether a row waits or runs on the cluster. */
export function isQueued({ status }: RowReport): boolean {
  return status === 'waiting' || status === 'running';
}

/** Submits the rows that are neither done nor queued; returns what was done, in a sentence. */
export async function submitRows(
  { experiment, run }: ClusterBatch,
  flags: ClusterValues & { backend?: string },
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
  const last = flags.resubmit ? (await readSubmissions(run.out)).at(-1)?.submission : undefined;
  const { folder, submission } = await submit({
    experiment,
    rows,
    out: run.out,
    resources: { ...last?.resources, ...resourcesOf(flags) },
    backend: flags.backend ?? last?.backend,
    program: [process.execPath, realpathSync(process.argv[1])],
  });
  return `Submitted ${count(rows.length, 'recording')} as job ${submission.job}; its script and logs are in ${folder}.`;
}

const SETTLED: ReadonlySet<RowReport['status']> = new Set(['done', 'excluded']);

/** Cancels all jobs of the experiment; returns how many recordings were waiting or running. */
export async function cancelRows(batch: ClusterBatch): Promise<number> {
  const queued = (await clusterStatus(batch)).filter(isQueued).length;
  if (queued === 0) return 0;
  const submissions = await readSubmissions(batch.run.out);
  await cancelJobs(submissions.map(({ submission }) => submission.job));
  for (const { folder, submission } of submissions)
    await writeSubmission(folder, { ...submission, cancelled: true });
  return queued;
}

const POLL_MS = 3000;

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
    try {
      await sleep(POLL_MS, undefined, { signal: task.signal });
    } catch {
      say('The jobs go on. Run with --follow to watch them again, or with --cancel to cancel them.');
      throw new CancelledError();
    }
  }
}
