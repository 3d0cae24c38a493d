import type { ByteSource } from '../files/bytes';

export type SampleFormat = 'int16' | 'int32' | 'float32' | 'float64';

export const SAMPLE_BYTES: Readonly<Record<SampleFormat, number>> = {
  int16: 2,
  int32: 4,
  float32: 4,
  float64: 8,
};

/** Layout and scaling of the samples of one channel in a file. */
export interface SampleLayout {
  /** Offset of the first sample in bytes. */
  offset: number;
  format: SampleFormat;
  littleEndian: boolean;
  /** Distance between successive samples of this channel, in samples; channels may be interleaved. */
  stride: number;
  /** Value = stored × scale + shift. */
  scale: number;
  shift: number;
}

/** Block size: small enough for the processor's cache, large enough that calls do not matter. */
const BLOCK_BYTES = 256 * 1024;
let block: ArrayBuffer | undefined;

/**
 * Adds `count` samples, from number `from` of the layout on, to `values` at `at`. Reads only the bytes from the first
 * sample to the last one, and does not allocate.
 *
 * @throws UserError when the file ends before
 */
export function readSamples(
  source: ByteSource,
  layout: SampleLayout,
  from: number,
  count: number,
  values: Float64Array,
  at: number,
): void {
  const bytes = SAMPLE_BYTES[layout.format];
  const perBlock = Math.max(1, Math.floor(BLOCK_BYTES / (bytes * layout.stride)));
  for (let done = 0; done < count; done += perBlock) {
    const samples = Math.min(perBlock, count - done);
    scaleInto(values, at + done, readStored(source, layout, from + done, samples), samples, layout);
  }
}

/** Values as stored, from the first of `samples` to the last; valid until the next call. */
function readStored(
  source: ByteSource,
  { offset, format, stride, littleEndian }: SampleLayout,
  from: number,
  samples: number,
): StoredValues {
  const bytes = SAMPLE_BYTES[format];
  const stored = (samples - 1) * stride + 1;
  block ??= new ArrayBuffer(BLOCK_BYTES);
  const raw = Buffer.from(block, 0, stored * bytes);
  source.readInto(raw, offset + from * stride * bytes, 'data');
  if (!littleEndian) swapBytes(raw, bytes);
  return storedValues(block, stored, format);
}

/**
 * Minimum and maximum, alternating, of each `bucket` successive samples, found among the stored values: a long recording
 * of integers is surveyed at the speed of its disk. NaN is ignored; a bucket without numbers has +∞ and −∞.
 *
 * @throws UserError when the file ends before
 */
export function readExtremes(
  source: ByteSource,
  layout: SampleLayout,
  from: number,
  count: number,
  bucket: number,
): Float64Array {
  const { format, stride, scale, shift } = layout;
  const bytes = SAMPLE_BYTES[format];
  const perBlock = Math.max(1, Math.floor(BLOCK_BYTES / (bytes * stride)));
  const extremes = new Float64Array(2 * Math.ceil(count / bucket));
  for (let at = 0; at < extremes.length; at += 2) {
    extremes[at] = Number.POSITIVE_INFINITY;
    extremes[at + 1] = Number.NEGATIVE_INFINITY;
  }
  for (let done = 0; done < count; done += perBlock) {
    const samples = Math.min(perBlock, count - done);
    const stored = readStored(source, layout, from + done, samples);
    for (let start = 0; start < samples; ) {
      const at = 2 * Math.floor((done + start) / bucket);
      const end = Math.min(samples, (at / 2 + 1) * bucket - done);
      extend(extremes, at, stored, start * stride, end * stride, stride);
      start = end;
    }
  }
  return scaledExtremes(extremes, scale, shift);
}

function extend(
  extremes: Float64Array,
  at: number,
  stored: StoredValues,
  from: number,
  to: number,
  stride: number,
): void {
  let i = from;
  while (i < to && Number.isNaN(stored[i])) i += stride;
  if (i >= to) return;
  // Both start from a stored value, so that integers are compared as integers, in half the time.
  let minimum = stored[i];
  let maximum = minimum;
  for (i += stride; i < to; i += stride) {
    const value = stored[i];
    if (value < minimum) minimum = value;
    if (value > maximum) maximum = value;
  }
  if (minimum < extremes[at]) extremes[at] = minimum;
  if (maximum > extremes[at + 1]) extremes[at + 1] = maximum;
}

/** Scales pairs of minimum and maximum in place; a negative scale exchanges the two. */
export function scaledExtremes(pairs: Float64Array, scale: number, shift = 0): Float64Array {
  for (let at = 0; at < pairs.length; at += 2) {
    const [a, b] = [pairs[at] * scale + shift, pairs[at + 1] * scale + shift];
    pairs[at] = scale < 0 ? b : a;
    pairs[at + 1] = scale < 0 ? a : b;
  }
  return pairs;
}

function scaleInto(
  values: Float64Array,
  at: number,
  stored: StoredValues,
  samples: number,
  { stride, scale, shift }: SampleLayout,
): void {
  for (let i = 0, j = 0; i < samples; i++, j += stride) values[at + i] = stored[j] * scale + shift;
}

type StoredValues = Int16Array | Int32Array | Float32Array | Float64Array;

/** Typed arrays have the byte order of the processor; all that run VS Code are little-endian. */
function storedValues(buffer: ArrayBuffer, length: number, format: SampleFormat): StoredValues {
  switch (format) {
    case 'int16':
      return new Int16Array(buffer, 0, length);
    case 'int32':
      return new Int32Array(buffer, 0, length);
    case 'float32':
      return new Float32Array(buffer, 0, length);
    case 'float64':
      return new Float64Array(buffer, 0, length);
  }
}

function swapBytes(raw: Buffer, size: number): void {
  if (size === 2) raw.swap16();
  else if (size === 4) raw.swap32();
  else raw.swap64();
}
