import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { ClusterResources } from '../../common/api/engine/experiments';
import { UserError } from '../../common/errors';
import { writeJson } from '../files/write-json';

/** What went to the cluster together, as one array of tasks. Stored as `job.json` in a numbered folder. */
export interface Job {
  /** Slurm's number of the array; '' before Slurm has accepted it. */
  job: string;
  resources: ClusterResources;
  /** As the flag `--backend`. */
  backend: string | undefined;
  /** By the user. */
  cancelled?: boolean;
}

/** A job and the folder that it is stored in. */
export interface Submitted<J extends Job> {
  folder: string;
  submission: J;
}

/** Numbered folders of submissions, oldest first. */
async function submissionFolders(parent: string): Promise<string[]> {
  const names = await readdir(parent).catch(() => []);
  const numbers = names.filter((name) => /^\d+$/.test(name)).map(Number);
  return numbers.sort((a, b) => a - b).map((number) => path.join(parent, String(number)));
}

/** Makes the folder of a new submission, with those of its logs and task states. */
export async function newSubmissionFolder(parent: string): Promise<string> {
  const folders = await submissionFolders(parent);
  const next = folders.length === 0 ? 1 : Number(path.basename(folders[folders.length - 1])) + 1;
  const folder = path.join(parent, String(next));
  await mkdir(path.join(folder, 'logs'), { recursive: true });
  await mkdir(path.join(folder, 'tasks'));
  return folder;
}

/**
 * The submissions that Slurm has accepted, oldest first.
 *
 * @param read one, from its folder; damaged ones are passed over
 */
export async function accepted<J extends Job>(
  parent: string,
  read: (folder: string) => Promise<J>,
): Promise<Submitted<J>[]> {
  const found: Submitted<J>[] = [];
  for (const folder of await submissionFolders(parent)) {
    const submission = await read(folder).catch(() => undefined);
    if (submission && submission.job !== '') found.push({ folder, submission });
  }
  return found;
}

/**
 * @param what is submitted again if the file is of no use: "experiment"
 * @param isWhole whether what was read has all its parts
 * @throws UserError
 */
export async function readJob<J extends Job>(
  folder: string,
  what: string,
  isWhole: (read: J) => boolean,
): Promise<J> {
  const file = jobFile(folder);
  const text = await readFile(file, 'utf8').catch(() => {
    throw new UserError(`${file} does not exist. Submit the ${what} again.`);
  });
  try {
    const read = JSON.parse(text) as J;
    if (isWhole(read)) return read;
  } catch {
    // Said below.
  }
  throw new UserError(`${file} is damaged. Submit the ${what} again.`);
}

export async function writeJob(folder: string, job: Job): Promise<void> {
  await writeJson(jobFile(folder), job);
}

/** What a task has written of itself; undefined before it has. */
export async function readState<S>(folder: string, task: number): Promise<S | undefined> {
  try {
    return JSON.parse(await readFile(taskFile(folder, task, 'json'), 'utf8')) as S;
  } catch {
    return undefined;
  }
}

export async function writeState<S>(folder: string, task: number, state: S): Promise<void> {
  await writeJson(taskFile(folder, task, 'json'), state);
}

/** Asks the script of a task that comes to its time limit to queue it again; see `task-script.ts`. */
export async function askForAnotherTurn(folder: string, task: number): Promise<void> {
  await writeFile(taskFile(folder, task, 'again'), '');
}

function jobFile(folder: string): string {
  return path.join(folder, 'job.json');
}

function taskFile(folder: string, task: number, ending: string): string {
  return path.join(folder, 'tasks', `${task}.${ending}`);
}
