import { type Stats, statSync } from 'node:fs';
import { stat } from 'node:fs/promises';
import path from 'node:path';
import type * as H5wasm from 'h5wasm/node';
import { messageOf, UserError } from '../../../common/errors';
import { Budget, dropBudget, setBudget } from '../budget';
import { openBytes } from '../bytes';
import { notAFile } from '../folders';
import { isReachable } from '../named-paths';
import { decodeText } from '../text';
import { allowFolderOf, isCutShort, liesUnderFolderOf, takeRefused } from './file-system';
import { firstLook, noteWritten } from './first-look';
import {
  abandonInstance,
  dealtWith,
  hdf5Library,
  isFatal,
  type Library,
  libraryInUse,
  noteClosed,
  noteOpened,
  noteSuspect,
  noteTaint,
  undisturbed,
  withoutTaint,
} from './library';
import type { ExternalLink } from './links';
import { countOpenFile, discountOpenFile, takeExceeded } from './memory-limit';
import { wholeBytes } from './superblock';

/** An open HDF5 file, its groups and datasets, as h5wasm represents them. https://github.com/usnistgov/h5wasm */
export type Hdf5File = H5wasm.File;
export type Hdf5Group = H5wasm.Group;
export type Hdf5Dataset = H5wasm.Dataset;

/** An open file, keyed by the library's id, with the files that its links lead to. */
interface OpenFile {
  open: Hdf5File;
  path: string;
  /** Keyed by the name in the link; undefined if the file does not exist. */
  linked: Map<string, Hdf5File | undefined>;
  known: KnownLinks | undefined;
}

/** Cache for a file that is only read: the names in its groups, and the paths that are external links. */
interface KnownLinks {
  names: Map<string, ReadonlySet<string>>;
  links: Map<string, ExternalLink | undefined>;
}

const openFiles = new Map<bigint, OpenFile>();

/** Instance of the library that opened each file. */
const instances = new WeakMap<Hdf5File, Library>();

/**
 * Opens a file for reading, without loading it into memory. The caller closes it. Calls on an open file may also fail
 * if the file is damaged: they must be wrapped in {@link readable}.
 *
 * @param cut whether a file that was cut short is opened too, as far as it reaches
 * @throws UserError when there is no such file, or it is not HDF5, or it is cut short
 */
export async function openHdf5(file: string, { cut = false } = {}): Promise<Hdf5File> {
  await lookedInto(file);
  if (!cut) requireWhole(file);
  await hdf5Library(path.resolve(file));
  return opened(file, 'r');
}

/**
 * Reopens a file synchronously.
 *
 * @throws UserError as {@link openHdf5} does, and while the library is being restarted
 */
export function reopenHdf5(file: string): Hdf5File {
  return opened(file, 'r');
}

/**
 * Opens a file for reading, passes it and its size in bytes to `use`, and closes it.
 *
 * @throws UserError for any error of HDF5 about the file
 */
export async function withHdf5<T>(
  file: string,
  use: (open: Hdf5File, bytes: number) => T | Promise<T>,
): Promise<T> {
  const { size } = await lookedInto(file);
  requireWhole(file);
  return usingFile(file, 'r', (open) => use(open, size));
}

/**
 * As {@link withHdf5}, without a first look: only for the thread that can be ended. A failure leaves the instance
 * suspect.
 */
export async function openSuspect<T>(file: string, use: (open: Hdf5File) => T): Promise<T> {
  await requireFile(file);
  await withoutTaint();
  try {
    return await usingFile(file, 'r', use);
  } catch (thrown) {
    noteTaint();
    throw thrown;
  }
}

/**
 * Creates a file, replacing an existing one: meant for the temporary path of {@link import('../atomic').writeWhole}.
 *
 * @throws UserError when it cannot be written
 */
export async function writeHdf5<T>(file: string, write: (open: Hdf5File) => T | Promise<T>): Promise<T> {
  const result = await usingFile(file, 'w', write);
  await noteWritten(file);
  return result;
}

/**
 * Changes a file in place: meant for a copy of the user's file.
 *
 * @throws UserError when it cannot be read or written
 */
export async function editHdf5<T>(file: string, edit: (open: Hdf5File) => T | Promise<T>): Promise<T> {
  await requireFile(file);
  return usingFile(file, 'a', edit);
}

