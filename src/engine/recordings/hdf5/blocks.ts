import { isHalf, type Stored, scaleStored } from '../../files/hdf5/numbers';
import type { SampleSource } from './series';
import { storedLine } from './times';

/** Number of samples read at once: a call into HDF5 is expensive, its samples are cheap. */
const BLOCK_SAMPLES = 65_536;

/** Size of the cache of decompressed samples. A larger block is cached alone. */
const KEPT_BYTES = 64 * 1024 ** 2;

/**
 * Reads samples block by block, with an LRU cache of blocks. HDF5 decompresses whole chunks, and again at each call:
 * without this, reading a compressed sweep in small steps would take quadratic time.
 */
export interface BlockReader {
  /** Fills `values` with the samples of a source from `from` on. */
  read(source: SampleSource, from: number, values: Float64Array): void;
}

export function blockReader(): BlockReader {
  // LRU order: a Map keeps insertion order, so the first entry is the least recently used.
  const kept = new Map<string, Stored>();
  let keptBytes = 0;
  /** For stored differences: the known sums of all differences before each block. */
  const sums = new Map<string, number[]>();

  function block(source: SampleSource, index: number, samples: number): Stored {
    const key = `${index}:${keyOf(source)}`;
    const known = kept.get(key);
    if (known) {
      kept.delete(key);
      kept.set(key, known);
      return known;
    }
    const stored = storedLine(source, index * samples, (index + 1) * samples);
    kept.set(key, stored);
    keptBytes += stored.byteLength;
    for (const [oldest, { byteLength }] of kept) {
      if (keptBytes <= KEPT_BYTES || oldest === key) break;
      kept.delete(oldest);
      keptBytes -= byteLength;
    }
    return stored;
  }

  /** Reads numbers `from` ≤ i < `from + values.length` along the axis, as value = stored × scale + shift. */
  function fill(
    source: SampleSource,
    from: number,
    values: Float64Array,
    scale: number,
    shift: number,
  ): void {
    const samples = blockSamples(source);
    const half = isHalf(source.dataset);
    for (let done = 0; done < values.length; ) {
      const index = Math.floor((from + done) / samples);
      const start = from + done - index * samples;
      const count = Math.min(samples - start, values.length - done);
      scaleStored(block(source, index, samples), half, start, count, values, done, scale, shift);
      done += count;
    }
  }

  /** The sum of the differences before number `end`. */
  function sumBefore(source: SampleSource, end: number): number {
    const key = keyOf(source);
    const known = sums.get(key) ?? [0];
    sums.set(key, known);
    const samples = blockSamples(source);
    const add = (sum: number, from: number, to: number) => {
      const values = new Float64Array(to - from);
      fill(source, source.first + from, values, 1, 0);
      return values.reduce((total, value) => total + value, sum);
    };
    const whole = Math.floor(end / samples);
    for (let i = known.length - 1; i < whole; i++) known.push(add(known[i], i * samples, (i + 1) * samples));
    return add(known[whole], whole * samples, end);
  }

  return {
    read(source, from, values) {
      const { first, scale, shift, polynomial, differences } = source;
      if (differences) {
        const steps = new Float64Array(Math.max(0, values.length - 1));
        fill(source, first + from, steps, 1, 0);
        let sum = sumBefore(source, from);
        for (let i = 0; i < values.length; i++) {
          values[i] = shift + sum * scale;
          sum += steps[i];
        }
      } else if (polynomial) {
        fill(source, first + from, values, 1, 0);
        for (let i = 0; i < values.length; i++) values[i] = evaluate(polynomial, values[i]) * scale + shift;
      } else fill(source, first + from, values, scale, shift);
    },
  };
}

/** Sweeps of one line may end at different places, so a block of one may be shorter than that of another. */
function keyOf({ dataset, axis, place, member, end }: SampleSource): string {
  return `${end}:${place.map((at, i) => (i === axis ? '' : at)).join(':')}:${member?.offset}:${dataset.file_id}:${dataset.path}`;
}

/** Horner's rule. */
function evaluate(polynomial: readonly number[], x: number): number {
  return polynomial.reduceRight((sum, coefficient) => sum * x + coefficient, 0);
}

/** Block size in whole chunks, so that none is decompressed for two blocks. */
function blockSamples({ dataset, axis }: SampleSource): number {
  const chunk = dataset.metadata.chunks?.[axis];
  return chunk ? Math.ceil(BLOCK_SAMPLES / chunk) * chunk : BLOCK_SAMPLES;
}
