import type * as H5wasm from 'h5wasm/node';
import { messageOf } from '../../../common/errors';
import { adaptFileSystem, addCompressions, allowFolderOf, closeStreams, type Watch } from './file-system';

/** A file to inspect, and its size. */
export interface Look {
  file: string;
  bytes: number;
}

/**
 * "suspect": HDF5 found errors in a part of it. The others are reasons not to open it at all: it would loop for ever,
 * need too much memory, or crash the library.
 */
export interface Verdict {
  found: 'good' | 'suspect' | 'endless' | 'huge' | 'fatal';
  /** Memory of the library in bytes. */
  memory: number;
}

type Library = typeof H5wasm;
type Entity = ReturnType<H5wasm.Group['get']>;

/** Maximum number of objects to inspect. */
const MOST_OBJECTS = 20_000;
const MOST_MS = 2000;
const DEEPEST = 24;
/** Maximum number of values to read of each attribute and text. */
const MOST_VALUES = 10_000;
const LARGEST_CHUNK_BYTES = 8 * 1024 ** 2;

/** Maximum size of metadata, which are small but read more than once. */
const MOST_READ_BYTES = 64 * 1024 ** 2;
const MOST_READ_TIMES = 16;
const MOST_MEMORY_BYTES = 96 * 1024 ** 2;

/** Opens files as a reader does and walks through their objects. `sign` is called for each sign of life. */
export function createLooker(h5wasm: Library, instance: Awaited<Library['ready']>, sign: () => void) {
  const limits = { read: 0, memory: 0 };
  const exceeded = { read: false, memory: false };
  const watch: Watch = {
    read(count) {
      sign();
      limits.read -= count;
      if (limits.read >= 0) return true;
      exceeded.read = true;
      return false;
    },
  };
  instance.activate_throwing_error_handler();
  adaptFileSystem(instance, watch);
  addCompressions(instance);
  limitGrowth(
    (size) => size <= limits.memory,
    () => {
      exceeded.memory = true;
    },
  );

  return function look({ file, bytes }: Look): Verdict {
    limits.read = MOST_READ_BYTES + MOST_READ_TIMES * bytes;
    limits.memory = Math.max(instance.HEAPU8.length, MOST_MEMORY_BYTES + 2 * bytes);
    Object.assign(exceeded, { read: false, memory: false });
    const disallow = allowFolderOf(file);
    let faults = false;
    let fatal = false;
    const attempt = (work: () => void): void => {
      if (fatal || exceeded.read || exceeded.memory) return;
      sign();
      try {
        work();
      } catch (thrown) {
        fatal ||= isFatal(thrown);
        faults ||= messageOf(thrown).includes('HDF5-DIAG');
        if (!fatal) closeStreams(instance, 'reports');
      }
    };
    attempt(() => {
      const open = new h5wasm.File(file, 'r');
      walk(open, attempt);
      open.close();
    });
    disallow();
    const found = exceeded.memory
      ? 'huge'
      : exceeded.read
        ? 'endless'
        : fatal
          ? 'fatal'
          : faults
            ? 'suspect'
            : 'good';
    return { found, memory: instance.HEAPU8.length };
  };
}

/** Breadth first, so that objects near the root come first. Hard links may form cycles. */
function walk(root: H5wasm.Group, attempt: (work: () => void) => void): void {
  const begun = performance.now();
  let level: (H5wasm.Group | H5wasm.Dataset)[] = [root];
  let objects = 0;
  for (let depth = 0; depth < DEEPEST && level.length > 0; depth++) {
    const below: typeof level = [];
    for (const object of level) {
      if (objects++ > MOST_OBJECTS || performance.now() - begun > MOST_MS) return;
      attempt(() => lookAtAttributes(object, attempt));
      if ('keys' in object)
        attempt(() => {
          for (const name of object.keys().slice(0, MOST_OBJECTS)) {
            if (performance.now() - begun > MOST_MS) return;
            attempt(() => {
              const child = object.get(name);
              if (isOpenable(child)) below.push(child);
            });
          }
        });
      else attempt(() => lookAtDataset(object));
    }
    level = below;
  }
}

function isOpenable(entity: Entity): entity is H5wasm.Group | H5wasm.Dataset {
  return entity !== null && 'attrs' in entity && ('keys' in entity || 'slice' in entity);
}

function lookAtAttributes(object: H5wasm.Group | H5wasm.Dataset, attempt: (work: () => void) => void): void {
  for (const name of Object.keys(object.attrs).slice(0, MOST_VALUES))
    attempt(() => {
      const attribute = object.attrs[name];
      if (attribute && attribute.metadata.total_size <= MOST_VALUES) void attribute.json_value;
    });
}

/** Reads the first and the last value, which needs the index of all chunks between them. */
function lookAtDataset(dataset: H5wasm.Dataset): void {
  const { shape, size, chunks, total_size } = dataset.metadata;
  if (!shape || total_size === 0) return;
  const chunkBytes = (chunks ?? []).reduce((product, n) => product * n, size);
  if (chunkBytes > LARGEST_CHUNK_BYTES) return;
  if (dataset.metadata.vlen && total_size <= MOST_VALUES) void dataset.value;
  else if (shape.length === 0) void dataset.value;
  else
    for (const at of [0, 1])
      dataset.slice(shape.map((n): [number, number] => (at === 0 ? [0, 1] : [n - 1, n])));
}

function isFatal(thrown: unknown): boolean {
  if (!(thrown instanceof Error)) return false;
  return (
    thrown.name === 'RuntimeError' || (thrown instanceof RangeError && /call stack/.test(thrown.message))
  );
}

/** Limits the library's memory. Its memory object is not accessible, but it is the only one in this thread. */
function limitGrowth(mayGrowTo: (bytes: number) => boolean, refused: () => void): void {
  const memory = Reflect.get(Reflect.get(globalThis, 'WebAssembly'), 'Memory').prototype;
  const grow = memory.grow as (this: { buffer: ArrayBuffer }, pages: number) => number;
  memory.grow = function (this: { buffer: ArrayBuffer }, pages: number): number {
    if (mayGrowTo(this.buffer.byteLength + pages * PAGE_BYTES)) return grow.call(this, pages);
    refused();
    throw new RangeError('more memory than the file accounts for');
  };
}

const PAGE_BYTES = 65_536;