/**
 * Whether an open file can still be read: a damaged file that crashes the library invalidates all open files. They must
 * be reopened then.
 */
export function isAlive(open: Hdf5File): boolean {
  return instances.get(open) === libraryInUse();
}

/** Undefined for a file that may change. */
export function knownLinks(object: Hdf5Group | Hdf5Dataset): KnownLinks | undefined {
  return openFiles.get(object.file_id)?.known;
}

/** The open file that an object belongs to. */
export function fileOf(object: Hdf5Group | Hdf5Dataset): Hdf5File | undefined {
  return openFiles.get(object.file_id)?.open;
}

/** The path of the file that an object belongs to. */
export function pathOfFile(object: Hdf5Group | Hdf5Dataset): string | undefined {
  return openFiles.get(object.file_id)?.path;
}

/**
 * The target file of an external link, kept open as long as the file with the link; undefined if it is not found or is
 * not HDF5. It is searched at the path in the link, if that is in the folder of the file with the link or below, then
 * by its bare name beside that file.
 */
export function linkedFile(object: Hdf5Group | Hdf5Dataset, name: string): Hdf5File | undefined {
  const owner = openFiles.get(object.file_id);
  if (!owner) return undefined;
  if (owner.linked.has(name)) return owner.linked.get(name);
  const folder = path.dirname(owner.path);
  const windowsName = name.split('\\').at(-1)!;
  const places = [path.resolve(folder, name), path.join(folder, path.basename(windowsName))];
  const place = places.find(
    (candidate) =>
      isReachable(candidate, [owner.path], []) &&
      statSync(candidate, { throwIfNoEntry: false })?.isFile() &&
      liesUnderFolderOf(owner.path, candidate),
  );
  const found = place === undefined || openFiles.size > MOST_LINKED ? undefined : openedIfHdf5(place);
  owner.linked.set(name, found);
  return found;
}

/** Maximum number of linked files, as a protection against endless chains. */
const MOST_LINKED = 256;

function openedIfHdf5(file: string): Hdf5File | undefined {
  try {
    return opened(file, 'r');
  } catch (thrown) {
    if (thrown instanceof UserError) return undefined;
    throw thrown;
  }
}

/** Runs calls into HDF5 and converts the library's errors into one sentence about the file. */
export function readable<T>(file: string, call: () => T): T {
  try {
    return call();
  } catch (thrown) {
    throw hdf5Failure(file, thrown);
  }
}

function opened(file: string, mode: 'r' | 'w' | 'a'): Hdf5File {
  const library = libraryInUse();
  if (!library) throw new UserError(`${file} cannot be read at the moment. Try again.`);
  const absolute = path.resolve(file);
  noteOpened(absolute);
  const disallow = allowFolderOf(absolute);
  const open = attempt(file, absolute, disallow, () => new library.h5wasm.File(absolute, mode));
  instances.set(open, library);
  openFiles.set(open.file_id, {
    open,
    path: absolute,
    linked: new Map(),
    known: mode === 'r' ? { names: new Map(), links: new Map() } : undefined,
  });
  const id = open.file_id;
  const bytes = mode === 'r' ? statSync(absolute).size : Number.POSITIVE_INFINITY;
  countOpenFile(open, bytes);
  if (mode === 'r') setBudget(id, new Budget(file, bytes));
  const close = open.close.bind(open);
  let closed = false;
  open.close = () => {
    if (!closed) disallow();
    closed = true;
    discountOpenFile(open);
    // Belongs to an abandoned instance; its id may be that of another file by now.
    if (!isAlive(open)) return 0;
    instances.delete(open);
    const { linked } = openFiles.get(open.file_id) ?? {};
    openFiles.delete(open.file_id);
    for (const other of linked?.values() ?? []) other?.close();
    dropBudget(id);
    const status = close();
    noteClosed(absolute);
    return status;
  };
  return open;
}

function attempt<T>(file: string, absolute: string, disallow: () => void, open: () => T): T {
  try {
    return open();
  } catch (thrown) {
    disallow();
    noteClosed(absolute);
    throw hdf5Failure(file, thrown);
  }
}

