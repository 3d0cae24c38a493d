import type { Task } from '../../common/task';
import { blockTrace } from './block-trace';
import { largestFactor } from './fft';
import { resampleSteps } from './resample';
import { type BlockSizes, blockResampler } from './resampled-block';
import { atOnce, type Steps, withPauses } from './steps';
import type { Trace } from './trace';

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
  if (!sizes && goesWhole(trace, samples))
    return blockTrace(factsOf(trace, samples), samples, () => atOnce(wholeSteps(trace, samples)));
  const block = blockResampler(trace, samples, sizes ?? BLOCK);
  return blockTrace(factsOf(trace, samples), block.points, block.compute);
}

/**
 * The same, with what takes a second or two done now: resampling a trace as a whole, with pauses in which a
 * cancellation can arrive.
 *
 * @throws CancelledError
 */
export async function resampledTraceReady(trace: Trace, samples: number, task: Task): Promise<Trace> {
  if (samples === trace.samples || !goesWhole(trace, samples)) return resampledTrace(trace, samples);
  const whole = await withPauses(wholeSteps(trace, samples), task);
  return blockTrace(factsOf(trace, samples), samples, () => whole);
}

function goesWhole(trace: Trace, samples: number): boolean {
  return [trace.samples, samples].every(
    (length) => length > 0 && length <= WHOLE && largestFactor(length) <= LARGEST_FACTOR,
  );
}

function factsOf(trace: Trace, samples: number): Pick<Trace, 'rateHz' | 'unit' | 'samples'> {
  return { rateHz: (trace.rateHz * samples) / trace.samples, unit: trace.unit, samples };
}

function* wholeSteps(trace: Trace, samples: number): Steps<Float64Array> {
  const x = trace.read(0, trace.samples);
  yield;
  return yield* resampleSteps(x, samples);
}
