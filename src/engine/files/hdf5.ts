import { stat } from 'node:fs/promises';
import path from 'node:path';
// The library starts a 4 MB WebAssembly module on import, so it is imported when the first file is opened.
import type * as H5wasm from 'h5wasm/node';
import { messageOf, UserError } from '../errors';

/** An open HDF5 file, its groups and datasets, as h5wasm has them. https://github.com/usnistgov/h5wasm */
export type Hdf5File = H5wasm.File;
export type Hdf5Group = H5wasm.Group;
export type Hdf5Dataset = H5wasm.Dataset;

let loading: Promise<typeof H5wasm> | undefined;

/**
 * Opens a file where it lies, without reading it into memory, to be read. The caller closes it. Calls on the
 * open file may fail too when the file is damaged: they belong in {@link readable}.
 *
 * @throws UserError when there is no such file, or it is not HDF5, or it is cut short
 */
export async function openHdf5(file: string): Promise<Hdf5File> {
  const { File } = await library();
  await requireFile(file);
  return readable(file, () => new File(path.resolve(file), 'r'));
}

/**
 * Opens a file to be read, hands it and its size in bytes to `use`, closes it.
 *
 * @throws UserError whatever HDF5 finds wrong with the file
 */
export async function withHdf5<T>(
  file: string,
  use: (open: Hdf5File, bytes: number) => T | Promise<T>,
): Promise<T> {
  const open = await openHdf5(file);
  return usingFile(file, open, async () => use(open, (await stat(file)).size));
}

/**
 * Makes a file, replacing what is there: meant for the temporary path of
 * {@link import('./atomic').writeWhole}.
 *
 * @throws UserError when it cannot be written
 */
export async function writeHdf5<T>(file: string, write: (open: Hdf5File) => T | Promise<T>): Promise<T> {
  const { File } = await library();
  return usingFile(file, await readable(file, () => new File(path.resolve(file), 'w')), write);
}

/**
 * Changes a file in place: meant for a copy of what the user has.
 *
 * @throws UserError when it cannot be read or written
 */
export async function editHdf5<T>(file: string, edit: (open: Hdf5File) => T | Promise<T>): Promise<T> {
  const { File } = await library();
  await requireFile(file);
  return usingFile(file, await readable(file, () => new File(path.resolve(file), 'a')), edit);
}

/** Runs calls into HDF5 and turns what the library throws into one sentence about the file. */
export function readable<T>(file: string, call: () => T): T {
  try {
    return call();
  } catch (thrown) {
    throw hdf5Failure(file, thrown);
  }
}

async function usingFile<T>(
  file: string,
  open: Hdf5File,
  use: (open: Hdf5File) => T | Promise<T>,
): Promise<T> {
  try {
    return await use(open);
  } catch (thrown) {
    throw hdf5Failure(file, thrown);
  } finally {
    open.close();
  }
}

/**
 * HDF5 prints its errors and goes on with garbage unless its handler throws. What it throws is the printed
 * stack; a dataset it failed to read stays open until the process ends, which costs a file handle a failure.
 */
function library(): Promise<typeof H5wasm> {
  loading ??= import('h5wasm/node').then(async (h5wasm) => {
    (await h5wasm.ready).activate_throwing_error_handler();
    return h5wasm;
  });
  return loading;
}

async function requireFile(file: string): Promise<void> {
  const found = await stat(file).catch((cause: NodeJS.ErrnoException) => {
    throw new UserError(
      cause.code === 'ENOENT' ? `${file} does not exist.` : `${file} cannot be opened: ${cause.message}.`,
    );
  });
  if (!found.isFile()) throw new UserError(`${file} is a folder, not a file.`);
}

/** Ours and our defects stay as they are; what HDF5 says becomes a sentence. */
function hdf5Failure(file: string, thrown: unknown): unknown {
  const message = messageOf(thrown);
  if (!(thrown instanceof Error) || !/HDF5-DIAG|not supported|allocation of \d+ bytes/.test(message))
    return thrown;
  const sentence = FAILURES.find(([pattern]) => pattern.test(message))?.[1];
  return new UserError(`${file} ${sentence ?? `cannot be read as HDF5: ${deepestCause(message)}.`}`);
}

const FAILURES: readonly (readonly [pattern: RegExp, sentence: string])[] = [
  [/file signature not found/, 'is not an HDF5 file.'],
  [/truncated file/, 'is cut short: copy it again from where it was recorded.'],
  [/lock the file|already open/, 'is in use by another program: close it there first.'],
  [/No space left/, 'cannot be written: the disk is full.'],
  [/Permission denied|Read-only file system/, 'may not be accessed: check its permissions.'],
  [
    /filter|plugin/,
    'uses a compression that is not supported: save it again with gzip or without compression.',
  ],
  [/allocation of \d+ bytes/, 'holds a piece of data too large to read at once: it may be damaged.'],
];

/** The innermost line of HDF5's error stack names what it found in the file. */
function deepestCause(stack: string): string {
  const lines = stack.split('\n').filter((line) => /^\s*#\d+:/.test(line));
  return (lines.at(-1) ?? stack).replace(/^\s*#\d+:.*?\(\):\s*/, '');
}
