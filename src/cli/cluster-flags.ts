import type { ClusterResources } from '../common/api/engine/experiments';
import type { Flags, FlagValues } from './flags';
import { UsageError } from './parse';

const resourceFlags = {
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
  sbatch: { kind: 'text', value: 'ARG', repeatable: true, doc: 'Cluster: a further argument of sbatch.' },
  task: {
    kind: 'integer',
    value: 'N',
    minimum: 0,
    maximum: 10_000_000,
    doc: 'Run one task on a node of the cluster; the operand is the folder of the job. Used by the job’s script.',
  },
} as const satisfies Flags;

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
  'max-running': {
    kind: 'integer',
    value: 'N',
    minimum: 1,
    maximum: 100_000,
    doc: 'Cluster: number of tasks that run at the same time.',
  },
  ...resourceFlags,
} as const satisfies Flags;

export const trainingClusterFlags = {
  slurm: { kind: 'switch', doc: 'Submit the training to a Slurm cluster, and return.' },
  resubmit: {
    kind: 'switch',
    doc: 'Submit a training that failed or was interrupted again; it goes on from its last completed epoch.',
  },
  follow: { kind: 'switch', doc: 'Wait until the cluster has trained the model. The job does not need it.' },
  cancel: { kind: 'switch', doc: 'Cancel the job; its checkpoint is kept for --resubmit.' },
  status: { kind: 'switch', doc: 'Only print where the training on the cluster stands.' },
  ...resourceFlags,
} as const satisfies Flags;

interface ClusterValues extends FlagValues<typeof resourceFlags> {
  slurm: boolean;
  resubmit: boolean;
  follow: boolean;
  cancel: boolean;
  status: boolean;
  gather?: boolean;
  'max-running'?: number | undefined;
}

/** Actions of which a call takes one at most. */
const ACTIONS = ['slurm', 'resubmit', 'cancel', 'gather'] as const;
const RESOURCES = ['partition', 'account', 'time', 'mem', 'cpus', 'gpus', 'max-running'] as const;

/** @throws UsageError for flags that do not go together */
export function checkClusterFlags(values: ClusterValues): void {
  const actions = [...ACTIONS, 'status' as const].filter((name) => values[name]);
  if (actions.length > 1) throw new UsageError(`Give --${actions[0]} or --${actions[1]}, not both.`);
  const submits = values.slurm || values.resubmit;
  if (values.follow && actions.length > 0 && !submits)
    throw new UsageError(`--follow and --${actions[0]} do not go together.`);
  const resource = RESOURCES.find((name) => values[name] !== undefined);
  if (!submits && (resource || values.sbatch.length > 0))
    throw new UsageError(`--${resource ?? 'sbatch'} needs --slurm or --resubmit.`);
}

export function resourcesOf(values: ClusterValues): ClusterResources {
  const { partition, account, time, mem, cpus, gpus, sbatch } = values;
  const maxRunning = values['max-running'];
  const given = { partition, account, time, mem, cpus, gpus, maxRunning };
  const set = Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined));
  return { ...set, ...(sbatch.length > 0 && { sbatch }) };
}
