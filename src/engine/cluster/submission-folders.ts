import { mkdir, readdir } from 'node:fs/promises';
import path from 'node:path';

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
export async function accepted<S extends { job: string }>(
  parent: string,
  read: (folder: string) => Promise<S>,
): Promise<{ folder: string; submission: S }[]> {
  const found: { folder: string; submission: S }[] = [];
  for (const folder of await submissionFolders(parent)) {
    const submission = await read(folder).catch(() => undefined);
    if (submission && submission.job !== '') found.push({ folder, submission });
  }
  return found;
}
