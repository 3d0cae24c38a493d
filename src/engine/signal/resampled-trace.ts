import type { Trace } from '../recordings/trace';
import { blockTrace } from './block-trace';
import { largestFactor } from './fft';
import { resample } from './resample';
import { type BlockSizes, blockResampler } from './resampled-block';

/** Up to here a trace is resampled in one transform, which takes up to 60 bytes a sample while it lasts. */
const WHOLE = 1 << 23;

/** Transforms of lengths with larger prime factors take four times as much, and ten times as long. */
const LARGEST_FACTOR = 1 << 21;

const BLOCK: BlockSizes = { points: 1 << 18, margin: 1 << 16 };

/**
 * The trace at another rate, so that it has `samples` samples over the same time; computed when it is read.
 *
 * Traces of up to 2²³ samples before and after are resampled as a whole, exactly as {@link resample} does.
 * Longer ones, and the few whose length has a prime factor beyond 2²¹, are resampled in overlapping blocks, in constant memory, which look 2¹⁶ samples of the coarser
 * trace ahead and back. They differ from the whole transform only in components right at the cut-off, the lower
 * Nyquist frequency: on white noise, the worst case, by 0.15 % of its standard deviation (root mean square;
 * 0.4 % at most), on noise that falls with frequency by less than 0.07 %.
 *
 * @param sizes of the blocks, for tests; then blocks are used whatever the length
 */
export function resampledTrace(trace: Trace, samples: number, sizes?: BlockSizes): Trace {
  if (!Number.isSafeInteger(samples) || samples < 1 || trace.samples === 0)
    throw new RangeError(`${trace.samples} samples resampled to ${samples}`);
  if (samples === trace.samples) return trace;
  const facts = { rateHz: (trace.rateHz * samples) / trace.samples, unit: trace.unit, samples };
  const fits = (length: number) => length <= WHOLE && largestFactor(length) <= LARGEST_FACTOR;
  if (!sizes && fits(samples) && fits(trace.samples))
    return blockTrace(facts, samples, () => resample(trace.read(0, trace.samples), samples));
  const block = blockResampler(trace, samples, sizes ?? BLOCK);
  return blockTrace(facts, block.points, block.compute);
}
