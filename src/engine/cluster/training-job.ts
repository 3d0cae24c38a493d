import { existsSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { ClusterResources } from '../../common/api/engine/experiments';
import type { TrainingReport, TrainingRequest } from '../../common/api/engine/training';
import { CancelledError, UserError } from '../../common/errors';
import type { Task } from '../../common/task';
import { fileStamp } from '../files/file-stamp';
import { trainingJobsFolder } from '../files/model-path';
import { requireOutputs } from '../files/outputs';
import { endedWithout } from './ended-without';
import { cancelJobs, endedTasks, NoSlurmError, queuedTasks, submitArray, taskKey } from './slurm';
import { newSubmissionFolder } from './submission-folders';
import { writeTaskScript } from './task-script';
import {
  isModelWritten,
  readTrainingState,
  type TrainingSubmission,
  trainingSubmissions,
  writeTrainingSubmission,
} from './training-submission';

/** Where a training on a cluster stands. */
export interface TrainingStatus {
  model: string;
  status: 'to do' | 'waiting' | 'running' | 'done' | 'failed' | 'interrupted';
  /** Epochs that have ended, and as many as there may be. */
  epochs: number;
  most: number | null;
  /** Of Slurm; null before the first submission. */
  job: string | null;
  /** Script, logs and state of the job. */
  folder: string | null;
  /** Why it waits, or the node it runs on. */
  note: string;
  error: string | null;
  report: TrainingReport | null;
}

/** @throws NoSlurmError where a job was submitted whose end is not known, and there is no Slurm */
export async function trainingStatus(out: string): Promise<TrainingStatus> {
  const newest = (await trainingSubmissions(out)).at(-1);
  const status: TrainingStatus = {
    ...{ model: out, status: 'to do', epochs: 0, most: null, job: null, folder: null },
    ...{ note: '', error: null, report: null },
  };
  if (!newest) return status;
  const { folder, submission } = newest;
  const state = await readTrainingState(folder);
  Object.assign(status, { job: submission.job, folder });
  Object.assign(status, { epochs: state?.epochs ?? 0, most: state?.most ?? null });
  if (state?.done && (await isModelWritten(submission)))
    return { ...status, status: 'done', report: state.report };
  const key = taskKey(submission.job, 0);
  const queued = (await queuedTasks()).get(key);
  if (queued) return { ...status, status: queued.state, note: queued.note };
  if (state?.error) return { ...status, status: 'failed', error: state.error };
  if (submission.cancelled) return status;
  const how = (await endedTasks([submission.job])).get(key);
  const error = await endedWithout('a model', { folder, key, task: 0, how });
  return { ...status, status: 'interrupted', error };
}

export function isTrainingQueued({ status }: TrainingStatus): boolean {
  return status === 'waiting' || status === 'running';
}

/** @throws UserError while the cluster trains the model, so that no two trainings take each other's checkpoints */
export async function requireTrainingUnqueued(out: string): Promise<void> {
  if ((await trainingSubmissions(out)).length === 0) return;
  const status = await trainingStatus(out).catch((thrown: unknown) => {
    if (thrown instanceof NoSlurmError) return undefined;
    throw thrown;
  });
  if (status && isTrainingQueued(status))
    throw new UserError(
      `${out} is queued on the cluster as job ${status.job}. Watch with --follow, or cancel with --cancel first.`,
    );
}

/** How a training is submitted. */
export interface TrainingSubmitChoice {
  resources: ClusterResources;
  backend?: string;
  /** Command line of this program: Node, then the script. */
  program: readonly string[];
}

/**
 * Writes a folder with all that the job needs, and submits it.
 *
 * @param request with absolute paths
 * @param last the submission that this one goes on from
 * @throws UserError while it is queued, without Slurm, or with the reason for which Slurm refuses
 */
export async function submitTraining(
  request: TrainingRequest,
  { resources, backend, program }: TrainingSubmitChoice,
  last?: TrainingSubmission,
): Promise<{ folder: string; submission: TrainingSubmission }> {
  await requireTrainingUnqueued(request.out);
  const missing = request.files.find((file) => !existsSync(file));
  if (missing !== undefined)
    throw new UserError(`${missing} does not exist. Name the training sets as files.`);
  const { files, base, out, overwrite, trainOn = false } = request;
  const options = { overwrite: overwrite || trainOn, inputs: base === undefined ? files : [...files, base] };
  if (!last) await requireOutputs([{ file: out, kind: 'model' }], options);
  const folder = await newSubmissionFolder(trainingJobsFolder(out));
  const submission: TrainingSubmission = {
    ...{ job: '', request, resources, backend },
    before: last ? last.before : ((await fileStamp(out)) ?? null),
    again: last !== undefined,
  };
  // The task may start before sbatch has returned.
  await writeTrainingSubmission(folder, submission);
  const command = [...program, 'train', '.', '--out', out];
  const heading = 'Trains a model; written by "miniml train --slurm".';
  const script = await writeTaskScript(folder, command, { heading });
  const name = `miniml ${path.parse(out).name}`;
  const job = await submitArray({ folder, script, name, tasks: 1 }, resources);
  const submitted = { ...submission, job };
  await writeTrainingSubmission(folder, submitted);
  return { folder, submission: submitted };
}

/**
 * Submits the last submission again; it goes on from its checkpoint. Undefined if the model is trained.
 *
 * @throws UserError also without an earlier submission
 */
export async function resubmitTraining(
  out: string,
  { resources, backend, program }: TrainingSubmitChoice,
): Promise<{ folder: string; submission: TrainingSubmission } | undefined> {
  const last = (await trainingSubmissions(out)).at(-1)?.submission;
  if (!last) throw new UserError(`${out} has not been submitted yet. Submit it with --slurm.`);
  if ((await trainingStatus(out)).status === 'done') return undefined;
  const choice = {
    resources: { ...last.resources, ...resources },
    backend: backend ?? last.backend,
    program,
  };
  return submitTraining(last.request, choice, last);
}

/** Cancels the jobs of a model; returns whether one was queued. The checkpoint stays. */
export async function cancelTraining(out: string): Promise<boolean> {
  const isQueued = isTrainingQueued(await trainingStatus(out));
  if (!isQueued) return false;
  const submissions = await trainingSubmissions(out);
  await cancelJobs(submissions.map(({ submission }) => submission.job));
  for (const { folder, submission } of submissions)
    await writeTrainingSubmission(folder, { ...submission, cancelled: true });
  return true;
}

const POLL_MS = 3000;

/**
 * Waits until the job has ended.
 *
 * @throws CancelledError; the job goes on
 */
export async function followTraining(
  out: string,
  { task, say }: { task: Task; say(line: string): void },
): Promise<TrainingStatus> {
  for (;;) {
    const status = await trainingStatus(out);
    if (!isTrainingQueued(status)) return status;
    const { epochs, most } = status;
    if (most !== null)
      task.report({ phase: 'training on the cluster', done: epochs, total: most, unit: 'epochs' });
    try {
      await sleep(POLL_MS, undefined, { signal: task.signal });
    } catch {
      say('The job goes on. Run with --follow to watch it again, or with --cancel to cancel it.');
      throw new CancelledError();
    }
  }
}
