import { existsSync } from 'node:fs';
import path from 'node:path';
import type { ClusterResources } from '../../common/api/engine/experiments';
import type { TrainingReport, TrainingRequest } from '../../common/api/engine/training';
import { UserError } from '../../common/errors';
import type { Task } from '../../common/task';
import { fileStamp } from '../files/file-stamp';
import { trainingJobsFolder } from '../files/model-path';
import { requireOutputs } from '../files/outputs';
import { endedWithout } from './ended-without';
import { endedTasks, isQueued, NoSlurmError, queuedTasks, taskKey } from './slurm';
import type { Submitted } from './submission-folders';
import { cancelSubmissions, submitJob, untilNextLook } from './submit-job';
import {
  isModelWritten,
  readTrainingState,
  TRAINING_TASK,
  type TrainingSubmission,
  trainingSubmissions,
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
  const key = taskKey(submission.job, TRAINING_TASK);
  const queued = (await queuedTasks()).get(key);
  if (queued) return { ...status, status: queued.state, note: queued.note };
  if (state?.error) return { ...status, status: 'failed', error: state.error };
  if (submission.cancelled) return status;
  const how = (await endedTasks([submission.job])).get(key);
  const error = await endedWithout('a model', { folder, key, task: TRAINING_TASK, how });
  return { ...status, status: 'interrupted', error };
}

/** @throws UserError while the cluster trains the model, so that no two trainings take each other's checkpoints */
export async function requireTrainingUnqueued(out: string): Promise<void> {
  if ((await trainingSubmissions(out)).length === 0) return;
  const status = await trainingStatus(out).catch((thrown: unknown) => {
    if (thrown instanceof NoSlurmError) return undefined;
    throw thrown;
  });
  if (status && isQueued(status))
    throw new UserError(
      `${out} is queued on the cluster as job ${status.job}. Watch with --follow, or cancel with --cancel first.`,
    );
}

/** How a training is submitted. */
export interface TrainingSubmitChoice {
  resources: ClusterResources;
  backend?: string;
}

/**
 * Submits a training.
 *
 * @param request with absolute paths
 * @param last the submission that this one goes on from
 * @throws UserError while it is queued, without Slurm, or with the reason for which Slurm refuses
 */
export async function submitTraining(
  request: TrainingRequest,
  { resources, backend }: TrainingSubmitChoice,
  last?: TrainingSubmission,
): Promise<Submitted<TrainingSubmission>> {
  await requireTrainingUnqueued(request.out);
  const missing = request.files.find((file) => !existsSync(file));
  if (missing !== undefined)
    throw new UserError(`${missing} does not exist. Name the training sets as files.`);
  const { files, base, out, overwrite, trainOn = false } = request;
  const options = { overwrite: overwrite || trainOn, inputs: base === undefined ? files : [...files, base] };
  if (!last) await requireOutputs([{ file: out, kind: 'model' }], options);
  const submission: TrainingSubmission = {
    ...{ job: '', request, resources, backend },
    before: last ? last.before : ((await fileStamp(out)) ?? null),
    again: last !== undefined,
  };
  return submitJob(trainingJobsFolder(out), submission, {
    command: ['train', '.', '--out', out],
    heading: 'Trains a model; written by "miniml train --slurm".',
    name: `miniml ${path.parse(out).name}`,
    tasks: 1,
  });
}

/**
 * Submits the last submission again; it goes on from its checkpoint. Undefined if the model is trained.
 *
 * @throws UserError also without an earlier submission
 */
export async function resubmitTraining(
  out: string,
  { resources, backend }: TrainingSubmitChoice,
): Promise<Submitted<TrainingSubmission> | undefined> {
  const last = (await trainingSubmissions(out)).at(-1)?.submission;
  if (!last) throw new UserError(`${out} has not been submitted yet. Submit it with --slurm.`);
  if ((await trainingStatus(out)).status === 'done') return undefined;
  const choice = {
    resources: { ...last.resources, ...resources },
    backend: backend ?? last.backend,
  };
  return submitTraining(last.request, choice, last);
}

/** Cancels the jobs of a model; returns whether one was queued. The checkpoint stays. */
export async function cancelTraining(out: string): Promise<boolean> {
  if (!isQueued(await trainingStatus(out))) return false;
  await cancelSubmissions(await trainingSubmissions(out));
  return true;
}

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
    if (!isQueued(status)) return status;
    const { epochs, most } = status;
    if (most !== null)
      task.report({ phase: 'training on the cluster', done: epochs, total: most, unit: 'epochs' });
    await untilNextLook(
      { task, say },
      'The job goes on. Run with --follow to watch it again, or with --cancel to cancel it.',
    );
  }
}
