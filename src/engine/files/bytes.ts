import { closeSync, openSync, readSync, statSync } from 'node:fs';
import { UserError } from '../../common/errors';
import { waiting } from '../scheduling/sign-of-life';
import { notAFile } from './folders';

/**
 * Random access to the bytes of a file. Offsets are plain numbers, exact up to 2^53, so files of many gigabytes are
 * read like small ones. Nothing is kept in memory.
 */
export interface ByteSource {
  readonly path: string;
  /** Size of the file when it was opened. */
  readonly size: number;
  /**
   * Fills `target` with the bytes from `offset` on. `what` names them in errors: "header".
   *
   * @throws UserError when the file ends before, or cannot be read
   */
  readInto(target: Uint8Array, offset: number, what: string): void;
  /**
   * The bytes from `offset` on, for headers and tables.
   *
   * @throws UserError when the file ends before, or when `length` exceeds that of any header
   */
  read(offset: number, length: number, what: string): Uint8Array;
  close(): void;
}

/** Larger than any header or table, so that a number in a damaged file cannot make us allocate more. */
const LONGEST_READ = 64 * 1024 * 1024;

/**
 * Opens a file for reading bytes.
 *
 * @param empty allows a file without bytes
 * @throws UserError when there is no such file, or it is a folder or empty, or it cannot be opened
 */
export function openBytes(path: string, { empty = false } = {}): ByteSource {
  // Checked before opening, which would wait for ever on a pipe.
  const size = attempt(path, () => sizeOf(path));
  if (size === 0 && !empty) throw new UserError(`${path} is empty.`);
  let descriptor: number | undefined = attempt(path, () => openSync(path, 'r'));

  function requireInside(offset: number, length: number, what: string): void {
    if (offset >= 0 && length >= 0 && offset + length <= size) return;
    throw new UserError(
      offset < 0 || length < 0
        ? `${path} is damaged: its ${what} would lie before its start.`
        : `${path} is cut short: its ${what} should reach byte ${offset + length}, but the file has ${size} bytes. ` +
            'Copy it again from where it was recorded.',
    );
  }

  return {
    path,
    size,
    readInto(target, offset, what) {
      requireInside(offset, target.length, what);
      // The descriptor of a closed file may belong to another file by now.
      if (descriptor === undefined) throw new Error(`${path} was read after it was closed`);
      const open = descriptor;
      for (let done = 0; done < target.length; ) {
        const bytes = attempt(path, () =>
          waiting(() => readSync(open, target, done, target.length - done, offset + done), asIs),
        );
        if (bytes === 0)
          throw new UserError(
            `${path} became shorter while it was read. Wait until it is written, then try again.`,
          );
        done += bytes;
      }
    },
    read(offset, length, what) {
      requireInside(offset, length, what);
      if (length > LONGEST_READ)
        throw new UserError(`${path} is damaged: its ${what} would be ${length} bytes long.`);
      const bytes = new Uint8Array(length);
      this.readInto(bytes, offset, what);
      return bytes;
    },
    close() {
      if (descriptor !== undefined) closeSync(descriptor);
      descriptor = undefined;
    },
  };
}

const asIs = (bytes: number): number => bytes;

function sizeOf(path: string): number {
  const found = statSync(path);
  if (found.isDirectory()) throw notAFile(path);
  if (!found.isFile()) throw new UserError(`${path} is a device, not a file.`);
  return found.size;
}

const REASONS: Readonly<Record<string, string>> = {
  ENOENT: 'does not exist',
  EISDIR: 'is a folder, not a file',
  ENOTDIR: 'does not exist: part of its path is a file',
  EACCES: 'cannot be read. Check its permissions',
  EPERM: 'cannot be read. Check its permissions',
  EBUSY: 'is in use by another program. Close it there first',
  EMFILE: 'cannot be opened: too many files are open',
  EIO: 'cannot be read: the disk or the network reports an error',
};

function attempt<T>(path: string, call: () => T): T {
  try {
    return call();
  } catch (thrown) {
    const reason = REASONS[(thrown as NodeJS.ErrnoException).code ?? ''];
    throw reason === undefined ? thrown : new UserError(`${path} ${reason}.`);
  }
}
