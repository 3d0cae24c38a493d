import { realpathSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { CancelledError } from '../../common/errors';
import type { Task } from '../../common/task';
import { cancelJobs, submitArray } from './slurm';
import { type Job, newSubmissionFolder, type Submitted, writeJob } from './submission-folders';
import { writeTaskScript } from './task-script';

/** How the tasks of a job run. */
interface JobTasks {
  /** Verb of this program and its arguments, but for the task's number; the working directory is the job's folder. */
  command: readonly string[];
  /** A comment that says what the script does. */
  heading: string;
  /** As the queue shows it. */
  name: string;
  tasks: number;
}

/**
 * Writes a folder with all that the tasks need, and submits them as one array.
 *
 * @param parent folder of all submissions of its kind
 * @param description of the job, which has no number yet
 * @throws UserError without Slurm, or with the reason for which Slurm refuses
 */
export async function submitJob<J extends Job>(
  parent: string,
  description: J,
  { command, heading, name, tasks }: JobTasks,
): Promise<Submitted<J>> {
  const folder = await newSubmissionFolder(parent);
  // Tasks may start before sbatch has returned.
  await writeJob(folder, description);
  const program = [process.execPath, realpathSync(process.argv[1])];
  const script = await writeTaskScript(folder, [...program, ...command], { heading });
  const job = await submitArray({ folder, script, name, tasks }, description.resources);
  const submission = { ...description, job };
  await writeJob(folder, submission);
  return { folder, submission };
}

/** Cancels jobs, and notes that the user did. */
export async function cancelSubmissions(submissions: readonly Submitted<Job>[]): Promise<void> {
  await cancelJobs(submissions.map(({ submission }) => submission.job));
  for (const { folder, submission } of submissions)
    await writeJob(folder, { ...submission, cancelled: true });
}

const POLL_MS = 3000;

/**
 * Waits until it is time to look at the queue again.
 *
 * @param goesOn what to say when it is cancelled, which ends no job
 * @throws CancelledError
 */
export async function untilNextLook(
  { task, say }: { task: Task; say(line: string): void },
  goesOn: string,
): Promise<void> {
  try {
    await sleep(POLL_MS, undefined, { signal: task.signal });
  } catch {
    say(goesOn);
    throw new CancelledError();
  }
}
