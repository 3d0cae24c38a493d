import { linkSync, lstatSync, renameSync, rmSync } from 'node:fs';
import { lstat, mkdir, open, readdir, realpath, rm, stat, truncate, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { CancelledError, UserError } from '../../common/errors';
import { byteKind } from './byte-kind';
import { commit, finishCommits } from './commit-record';
import type { ContentKind } from './content-kind';
import { removeDeadLocks } from './file-lock';
import { requireReplaceable } from './replaceable';
import { removeStale, temporaryIn } from './temporary';
import { filling, inFolder, writeFailure } from './write-failure';

export interface Overwriting {
  overwrite: boolean;
  /** The file is open in an editor and saved: its new contents may replace any kind of contents. */
  saves?: boolean;
  /** Called right before the files get their names; nothing is written if it throws. */
  beforeNaming?: () => void;
}

/** An output file; `write` fills a temporary file, which exists and is empty. */
export interface WholeFile<T = unknown> {
  file: string;
  write(temporary: string): T | Promise<T>;
  /** Determines the kind of a file; writers of HDF5 inspect HDF5 files too. */
  kindOf?: (file: string) => Promise<ContentKind>;
}

/**
 * Atomic write: `write` fills a temporary file in the same folder, which is flushed to the disk and then renamed. A
 * missing folder is created. If `write` fails or is cancelled, nothing is left behind and an existing file stays
 * unchanged. Temporary files of killed processes in the folder are removed.
 *
 * @throws UserError when the file exists and `overwrite` is false, or has contents of another kind, or the folder is
 * not writable or is removed
 */
export async function writeWhole<T>(
  file: string,
  options: Overwriting,
  write: (temporary: string) => T | Promise<T>,
  kindOf?: WholeFile['kindOf'],
): Promise<T> {
  const [result] = await writeTogether<T>([{ file, write, kindOf }], options);
  return result as T;
}

/**
 * Writes the outputs of one run like {@link writeWhole}, all or none. They are renamed one right after the other once
 * all are on the disk; if one fails, the others are undone.
 *
 * @throws UserError as {@link writeWhole}
 */
export async function writeTogether<T>(
  files: readonly WholeFile<T>[],
  { overwrite, saves = false, beforeNaming = () => {} }: Overwriting,
): Promise<T[]> {
  // Checked before the work as well, so that an hour of work is not wasted.
  if (!overwrite) for (const { file } of files) await requireFree(file);
  const pending: Pending[] = [];
  const results: T[] = [];
  try {
    for (const { file, write, kindOf = byteKind } of files) {
      const target = await targetOf(file);
      const temporary = temporaryIn(path.dirname(target));
      // Creating the temporary files first shows whether the folders are writable.
      await inFolder(file, () => writeFile(temporary, ''));
      pending.push({ file, target, temporary });
      results.push(await whileThere(file, temporary, () => filling(file, temporary, () => write(temporary))));
      await inFolder(file, () => flush(temporary));
      if (overwrite && !saves && (await isThere(target)))
        requireReplaceable(file, await kindOf(target), await kindOf(temporary));
    }
    beforeNaming();
    const name = () => giveNames(pending, overwrite);
    if (pending.length > 1) await inFolder(files[0].file, async () => commit(pending, name));
    else name();
    return results;
  } finally {
    for (const { temporary } of pending) await discard(temporary);
  }
}

/**
 * Removes a temporary file, emptied first: HDF5 keeps a file open that it could not finish on a full disk, and its space
 * would be free only when that is closed. With a second link it is an output that has its name already.
 */
async function discard(temporary: string): Promise<void> {
  const { nlink = 0 } = (await lstat(temporary).catch(() => undefined)) ?? {};
  if (nlink === 1) await truncate(temporary).catch(() => {});
  await rm(temporary, { force: true });
}

/**
 * Checks before long work whether its output can be written, without leaving anything behind.
 *
 * @throws UserError when {@link writeWhole} would fail at present: the file exists and `overwrite` is false, its folder
 * is not writable or cannot be created, a folder or a device has this name
 */
export async function requireWritable(file: string, { overwrite }: { overwrite: boolean }): Promise<void> {
  if (!overwrite) await requireFree(file);
  const target = await realpath(file).catch(() => path.resolve(file));
  await inFolder(file, async () => {
    await requireOrdinary(file, target);
    let folder = path.dirname(target);
    // Missing folders would be created in the nearest existing one.
    while (!(await isThere(folder)) && path.dirname(folder) !== folder) folder = path.dirname(folder);
    const probe = temporaryIn(folder);
    await writeFile(probe, '');
    await rm(probe, { force: true });
  });
}

interface Pending {
  file: string;
  target: string;
  temporary: string;
}

/** Final path of a file in an existing folder. A link is kept: its target is replaced. */
async function targetOf(file: string): Promise<string> {
  await inFolder(file, () => makeFolder(path.dirname(path.resolve(file))));
  const target = await realpath(file).catch(() => path.resolve(file));
  await inFolder(file, () => requireOrdinary(file, target));
  await tidy(path.dirname(target));
  return target;
}

/** Finishes or removes what ended processes have left in a folder. */
async function tidy(folder: string): Promise<void> {
  const names = await readdir(folder).catch(() => [] as string[]);
  finishCommits(folder, names);
  await removeStale(folder, names);
  removeDeadLocks(folder, names);
}

/** Renames all without a pause. */
function giveNames(pending: readonly Pending[], overwrite: boolean): void {
  const undo: (() => void)[] = [];
  const kept: string[] = [];
  let current = '';
  try {
    for (const { file, target, temporary } of pending) {
      current = file;
      const before = temporary.replace(/\.tmp$/, 'b.tmp');
      if (overwrite && pending.length > 1 && linked(target, before)) {
        kept.push(before);
        undo.push(() => renameSync(before, target));
      } else if (!isThereNow(target)) undo.push(() => rmSync(target, { force: true }));
      if (overwrite) renameSync(temporary, target);
      else renameIfFree(file, temporary, target);
    }
  } catch (thrown) {
    for (const step of undo.reverse()) step();
    throw writeFailure(current, thrown);
  } finally {
    for (const before of kept) rmSync(before, { force: true });
  }
}

/** Hard-links the existing file to restore it by; false if there is none, or the file system has no links. */
function linked(target: string, name: string): boolean {
  try {
    linkSync(target, name);
    return true;
  } catch {
    return false;
  }
}

/** A hard link fails if the name is taken, unlike a rename; file systems without links fall back to a rename. */
function renameIfFree(file: string, temporary: string, target: string): void {
  if (linked(temporary, target)) return;
  if (isThereNow(target)) throw taken(file);
  renameSync(temporary, target);
}

/** @throws UserError when the name is taken, even by a dangling link */
async function requireFree(file: string): Promise<void> {
  const found = await lstat(file).catch(() => undefined);
  if (found) throw taken(file);
}

function taken(file: string): UserError {
  return new UserError(`${file} already exists. Choose another name or use --force.`, 'exists');
}

/** @throws UserError for a device or a pipe, which a rename would replace by a file */
async function requireOrdinary(file: string, target: string): Promise<void> {
  const found = await stat(target).catch(() => undefined);
  if (found?.isDirectory()) throw Object.assign(new Error(), { code: 'EISDIR' });
  if (found && !found.isFile())
    throw new UserError(`${file} cannot be written: it is a device or a pipe. Choose another name.`);
}

/** Creates folders one by one: Node's recursive version loops for ever where none can be created, as in /proc. */
async function makeFolder(folder: string): Promise<void> {
  if (await isThere(folder)) return;
  await makeFolder(path.dirname(folder));
  try {
    await mkdir(folder);
  } catch (thrown) {
    // Another process may have created it meanwhile.
    if (!(await isThere(folder))) throw thrown;
  }
}

function isThere(file: string): Promise<boolean> {
  return stat(file).then(
    () => true,
    () => false,
  );
}

function isThereNow(file: string): boolean {
  return lstatSync(file, { throwIfNoEntry: false }) !== undefined;
}

async function flush(file: string): Promise<void> {
  const handle = await open(file, 'r+');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** A failure while filling may concern an input file, unless the temporary file is gone. */
async function whileThere<T>(file: string, temporary: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (thrown) {
    if (thrown instanceof CancelledError || (await isThere(temporary))) throw thrown;
    throw new UserError(
      `${file} cannot be written: its folder was removed meanwhile. Create the folder and try again.`,
    );
  }
}
