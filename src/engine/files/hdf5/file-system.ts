import { fstatSync, readSync, realpathSync, type Stats, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type * as H5wasm from 'h5wasm/node';
import { waiting } from '../../scheduling/sign-of-life';
import { openBytes } from '../bytes';
import { findDistFile } from '../dist-file';
import { isReachable } from '../named-paths';
import { blankLost } from './lost-headers';
import { signatureAt } from './signature';
import { clearMarks, wholeBytes } from './superblock';

/** The part of Emscripten's file system that the library uses. */
interface FileSystem {
  open(path: string, flags: number, mode?: number): unknown;
  unlink(path: string): void;
  read(stream: unknown, buffer: Int8Array, offset: number, length: number, position?: number): number;
  close(stream: Stream): void;
  fstat(descriptor: number): Stats;
  streams: (Stream | null | undefined)[];
  ErrnoError: new (errno: number) => Error;
}

/** An open file of the library. */
interface Stream {
  path: string;
  /** Flags it was opened with. */
  flags?: number;
  /** Node's file descriptor. */
  nfd?: number;
  /** Size in bytes before the file was truncated; undefined for a complete file, and until its size is checked. */
  wholeBytes?: number | undefined;
  /** Offset of the superblock in a truncated file. */
  start?: number;
}

const ACCESS_MODE = 3;

function isReadOnly({ flags }: Stream): boolean {
  return flags !== undefined && (flags & ACCESS_MODE) === 0;
}

function sizeOf({ nfd }: Stream): number {
  return nfd === undefined ? 0 : fstatSync(nfd).size;
}

type Instance = Awaited<typeof H5wasm.ready>;

/** EIO and EACCES as WebAssembly programs number them. */
const EIO = 29;
const EACCES = 2;

/** Files that the library may open, with their folders. */
const allowed = new Map<string, { folder: string; count: number }>();

/** The last file outside of those folders that the library tried to open. */
let refused: string | undefined;

/**
 * Allows the library to open a file, and files in its folder that it refers to. A file from elsewhere may name any
 * other file as the place of its samples.
 *
 * @returns a function that ends the permission
 */
export function allowFolderOf(file: string): () => void {
  const entry = allowed.get(file) ?? { folder: path.dirname(realName(file)), count: 0 };
  entry.count++;
  allowed.set(file, entry);
  return () => {
    if (--entry.count === 0) allowed.delete(file);
  };
}

/** The file outside of the folder that was refused since the last call. */
export function takeRefused(): string | undefined {
  const file = refused;
  refused = undefined;
  return file;
}

function mayOpen(file: string): boolean {
  if (file.startsWith(REPORTS) || allowed.has(file)) return true;
  const plugins = pluginFolder();
  if (plugins !== undefined && isWithin(path.resolve(file), plugins)) return true;
  // A server is not asked about a file before it is known that it may be.
  if (!isReachable(file, [...allowed.keys()], [])) return false;
  const folder = path.dirname(realName(file));
  return [...allowed.values()].some((entry) => isWithin(folder, entry.folder));
}

/** Whether a file is in the folder of another one or below it, after following links. */
export function liesUnderFolderOf(owner: string, file: string): boolean {
  return isWithin(path.dirname(realName(file)), path.dirname(realName(owner)));
}

function isWithin(folder: string, outer: string): boolean {
  const relative = path.relative(outer, folder);
  return relative === '' || !(relative.startsWith('..') || path.isAbsolute(relative));
}

function realName(file: string): string {
  try {
    return realpathSync(file);
  } catch {
    return path.resolve(file);
  }
}

/** Prefix of error reports, which the C library names like temporary files; Windows has no such folder. */
const REPORTS = '/tmp/tmpfile_';

/**
 * Puts our own functions between the library and the disk: error reports go to the folder for temporary files, files
 * outside the allowed folders are refused, and a read fails if its data would send HDF5 into an endless loop. A file that
 * was cut short seems to have its whole size, since HDF5 would refuse it otherwise; only reads of the missing part fail.
 */
export function adaptFileSystem(instance: Instance): void {
  const system = fileSystemOf(instance);
  const { open, unlink, read, fstat } = system;
  system.open = (file, flags, mode) => {
    if (!mayOpen(file)) {
      // The library also looks for plugins, in a folder of its own.
      const isServers = !isReachable(file, [...allowed.keys()], []);
      if (isServers || statSync(file, { throwIfNoEntry: false })?.isFile()) refused = file;
      throw new system.ErrnoError(EACCES);
    }
    return open(redirected(file), flags, mode);
  };
  system.unlink = (file) => unlink(redirected(file));
  system.fstat = (descriptor) => {
    const stats = fstat(descriptor);
    const stream = system.streams[descriptor];
    if (!stream || !isReadOnly(stream) || !stats.isFile()) return stats;
    Object.assign(stream, endOf(stream.path));
    if (stream.wholeBytes !== undefined) {
      stats.size = stream.wholeBytes;
      cutShort.add(stream.path);
    } else {
      cutShort.delete(stream.path);
      lossy.delete(stream.path);
    }
    return stats;
  };
  system.read = (stream, buffer, offset, length, position) => {
    const count = waiting(() => read(stream, buffer, offset, length, position), asIs);
    if (count < length && (stream as Stream).wholeBytes !== undefined) throw new system.ErrnoError(EIO);
    if (count > 0 && isEndlessHeap(new DataView(buffer.buffer, offset, count)))
      throw new system.ErrnoError(EIO);
    if (count > 0)
      withoutLostParts(stream as Stream, new DataView(buffer.buffer, buffer.byteOffset + offset, count));
    if (count > 0 && isReadOnly(stream as Stream))
      clearMarks(new Uint8Array(buffer.buffer, buffer.byteOffset + offset, count), sizeOf(stream as Stream));
    return count;
  };
}

/** Files that were found cut short when they were last opened. */
const cutShort = new Set<string>();

export function isCutShort(file: string | undefined): boolean {
  return file !== undefined && cutShort.has(file);
}

/** Files of which a part of an object's description was not read, as it is missing. */
const lossy = new Set<string>();

/** Whether parts of the descriptions of objects (attributes, mostly) were missing from a file that was cut short. */
export function lacksDescriptions(file: string): boolean {
  return lossy.has(file);
}

export function noteLost(file: string): void {
  lossy.add(file);
}

function withoutLostParts(stream: Stream, bytes: DataView): void {
  const { wholeBytes: whole, start = 0, path: file, nfd } = stream;
  if (whole === undefined || nfd === undefined) return;
  const heapBytes = (offset: number) => {
    const size = new DataView(new ArrayBuffer(8));
    readSync(nfd, size, 0, 8, start + offset + 8);
    return Number(size.getBigUint64(0, true));
  };
  if (blankLost(bytes, { present: sizeOf(stream) - start, whole, heapBytes }) > 0) lossy.add(file);
}

/** The size of a file before it was cut short, undefined if it was not; and the offset of its superblock then. */
function endOf(file: string): { wholeBytes: number | undefined; start: number } {
  const source = openBytes(file, { empty: true });
  try {
    const whole = wholeBytes(source);
    return { wholeBytes: whole, start: whole === undefined ? 0 : (signatureAt(source) ?? 0) };
  } finally {
    source.close();
  }
}

const asIs = (count: number): number => count;

/** Whether the library has a file open. */
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

/** The first three are standard input, output and error. */
function streamsOf(instance: Instance): Stream[] {
  return fileSystemOf(instance)
    .streams.slice(3)
    .filter((stream) => stream !== null && stream !== undefined);
}

function redirected(file: string): string {
  return file.startsWith(REPORTS) ? path.join(tmpdir(), path.posix.basename(file)) : file;
}

/**
 * Whether these bytes are a global heap collection without an end: HDF5 iterates over its objects by their sizes and
 * does not detect a size of 0. HDF5 specification, III.E "Disk Format: Level 1E": signature, version, three reserved
 * bytes, size; objects with index, references, size, content.
 */
function isEndlessHeap(bytes: DataView): boolean {
  if (bytes.byteLength < 16 || bytes.getUint32(0) !== 0x47434f4c || bytes.getUint32(4) !== 0x01000000)
    return false;
  const size = bytes.getBigUint64(8, true);
  const end = size < bytes.byteLength ? Number(size) : bytes.byteLength;
  for (let at = 16; at + 16 <= end; ) {
    const length = Number(bytes.getBigUint64(at + 8, true));
    // Object 0 is the free space; its size includes its own header.
    const step = bytes.getUint16(at, true) === 0 ? length : 16 + Math.ceil(length / 8) * 8;
    // WebAssembly's lengths have 32 bits, so a multiple of 2^32 is 0 there.
    if (step % 2 ** 32 === 0) return true;
    at += step;
  }
  return false;
}

/** Adds compressions beyond gzip and szip: WebAssembly modules, which HDF5 loads when a file needs one. */
export function addCompressions(instance: Awaited<typeof H5wasm.ready>): void {
  // The library's default folders may contain native plugins.
  while (instance.get_plugin_search_paths().length > 0) instance.remove_plugin_search_path(0);
  const own = pluginFolder();
  if (own !== undefined) instance.insert_plugin_search_path(own, 0);
}

/** Folder of the plugins; undefined in a build without them. */
function pluginFolder(): string | undefined {
  folder ??= findDistFile('hdf5-plugins');
  return folder;
}

let folder: string | undefined;
