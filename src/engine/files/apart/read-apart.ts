import { stat } from 'node:fs/promises';
import { openBytes } from '../bytes';
import { stateOf } from '../file-state';
import { firstLook, lookNoFurther, noteLooked, type Verdict } from '../hdf5/first-look';
import { holdsHdf5 } from '../hdf5/signature';
import type { ReadFile } from './messages';
import { askReader } from './reading-thread';

/*
 * Readers of whole files (models, results, training sets) run in the thread that can be ended, as recordings are read
 * there: a damaged file that passes the first look can still lead HDF5 into a loop. A reader is registered by a name
 * under which that thread finds it; what it returns is plain data.
 */

/** A request to run a reader. */
export interface CallRequest {
  reader: string;
  args: unknown[];
  /** Result of the first look at an HDF5 file. */
  looked: Verdict | undefined;
}

type Reader = (path: string, ...args: never[]) => Promise<unknown>;

const readers = new Map<string, Reader>();
/** Whether this is the thread that can be ended. */
let isApart = false;

/**
 * A reader that runs in the thread that can be ended, wherever it is called.
 *
 * @param name unique among all readers
 */
export function readApart<A extends unknown[], T>(
  name: string,
  read: (path: string, ...args: A) => Promise<T>,
): (path: string, ...args: A) => Promise<T> {
  readers.set(name, read as unknown as Reader);
  return async (path, ...args) => {
    const stats = await stat(path).catch(() => undefined);
    // What cannot be read is said by the reader.
    if (isApart || !stats?.isFile() || stats.size === 0) return read(path, ...args);
    const looked = isHdf5(path) ? await firstLook(path, stats) : undefined;
    const file = { path, bytes: stats.size, state: stateOf(stats) };
    return askReader('call', file, { reader: name, args, looked } satisfies CallRequest) as Promise<T>;
  };
}

/** Must be called in the thread that can be ended. */
export function readHere(): void {
  isApart = true;
  lookNoFurther();
}

/** Runs a reader for {@link readApart}. */
export async function call(
  { path, state }: ReadFile,
  { reader, args, looked }: CallRequest,
): Promise<unknown> {
  const read = readers.get(reader);
  if (!read) throw new Error(`The thread for reading does not have the reader "${reader}".`);
  if (looked) noteLooked(state, looked);
  return read(path, ...(args as never[]));
}

function isHdf5(path: string): boolean {
  const source = openBytes(path);
  try {
    return holdsHdf5(source);
  } finally {
    source.close();
  }
}
