import type * as H5wasm from 'h5wasm/node';
import type { FileKind } from '../../../common/api/engine/file-info';
import { messageOf } from '../../../common/errors';
import { signOfLife } from '../../scheduling/sign-of-life';
import { kindOfHdf5 } from '../kind';
import type { Verdict } from './first-look';
import { claimsTooMuch, type Hdf5File, openSuspect } from './hdf5';
import { dealtWith, hdf5Library, noteSuspect } from './library';
import { absolutePath, whereIs } from './links';
import { lowerLimit, takeExceeded } from './memory-limit';

type Entity = ReturnType<H5wasm.Group['get']>;

/** Maximum number of objects to inspect. */
const MOST_OBJECTS = 20_000;
const MOST_MS = 2000;
const DEEPEST = 24;
/** Maximum number of values to read of each attribute and text. */
const MOST_VALUES = 10_000;
const LARGEST_CHUNK_BYTES = 8 * 1024 ** 2;
/** Memory of the library: metadata are small. */
const LEAST_MEMORY_BYTES = 96 * 1024 ** 2;
const MOST_MEMORY_TIMES = 2;

/**
 * Opens a file as a reader does and walks through its objects. Only for a thread that can be ended.
 *
 * @throws UserError when it cannot be opened
 */
export async function lookInto(file: string, bytes: number): Promise<Verdict> {
  const before = (await hdf5Library(file)).h5wasm.Module.HEAPU8.length;
  lowerLimit(Math.max(before, LEAST_MEMORY_BYTES + MOST_MEMORY_TIMES * bytes));
  try {
    return await openSuspect(file, walked);
  } finally {
    lowerLimit(Number.POSITIVE_INFINITY);
  }
}

function walked(open: Hdf5File): Verdict {
  let found: Verdict['found'] = 'good';
  let kind: FileKind | undefined;
  const attempt = (work: () => void): void => {
    signOfLife();
    try {
      work();
    } catch (thrown) {
      if (takeExceeded()) throw claimsTooMuch(open.filename);
      if (messageOf(thrown).includes('HDF5-DIAG')) found = 'suspect';
      dealtWith(thrown);
    }
  };
  attempt(() => {
    kind = kindOfHdf5(open);
  });
  walk(open, attempt);
  if (takeExceeded()) throw claimsTooMuch(open.filename);
  if (found !== 'good') noteSuspect(open.filename);
  return { found, kind };
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
              // HDF5 reads texts in other files wrongly, and may end with them: readers follow links themselves.
              if (whereIs(object, absolutePath(object, name)) !== 'here') return;
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
  const attributes = object.attrs;
  for (const name of Object.keys(attributes).slice(0, MOST_VALUES))
    attempt(() => {
      const attribute = attributes[name];
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
