import { UserError } from '../../../common/errors';
import type { Hdf5Dataset } from './hdf5';

/** Numbers as HDF5 stores them; half-precision floats come as their 16 bits. */
export type Stored =
  | Int8Array
  | Uint8Array
  | Int16Array
  | Uint16Array
  | Int32Array
  | Uint32Array
  | Float32Array
  | Float64Array
  | BigInt64Array
  | BigUint64Array;

/** Classes of the HDF5 specification, 3.2.4.d "Datatype Message". */
const INTEGER = 0;
const FLOAT = 1;
const OPAQUE = 5;

/** Deflate compresses at most 1032:1; with other filters real datasets stay below this. */
const MOST_COMPRESSION = 2000;

/** HDF5 unpacks a chunk as a whole, in a WebAssembly memory of at most 2 GB. */
const LARGEST_CHUNK_BYTES = 512 * 1024 ** 2;
/** Small files have small chunks; real numbers are compressed 16:1 at best. */
const SMALL_CHUNK_BYTES = 32 * 1024 ** 2;
const MOST_PACKING = 16;

/** True for 1-D and 2-D datasets of integers or floats of a supported width. */
export function isNumeric(dataset: Hdf5Dataset): boolean {
  const axes = dataset.metadata.shape?.length;
  return holdsNumbers(dataset) && (axes === 1 || axes === 2);
}

/** True for datasets of any shape, of integers or floats of a supported width. */
export function holdsNumbers(dataset: Hdf5Dataset): boolean {
  const { type, size } = dataset.metadata;
  return (type === INTEGER && size <= 8) || (type === FLOAT && [2, 4, 8].includes(size));
}

/**
 * Refuses a dataset that claims more than its file can contain, or that cannot be read in parts.
 *
 * @throws UserError
 */
export function requirePlausible(file: string, fileBytes: number, dataset: Hdf5Dataset): void {
  const { shape, size, chunks, virtual_sources } = dataset.metadata;
  const what = `${file}: dataset ${dataset.path}`;
  if (virtual_sources?.length)
    throw new UserError(`${what} only refers to other files. Open ${virtual_sources[0].file_name}.`);
  const values = shape!.reduce((product, n) => product * n, 1);
  if (values * size > fileBytes * (chunks ? MOST_COMPRESSION : 1))
    throw new UserError(
      `${what} claims ${values} values, more than the file can hold. The file is damaged, or the values are in another file.`,
    );
  const chunkBytes = (chunks ?? []).reduce((product, n) => product * n, size);
  if (chunkBytes > SMALL_CHUNK_BYTES + MOST_PACKING * fileBytes)
    throw new UserError(
      `${what} claims chunks of ${Math.round(chunkBytes / 1024 ** 2)} MB, more than the file can hold. The file is damaged.`,
    );
  if (chunkBytes > LARGEST_CHUNK_BYTES)
    throw new UserError(
      `${what} has chunks of ${Math.round(chunkBytes / 1024 ** 2)} MB. Save it with smaller chunks.`,
    );
}

/**
 * Reads a range of each dimension, in the processor's byte order.
 *
 * The library does not support half-precision floats; declared as integers, their bits are returned.
 */
export function readStored(dataset: Hdf5Dataset, ranges: [number, number][]): Stored {
  const { metadata } = dataset;
  if (isHalf(dataset)) Object.assign(metadata, { type: INTEGER, signed: false, half: true });
  return dataset.slice(ranges) as Stored;
}

const MEMBER_ARRAYS = { float64: Float64Array, float32: Float32Array, int32: Int32Array, int16: Int16Array };

/**
 * Reads one member of each record in a range, `offset` bytes into the record. Declared as opaque, records are returned
 * as bytes, which takes a hundredth of the time.
 */
export function readMember(
  dataset: Hdf5Dataset,
  ranges: [number, number][],
  { offset, format }: { offset: number; format: keyof typeof MEMBER_ARRAYS },
): Stored {
  const { metadata } = dataset;
  const { type, size } = metadata;
  metadata.type = OPAQUE;
  try {
    const bytes = dataset.slice(ranges) as unknown as Uint8Array;
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    const values = new MEMBER_ARRAYS[format](Math.floor(bytes.length / size));
    const get = {
      float64: (at: number) => view.getFloat64(at, true),
      float32: (at: number) => view.getFloat32(at, true),
      int32: (at: number) => view.getInt32(at, true),
      int16: (at: number) => view.getInt16(at, true),
    }[format];
    for (let i = 0; i < values.length; i++) values[i] = get(i * size + offset);
    return values;
  } finally {
    metadata.type = type;
  }
}

/** Adds `count` stored numbers, from number `from` on, to `values` at `at`, as value = stored × scale + shift. */
export function scaleStored(
  stored: Stored,
  half: boolean,
  from: number,
  count: number,
  values: Float64Array,
  at: number,
  scale: number,
  shift: number,
): void {
  if (stored instanceof BigInt64Array || stored instanceof BigUint64Array)
    for (let i = 0; i < count; i++) values[at + i] = Number(stored[from + i]) * scale + shift;
  else if (half) for (let i = 0; i < count; i++) values[at + i] = halfFloat(stored[from + i]) * scale + shift;
  else for (let i = 0; i < count; i++) values[at + i] = stored[from + i] * scale + shift;
}

/** Whether {@link readStored} returns the bits of half-precision floats. */
export function isHalf(dataset: Hdf5Dataset): boolean {
  const { type, size } = dataset.metadata;
  return 'half' in dataset.metadata || (type === FLOAT && size === 2);
}

/** IEEE 754 binary16: sign, five bits of exponent, ten of fraction. */
function halfFloat(bits: number): number {
  const sign = bits & 0x8000 ? -1 : 1;
  const exponent = (bits >> 10) & 0x1f;
  const fraction = bits & 0x3ff;
  if (exponent === 0x1f) return fraction ? Number.NaN : sign * Number.POSITIVE_INFINITY;
  return sign * (exponent === 0 ? fraction * 2 ** -24 : (1024 + fraction) * 2 ** (exponent - 25));
}
