import { linkSync, lstatSync, renameSync, rmSync } from 'node:fs';
import { lstat, mkdir, open, realpath, rm, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { CancelledError, UserError } from '../../common/errors';
import { byteKind } from './byte-kind';
import type { ContentKind } from './content-kind';
import { requireReplaceable } from './replaceable';
import { removeStale, temporaryIn } from './temporary';
import { filling, inFolder, writeFailure } from './write-failure';

export interface Overwriting {
  overwrite: boolean;
  /** The file is open here and saved: its own next state may replace whatever it is. */
  saves?: boolean;
}

/** A file to be written: `write` fills a temporary file, which is there and empty. */
export interface WholeFile<T = unknown> {
  file: string;
  write(temporary: string): T | Promise<T>;
  /** Tells what a file holds; those that write HDF5 look into it. */
  kindOf?: (file: string) => Promise<ContentKind>;
}

/**
 * Writes a file so that it is there whole or not at all: `write` fills a temporary file in the same folder,
 * which is flushed to the disk and then takes the name. The folder is made if it is missing; when `write`
 * fails or is cancelled, nothing is left behind and what was there before stays; what a killed process left in the
 * folder goes.
 *
 * @throws UserError when the file exists and `overwrite` is false, or holds something else than is written, or the
 *   folder cannot be written to or is removed
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
 * Writes the outputs of one run, as {@link writeWhole} each of them: all or none. The names are given one right
 * after the other when all are on the disk; where one is refused, the others are taken back.
 *
 * @throws UserError as {@link writeWhole}
 */
export async function writeTogether<T>(
  files: readonly WholeFile<T>[],
  { overwrite, saves = false }: Overwriting,
): Promise<T[]> {
  // Asked before the work as well, so that an hour's work is not done for nothing.
  if (!overwrite) for (const { file } of files) await requireFree(file);
  const pending: Pending[] = [];
  const results: T[] = [];
  try {
    for (const { file, write, kindOf = byteKind } of files) {
      const target = await targetOf(file);
      const temporary = await temporaryIn(path.dirname(target));
      // A folder that may not be written to shows here, whatever writes.
      await inFolder(file, () => writeFile(temporary, ''));
      pending.push({ file, target, temporary });
      results.push(await whileThere(file, temporary, () => filling(file, temporary, () => write(temporary))));
      await inFolder(file, () => flush(temporary));
      if (overwrite && !saves && (await isThere(target)))
        requireReplaceable(file, await kindOf(target), await kindOf(temporary));
    }
    giveNames(pending, overwrite);
    return results;
  } finally {
    for (const { temporary } of pending) await rm(temporary, { force: true });
  }
}

/**
 * To be asked before long work whose output the file will be. Nothing is left of the attempt.
 *
 * @throws UserError when {@link writeWhole} would fail as things are now: the file exists and `overwrite` is
 *   false, its folder may not be written to or be made, there is a folder or a device of that name
 */
export async function requireWritable(file: string, { overwrite }: { overwrite: boolean }): Promise<void> {
  if (!overwrite) await requireFree(file);
  const target = await realpath(file).catch(() => path.resolve(file));
  await inFolder(file, async () => {
    await requireOrdinary(file, target);
    let folder = path.dirname(target);
    // Folders that are missing will be made, in the first one that is there.
    while (!(await isThere(folder)) && path.dirname(folder) !== folder) folder = path.dirname(folder);
    const probe = await temporaryIn(folder);
    await writeFile(probe, '');
    await rm(probe, { force: true });
  });
}

interface Pending {
  file: string;
  target: string;
  temporary: string;
}

/** Where a file will lie, in a folder that is there. A link stays a link: what it points to is replaced. */
async function targetOf(file: string): Promise<string> {
  await inFolder(file, () => makeFolder(path.dirname(path.resolve(file))));
  const target = await realpath(file).catch(() => path.resolve(file));
  await inFolder(file, () => requireOrdinary(file, target));
  await removeStale(path.dirname(target));
  return target;
}

/** Without a pause, so that only a process killed within microseconds leaves some of them without the others. */
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

/** Another name for what is there, to get it back by; false where nothing is, or the file system has no links. */
function linked(target: string, name: string): boolean {
  try {
    linkSync(target, name);
    return true;
  } catch {
    return false;
  }
}

/** A hard link fails where the name is taken, which a rename does not; file systems without links fall back. */
function renameIfFree(file: string, temporary: string, target: string): void {
  if (linked(temporary, target)) return;
  if (isThereNow(target)) throw taken(file);
  renameSync(temporary, target);
}

/** @throws UserError when something of that name exists, were it a link that leads nowhere */
async function requireFree(file: string): Promise<void> {
  const found = await lstat(file).catch(() => undefined);
  if (found) throw taken(file);
}

function taken(file: string): UserError {
  return new UserError(`${file} already exists. Choose another name or use --force.`, 'exists');
}

/** @throws UserError for a device or a pipe, which a rename would put a file in the place of */
async function requireOrdinary(file: string, target: string): Promise<void> {
  const found = await stat(target).catch(() => undefined);
  if (found?.isDirectory()) throw Object.assign(new Error(), { code: 'EISDIR' });
  if (found && !found.isFile())
    throw new UserError(`${file} cannot be written: it is a device or a pipe. Choose another name.`);
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

/** What goes wrong while it is filled may be about a file that is read, unless the temporary one is there no more. */
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
