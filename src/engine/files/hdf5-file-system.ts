import { fstatSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type * as H5wasm from 'h5wasm/node';
import { clearMarks } from './hdf5-superblock';

/** The part of Emscripten's file system that the library's calls go through. */
interface FileSystem {
  open(path: string, flags: number, mode?: number): unknown;
  unlink(path: string): void;
  read(stream: unknown, buffer: Int8Array, offset: number, length: number, position?: number): number;
  close(stream: Stream): void;
  streams: (Stream | null | undefined)[];
  ErrnoError: new (errno: number) => Error;
}

/** A file that the library has open. */
interface Stream {
  path: string;
  /** As it was opened. */
  flags?: number;
  /** Node's number of it. */
  nfd?: number;
}

const ACCESS_MODE = 3;

function isReadOnly({ flags }: Stream): boolean {
  return flags !== undefined && (flags & ACCESS_MODE) === 0;
}

function sizeOf({ nfd }: Stream): number {
  return nfd === undefined ? 0 : fstatSync(nfd).size;
}

type Instance = Awaited<typeof H5wasm.ready>;

/** "Input/output error" as WebAssembly programs know it. */
const EIO = 29;

/** Error reports, as the C library names temporary files; there is no such folder on Windows. */
const REPORTS = '/tmp/tmpfile_';

/**
 * Puts our own functions between the library and the disk: error reports go where temporary files go, and a
 * read fails where what was read would keep HDF5 in a loop for ever.
 */
export function adaptFileSystem(instance: Instance): void {
  const system = fileSystemOf(instance);
  const { open, unlink, read } = system;
  system.open = (file, flags, mode) => open(redirected(file), flags, mode);
  system.unlink = (file) => unlink(redirected(file));
  system.read = (stream, buffer, offset, length, position) => {
    const count = read(stream, buffer, offset, length, position);
    if (count > 0 && isEndlessHeap(new DataView(buffer.buffer, offset, count)))
      throw new system.ErrnoError(EIO);
    if (count > 0 && isReadOnly(stream as Stream))
      clearMarks(new Uint8Array(buffer.buffer, buffer.byteOffset + offset, count), sizeOf(stream as Stream));
    return count;
  };
}

/** Whether a file is open in the library. */
export function isOpen(instance: Instance, file: string): boolean {
  return streamsOf(instance).some((stream) => stream.path === file);
}

/** Closes all files that the library has open, or only its error reports, which it never closes itself. */
export function closeStreams(instance: Instance, which: 'all' | 'reports'): void {
  const prefix = redirected(REPORTS);
  for (const stream of streamsOf(instance))
    if (which === 'all' || stream.path.startsWith(prefix)) close(instance, stream);
}

function close(instance: Instance, stream: Stream): void {
  try {
    fileSystemOf(instance).close(stream);
  } catch {
    // It was not open, then.
  }
}

function fileSystemOf(instance: Instance): FileSystem {
  return instance.FS as unknown as FileSystem;
}

/** Standard input, output and errors come first. */
function streamsOf(instance: Instance): Stream[] {
  return fileSystemOf(instance)
    .streams.slice(3)
    .filter((stream) => stream !== null && stream !== undefined);
}

function redirected(file: string): string {
  return file.startsWith(REPORTS) ? path.join(tmpdir(), path.posix.basename(file)) : file;
}

/**
 * Whether these bytes are a global heap collection that has no end: HDF5 walks its objects by their sizes and
 * does not notice free space of size 0. HDF5 specification, III.E "Disk Format: Level 1E": signature,
 * version, three reserved bytes, size; objects with index, references, size, content.
 */
function isEndlessHeap(bytes: DataView): boolean {
  if (bytes.byteLength < 16 || bytes.getUint32(0) !== 0x47434f4c || bytes.getUint32(4) !== 0x01000000)
    return false;
  const size = bytes.getBigUint64(8, true);
  const end = size < bytes.byteLength ? Number(size) : bytes.byteLength;
  for (let at = 16; at + 16 <= end; ) {
    const length = Number(bytes.getBigUint64(at + 8, true));
    // Object 0 is the free space; its size counts its own header.
    const step = bytes.getUint16(at, true) === 0 ? length : 16 + Math.ceil(length / 8) * 8;
    if (step === 0) return true;
    at += step;
  }
  return false;
}
