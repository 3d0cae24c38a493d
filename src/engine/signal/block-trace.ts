import { requireRange } from './statistics';
import type { Trace } from './trace';

/** Number of cached blocks: a reader that moves forward in overlapping windows needs two. */
const KEPT_BLOCKS = 3;

/**
 * A trace that is computed block by block when it is read, with an LRU cache of blocks.
 *
 * @param compute samples `from` ≤ i < `to` of the new trace
 */
export function blockTrace(
  { rateHz, unit, samples }: Pick<Trace, 'rateHz' | 'unit' | 'samples'>,
  blockSamples: number,
  compute: (from: number, to: number) => Float64Array,
): Trace {
  const kept = new Map<number, Float64Array>();
  const block = (index: number): Float64Array => {
    const known = kept.get(index);
    // Reinserted, so that the least recently used block is the first to be evicted.
    kept.delete(index);
    const from = index * blockSamples;
    const values = known ?? compute(from, Math.min(samples, from + blockSamples));
    kept.set(index, values);
    if (kept.size > KEPT_BLOCKS) kept.delete(kept.keys().next().value as number);
    return values;
  };
  return {
    rateHz,
    unit,
    samples,
    read(from, to) {
      requireRange(from, to, samples);
      const out = new Float64Array(to - from);
      for (let at = from; at < to; ) {
        const index = Math.floor(at / blockSamples);
        const start = index * blockSamples;
        const end = Math.min(to, start + blockSamples);
        out.set(block(index).subarray(at - start, end - start), at - from);
        at = end;
      }
      return out;
    },
  };
}

/** Up to this reach computing anew is cheaper than caching blocks. */
const SHORT_REACH = 256;

const LOCAL_BLOCK = 1 << 18;

/**
 * A trace whose samples depend on few neighbours: with a short reach it is computed at each read, so that reading one
 * place is cheap, otherwise in blocks.
 *
 * @param reach samples on either side that one depends on
 */
export function localTrace(
  facts: Pick<Trace, 'rateHz' | 'unit' | 'samples'>,
  reach: number,
  compute: (from: number, to: number) => Float64Array,
): Trace {
  if (reach > SHORT_REACH) return blockTrace(facts, Math.max(LOCAL_BLOCK, 4 * reach), compute);
  const { rateHz, unit, samples } = facts;
  return {
    rateHz,
    unit,
    samples,
    read(from, to) {
      requireRange(from, to, samples);
      return compute(from, to);
    },
  };
}
