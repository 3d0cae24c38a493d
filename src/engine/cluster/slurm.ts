import { execFile } from 'node:child_process';
import type { ClusterResources } from '../../common/api/engine/experiments';
import { UserError } from '../../common/errors';

/** State of an array task in the queue; a task that has ended is not there. */
export interface QueuedTask {
  state: 'waiting' | 'running';
  /** Why it waits, or the node it runs on. */
  note: string;
}

/** Whether what has this status waits or runs on the cluster. */
export function isQueued({ status }: { status: string }): boolean {
  return status === 'waiting' || status === 'running';
}

/** A task gets its warning so long before its time is over. */
const WARNING_S = 60;

const TIMEOUT_MS = 60_000;

/** This machine belongs to no cluster. */
export class NoSlurmError extends UserError {}

/** Key of a task in the maps of this file. */
export function taskKey(job: string, task: number): string {
  return `${job}_${task}`;
}

/**
 * Submits an array of tasks, numbered from 0; returns the job's number.
 *
 * @param folder of the script, and working directory of the tasks; their output goes to `logs/TASK.txt` there
 * @throws UserError without Slurm, or with the reason for which Slurm refuses
 */
export async function submitArray(
  { folder, script, name, tasks }: { folder: string; script: string; name: string; tasks: number },
  resources: ClusterResources,
): Promise<string> {
  const { partition, account, time, mem, cpus, gpus, maxRunning, sbatch = [] } = resources;
  const given = Object.entries({ partition, account, time, mem, gpus, 'cpus-per-task': cpus }).flatMap(
    ([option, value]) => (value === undefined ? [] : [`--${option}=${value}`]),
  );
  const stdout = await slurm('sbatch', [
    '--parsable',
    `--job-name=${name}`,
    `--array=0-${tasks - 1}${maxRunning === undefined ? '' : `%${maxRunning}`}`,
    `--chdir=${folder}`,
    '--output=logs/%a.txt',
    '--open-mode=append',
    '--requeue',
    `--signal=B:USR1@${WARNING_S}`,
    ...given,
    ...sbatch,
    script,
  ]);
  // With several clusters the cluster's name follows: "12;north".
  return stdout.trim().split(';')[0];
}

/** The user's array tasks that wait or run, by {@link taskKey}. */
export async function queuedTasks(): Promise<Map<string, QueuedTask>> {
  const user = process.getuid === undefined ? [] : ['--user', String(process.getuid())];
  const stdout = await slurm('squeue', ['--noheader', '--array', ...user, '--format=%F|%K|%T|%r|%N']);
  const tasks = new Map<string, QueuedTask>();
  for (const line of stdout.split('\n')) {
    const [job, task, state, reason, nodes] = line.trim().split('|');
    if (!state || !/^\d+$/.test(task) || ENDED.test(state)) continue;
    const waits = /^(PENDING|REQUEUED|REQUEUE_HOLD|REQUEUE_FED|SPECIAL_EXIT|RESV_DEL_HOLD)$/.test(state);
    const note = waits ? (reason === 'None' ? '' : reason) : nodes;
    tasks.set(taskKey(job, Number(task)), { state: waits ? 'waiting' : 'running', note });
  }
  return tasks;
}

/** States in which a task may still be listed for a while, though it has ended. */
const ENDED =
  /^(BOOT_FAIL|CANCELLED|COMPLETED|DEADLINE|FAILED|NODE_FAIL|OUT_OF_MEMORY|PREEMPTED|REVOKED|TIMEOUT)$/;

/** How tasks of jobs ended, by {@link taskKey}; empty where the cluster keeps no accounts. */
export async function endedTasks(jobs: readonly string[]): Promise<Map<string, string>> {
  const ended = new Map<string, string>();
  if (jobs.length === 0) return ended;
  const stdout = await slurm('sacct', [
    ...['--noheader', '--parsable2', '--allocations', '--array'],
    ...['--format=JobID,State', `--jobs=${jobs.join(',')}`],
  ]).catch(() => '');
  for (const line of stdout.split('\n')) {
    const [id, state] = line.split('|');
    // "CANCELLED by 1000"
    if (state) ended.set(id, state.split(' ')[0]);
  }
  return ended;
}

/** Cancels jobs; those that have ended are passed over. */
export async function cancelJobs(jobs: readonly string[]): Promise<void> {
  if (jobs.length > 0) await slurm('scancel', ['--quiet', ...jobs]);
}

/** A controller that does not answer within this is none. */
const ANSWER_MS = 5000;

/** Whether this computer submits to a cluster without being inside one of its jobs. */
export async function isLoginNode(): Promise<boolean> {
  if (process.env['SLURM_JOB_ID'] !== undefined) return false;
  return slurm('sinfo', ['--noheader', '--format=%D'], ANSWER_MS).then(
    (nodes) => nodes.trim() !== '',
    () => false,
  );
}

/** Most tasks that an array of the cluster may have. */
export async function mostTasks(): Promise<number> {
  const stdout = await slurm('scontrol', ['show', 'config']).catch(() => '');
  const size = Number(/^MaxArraySize\s*=\s*(\d+)/m.exec(stdout)?.[1] ?? 1001);
  // The largest index is one less than that size.
  return Math.max(1, size - 1);
}

function slurm(program: string, args: readonly string[], timeout = TIMEOUT_MS): Promise<string> {
  return new Promise((resolve, reject) =>
    execFile(program, args, { timeout, maxBuffer: 64 * 1024 ** 2 }, (error, stdout, stderr) => {
      if (!error) resolve(stdout);
      else if (error.code === 'ENOENT')
        reject(
          new NoSlurmError(
            `Slurm is not installed here: there is no ${program}. Log in to the cluster, and run miniml there.`,
          ),
        );
      else reject(new UserError(`${program} failed: ${reasonOf(stderr) || error.message}.`));
    }),
  );
}

/** The last line, which has the reason: "sbatch: error: Batch job submission failed: Invalid partition name specified". */
function reasonOf(stderr: string): string {
  const lines = stderr.trim().split('\n');
  return lines[lines.length - 1].replace(/^\w+: (error|fatal): /, '').replace(/\.$/, '');
}
