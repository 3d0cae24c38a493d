import { isHalf, readStored, type Stored, scaleStored } from '../../files/hdf5-numbers';
import type { SampleSource } from './series';

/** Samples fetched at once: a call into HDF5 costs much, its samples little. */
const BLOCK_SAMPLES = 65_536;

/** What is kept of unpacked samples. A block that is larger by itself is kept alone. */
const KEPT_BYTES = 64 * 1024 ** 2;

/**
 * Reads samples block by block and keeps the blocks read last. HDF5 unpacks whole chunks, and unpacks them
 * again at each call: without this, reading a compressed sweep in small steps would take quadratic time.
 */
export interface BlockReader {
  /** Fills `values` with the samples of a line from `from` on. */
  read(source: SampleSource, from: number, values: Float64Array): void;
}

export function blockReader(): BlockReader {
  // A Map keeps its entries in the order they were added: the first is the one not used for longest.
  const kept = new Map<string, Stored>();
  let keptBytes = 0;

  function block(source: SampleSource, index: number, samples: number): Stored {
    const key = `${source.row ?? ''}:${source.column ?? ''}:${index}:${source.dataset.path}`;
    const known = kept.get(key);
    if (known) {
      kept.delete(key);
      kept.set(key, known);
      return known;
    }
    const stored = readStored(source.dataset, ranges(source, index * samples, (index + 1) * samples));
    kept.set(key, stored);
    keptBytes += stored.byteLength;
    for (const [oldest, { byteLength }] of kept) {
      if (keptBytes <= KEPT_BYTES || oldest === key) break;
      kept.delete(oldest);
      keptBytes -= byteLength;
    }
    return stored;
  }

  return {
    read(source, from, values) {
      const samples = blockSamples(source);
      const half = isHalf(source.dataset);
      for (let done = 0; done < values.length; ) {
        const index = Math.floor((from + done) / samples);
        const start = from + done - index * samples;
        const count = Math.min(samples - start, values.length - done);
        const stored = block(source, index, samples);
        scaleStored(stored, half, start, count, values, done, source.scale, source.shift);
        done += count;
      }
    },
  };
}

/** Whole chunks, so that none is unpacked for two blocks. */
function blockSamples({ dataset, row }: SampleSource): number {
  const chunk = dataset.metadata.chunks?.[row === undefined ? 0 : 1];
  return chunk ? Math.ceil(BLOCK_SAMPLES / chunk) * chunk : BLOCK_SAMPLES;
}

function ranges({ dataset, row, column }: SampleSource, from: number, to: number): [number, number][] {
  const shape = dataset.metadata.shape!;
  if (row !== undefined)
    return [
      [row, row + 1],
      [from, Math.min(to, shape[1])],
    ];
  const along: [number, number] = [from, Math.min(to, shape[0])];
  return column === undefined ? [along] : [along, [column, column + 1]];
}
