import path from 'node:path';
import type { TrainingRequest } from '../common/api/engine/training';
import type { Task } from '../common/task';
import {
  cancelTraining,
  followTraining,
  resubmitTraining,
  submitTraining,
  type TrainingStatus,
  trainingStatus,
} from '../engine/cluster/training-job';
import { resourcesOf, type trainingClusterFlags } from './cluster-flags';
import type { FlagValues } from './flags';

type Values = FlagValues<typeof trainingClusterFlags> & { backend?: string | undefined };

/** Whether a call is about a training on a cluster. */
export function isOnCluster({ slurm, resubmit, follow, cancel, status }: Values): boolean {
  return slurm || resubmit || follow || cancel || status;
}

/**
 * Submits, watches or cancels a training on a cluster.
 *
 * @returns where it stands
 * @throws UserError
 */
export async function trainOnCluster(
  request: TrainingRequest,
  flags: Values,
  { task, say }: { task: Task; say(line: string): void },
): Promise<TrainingStatus> {
  const whole = withAbsolutePaths(request);
  const { out } = whole;
  const choice = {
    resources: resourcesOf(flags),
    ...(flags.backend !== undefined && { backend: flags.backend }),
  };
  if (flags.cancel)
    say((await cancelTraining(out)) ? 'The job was cancelled.' : 'No job of this model is queued.');
  if (flags.slurm || flags.resubmit) {
    const submitted = await (flags.slurm ? submitTraining(whole, choice) : resubmitTraining(out, choice));
    say(
      submitted
        ? `Submitted as job ${submitted.submission.job}; its script and log are in ${submitted.folder}.`
        : `Nothing to submit: ${out} is trained.`,
    );
  }
  return flags.follow ? followTraining(out, { task, say }) : trainingStatus(out);
}

function withAbsolutePaths(request: TrainingRequest): TrainingRequest {
  return {
    ...request,
    files: request.files.map((file) => path.resolve(file)),
    out: path.resolve(request.out),
    ...(request.base !== undefined && { base: path.resolve(request.base) }),
  };
}

/** "running (node3): 12 of at most 100 epochs". */
export function trainingStatusText({
  model,
  status,
  epochs,
  most,
  note,
  error,
  job,
}: TrainingStatus): string {
  const ofMost = most === null ? '' : `, ${epochs} of at most ${most} epochs`;
  const of = job === null ? '' : `, job ${job}`;
  return `${path.basename(model)}: ${status}${note === '' ? '' : ` (${note})`}${of}${ofMost}${error === null ? '' : `: ${error}`}`;
}
