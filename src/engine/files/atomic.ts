import { link, mkdir, open, realpath, rename, rm, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { CancelledError, UserError } from '../../common/errors';
import { removeStale, temporaryIn } from './temporary';

/**
 * Writes a file so that it is there whole or not at all: `write` fills a temporary file in the same folder,
 * which is flushed to the disk and then takes the name. The folder is made if it is missing; when `write`
 * fails or is cancelled, nothing is left behind and what was there before stays; what a killed process left in the
 * folder goes. `write` finds an empty file.
 *
 * @throws UserError when the file exists and `overwrite` is false, or the folder cannot be written to or is removed
 */
export async function writeWhole<T>(
  file: string,
  { overwrite }: { overwrite: boolean },
  write: (temporary: string) => T | Promise<T>,
): Promise<T> {
  // Asked before the work as well, so that an hour's work is not done for nothing.
  if (!overwrite) await requireFree(file);
  await inFolder(file, () => makeFolder(path.dirname(path.resolve(file))));
  // A link stays a link: what it points to is replaced.
  const target = await realpath(file).catch(() => path.resolve(file));
  await removeStale(path.dirname(target));
  const temporary = await temporaryIn(path.dirname(target));
  // A folder that may not be written to shows here, whatever writes.
  await inFolder(file, () => writeFile(temporary, ''));
  try {
    const result = await onDisk(file, temporary, () => write(temporary));
    await inFolder(file, () => flush(temporary));
    await inFolder(file, () => (overwrite ? rename(temporary, target) : renameIfFree(temporary, target)));
    return result;
  } finally {
    await rm(temporary, { force: true });
  }
}

/**
 * To be asked before long work whose output the file will be. Nothing is left of the attempt.
 *
 * @throws UserError when {@link writeWhole} would fail as things are now: the file exists and `overwrite` is
 *   false, its folder may not be written to or be made, there is a folder of that name
 */
export async function requireWritable(file: string, { overwrite }: { overwrite: boolean }): Promise<void> {
  if (!overwrite) await requireFree(file);
  const target = await realpath(file).catch(() => path.resolve(file));
  await inFolder(file, async () => {
    if (await isFolder(target)) throw Object.assign(new Error(), { code: 'EISDIR' });
    let folder = path.dirname(target);
    // Folders that are missing will be made, in the first one that is there.
    while (!(await isThere(folder)) && path.dirname(folder) !== folder) folder = path.dirname(folder);
    const probe = await temporaryIn(folder);
    await writeFile(probe, '');
    await rm(probe, { force: true });
  });
}

/** @throws UserError when something of that name exists */
async function requireFree(file: string): Promise<void> {
  if (await isThere(file))
    throw new UserError(`${file} exists already: choose another name or use --force.`, 'exists');
}

/** A hard link fails where the name is taken, which a rename does not; file systems without links fall back. */
async function renameIfFree(temporary: string, file: string): Promise<void> {
  try {
    await link(temporary, file);
  } catch {
    await requireFree(file);
    await rename(temporary, file);
  }
}

/** Step by step: Node's own way down tries for ever where no folder can be made, as in /proc. */
async function makeFolder(folder: string): Promise<void> {
  if (await isThere(folder)) return;
  await makeFolder(path.dirname(folder));
  try {
    await mkdir(folder);
  } catch (thrown) {
    // Another process may have made it meanwhile.
    if (!(await isThere(folder))) throw thrown;
  }
}

function isThere(file: string): Promise<boolean> {
  return stat(file).then(
    () => true,
    () => false,
  );
}

function isFolder(file: string): Promise<boolean> {
  return stat(file).then(
    (found) => found.isDirectory(),
    () => false,
  );
}

async function flush(file: string): Promise<void> {
  const handle = await open(file, 'r+');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

const REASONS: Readonly<Record<string, string>> = {
  EACCES: 'the folder may not be written to',
  EPERM: 'the folder may not be written to, or another program has the file open',
  EROFS: 'the folder may not be written to',
  ENOENT: 'no file can be made in the folder',
  ENOSPC: 'the disk is full',
  EDQUOT: 'the disk is full',
  ENOTDIR: 'a part of the path is a file, not a folder',
  EEXIST: 'a part of the path is a file, not a folder',
  EISDIR: 'there is a folder of that name',
  EBUSY: 'another program has the file open',
  ENAMETOOLONG: 'its name is too long',
};

function inFolder<T>(file: string, work: () => Promise<T>): Promise<T> {
  return explained(file, Object.keys(REASONS), work);
}

/** What else goes wrong in there may be about a file that is read, unless the temporary one is there no more. */
async function onDisk<T>(file: string, temporary: string, work: () => T | Promise<T>): Promise<T> {
  try {
    return await explained(file, ['ENOSPC', 'EDQUOT'], work);
  } catch (thrown) {
    if (thrown instanceof CancelledError || (await isThere(temporary))) throw thrown;
    throw new UserError(`${file} cannot be written: its folder was removed meanwhile.`);
  }
}

async function explained<T>(file: string, codes: readonly string[], work: () => T | Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (thrown) {
    const code = (thrown as NodeJS.ErrnoException).code ?? '';
    if (!codes.includes(code)) throw thrown;
    throw new UserError(`${file} cannot be written: ${REASONS[code]}.`);
  }
}