/** Opens a file, passes it to `use`, and closes it. */
async function usingFile<T>(
  file: string,
  mode: 'r' | 'w' | 'a',
  use: (open: Hdf5File) => T | Promise<T>,
): Promise<T> {
  await hdf5Library(path.resolve(file));
  return undisturbed(async () => {
    const open = opened(file, mode);
    try {
      return await use(open);
    } catch (thrown) {
      throw hdf5Failure(file, thrown);
    } finally {
      open.close();
    }
  });
}

/** The library is loaded at the same time. */
async function lookedInto(file: string): Promise<Stats> {
  const stats = await requireFile(file);
  const [{ found }] = await Promise.all([firstLook(file, stats), hdf5Library(path.resolve(file))]);
  if (found === 'suspect') noteSuspect(path.resolve(file));
  else await withoutTaint();
  return stats;
}

function requireWhole(file: string): void {
  const source = openBytes(file, { empty: true });
  try {
    if (wholeBytes(source) !== undefined) throw new UserError(`${file} ${CUT_SHORT}`);
  } finally {
    source.close();
  }
}

const CUT_SHORT = 'is cut short. Copy it again from where it was recorded.';

async function requireFile(file: string): Promise<Stats> {
  const found = await stat(file).catch((cause: NodeJS.ErrnoException) => {
    throw new UserError(
      cause.code === 'ENOENT' ? `${file} does not exist.` : `${file} cannot be opened: ${cause.message}.`,
    );
  });
  if (found.isDirectory()) throw notAFile(file);
  if (!found.isFile()) throw new UserError(`${file} is a device, not a file.`);
  return found;
}

/** UserErrors and bugs are passed on unchanged; HDF5's errors become a sentence. */
function hdf5Failure(file: string, thrown: unknown): unknown {
  const tooMuch = takeExceeded();
  if (isFatal(thrown)) {
    abandonInstance();
    return new UserError(
      `${file} ${isCutShort(path.resolve(file)) ? CUT_SHORT : 'is damaged: HDF5 cannot read it.'}`,
    );
  }
  dealtWith(thrown);
  if (thrown instanceof UserError) return thrown;
  if (tooMuch) return claimsTooMuch(file);
  const refused = takeRefused();
  if (refused !== undefined)
    return new UserError(
      `${file} keeps data in ${refused}, which is outside its folder and is not opened. Copy both into one folder.`,
    );
  const message = messageOf(thrown);
  if (
    !(thrown instanceof Error) ||
    !/HDF5-DIAG|not supported|allocation of \d+ bytes|name not defined/.test(message)
  )
    return thrown;
  const compression = /required filter '([^']+)' is not registered/.exec(message)?.[1];
  if (compression !== undefined && !/^(fletcher32|deflate|shuffle)$/.test(compression))
    return new UserError(
      `${file} is compressed with "${decodeText(Buffer.from(compression)).slice(0, 40)}", which is not supported. Save it again with gzip or without compression.`,
    );
  const sentence = FAILURES.find(([pattern]) => pattern.test(message))?.[1];
  return new UserError(`${file} ${sentence ?? `cannot be read as HDF5: ${deepestCause(message)}.`}`);
}

export function claimsTooMuch(file: string): UserError {
  const { size } = statSync(file);
  return new UserError(`${file} is damaged: it claims more data than its ${size} bytes can hold.`);
}

const FAILURES: readonly (readonly [pattern: RegExp, sentence: string])[] = [
  [/name not defined/, 'is damaged: an attribute that it lists cannot be read.'],
  [/file signature not found/, 'is not an HDF5 file.'],
  [/truncated file|file read failed/, CUT_SHORT],
  [/lock the file|already open/, 'is in use by another program. Close it there first.'],
  [/No space left/, 'cannot be written: the disk is full. Free some space first.'],
  [/Permission denied|Read-only file system/, 'cannot be accessed. Check its permissions.'],
  [
    /filter|plugin/,
    'uses a compression that is not supported. Save it again with gzip or without compression.',
  ],
  [/allocation of \d+ bytes/, 'contains a piece of data too large to read at once; it may be damaged.'],
];

/** Takes the innermost line of HDF5's error stack, which names the problem in the file. */
function deepestCause(stack: string): string {
  const lines = stack.split('\n').filter((line) => /^\s*#\d+:/.test(line));
  return (lines.at(-1) ?? stack).replace(/^\s*#\d+:.*?\(\):\s*/, '');
}
