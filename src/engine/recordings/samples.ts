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
  block ??= new ArrayBuffer(BLOCK_BYTES);
  for (let done = 0; done < count; done += perBlock) {
    const samples = Math.min(perBlock, count - done);
    const stored = (samples - 1) * layout.stride + 1;
    const raw = Buffer.from(block, 0, stored * bytes);
    source.readInto(raw, layout.offset + (from + done) * layout.stride * bytes, 'data');
    if (!layout.littleEndian) swapBytes(raw, bytes);
    scaleInto(values, at + done, storedValues(block, stored, layout.format), samples, layout);
  }
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
