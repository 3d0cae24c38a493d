import type { Task } from '../../common/task';
import { blockTrace } from './block-trace';
import { chirpPlan, chirpTransform } from './chirp-transform';
import { largestFactor, smoothLengthFrom } from './fft';
import { inverseRealTransformSteps, realTransform, realTransformSteps } from './real-fft';
import { mean } from './statistics';
import { atOnce, type Steps, withPauses } from './steps';
import type { Trace } from './trace';

/** Maximum length for resampling in one transform, which takes up to 60 bytes per sample. */
const WHOLE = 1 << 23;

/** Transforms of lengths with larger prime factors take four times as much, and ten times as long. */
const LARGEST_FACTOR = 1 << 21;

const BLOCK: BlockSizes = { points: 1 << 18, margin: 1 << 16 };

/**
 * The trace at another rate, so that it has `samples` samples over the same time; computed when it is read.
 *
 * Traces of up to 2²³ samples before and after are resampled as a whole, exactly as {@link resample} does. Longer ones,
 * and the few whose length has a prime factor beyond 2²¹, are resampled in overlapping blocks, in constant memory, with
 * margins of 2¹⁶ samples of the coarser trace. They differ from the whole transform only in components right at the
 * cut-off, the lower Nyquist frequency: on white noise, the worst case, by 0.15 % of its standard deviation (root mean
 * square; 0.4 % at most), on noise that falls with frequency by less than 0.07 %.
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
 * The same, but a trace that is resampled as a whole is computed now, which takes a second or two, with pauses in which
 * a cancellation can arrive.
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

export interface BlockSizes {
  /** Block size in samples of the new trace. */
  points: number;
  /** Margin of a block on either side, in samples of the lower of both rates. */
  margin: number;
}

/** Maximum block size in raw samples, if a trace is made coarser by a large factor. */
const MOST_RAW = 1 << 22;

/**
 * Resamples a trace block by block. A block is read with a margin on both sides, tapered to zero over the margins,
 * transformed, cut off at the lower Nyquist frequency, and evaluated at the new sampling points, which need not
 * coincide with old ones, by a chirp transform. The trace is periodic, as in a transform of the whole.
 */
export function blockResampler(trace: Trace, samples: number, sizes: BlockSizes) {
  const step = trace.samples / samples;
  const coarser = Math.max(1, step);
  const margin = Math.ceil(Math.min(sizes.margin * coarser, MOST_RAW / 4));
  const points = Math.max(1, Math.floor(Math.min(sizes.points, MOST_RAW / coarser)));
  const length = smoothLengthFrom(Math.ceil(points * step) + 1 + 2 * margin);
  // The cut-off lies between two bins: the nearest one is weighted by the part of it below.
  const cutoff = length / (2 * coarser);
  const terms = Math.min(Math.floor(length / 2), Math.floor(cutoff + 0.5)) + 1;
  const edge = coarser > 1 ? cutoff + 0.5 - (terms - 1) : 1;
  const plan = chirpPlan(terms, points, BigInt(trace.samples), BigInt(samples) * BigInt(length));
  const taper = Float64Array.from(
    { length: margin },
    (_, i) => (1 - Math.cos((Math.PI * (i + 0.5)) / margin)) / 2,
  );

  const compute = (from: number, to: number): Float64Array => {
    const exact = BigInt(from) * BigInt(trace.samples);
    const start = Number(exact / BigInt(samples));
    const fraction = Number(exact % BigInt(samples)) / samples;
    const raw = readAround(trace, start - margin, length);
    const level = mean(raw);
    for (let i = 0; i < length; i++) raw[i] -= level;
    for (let i = 0; i < margin; i++) {
      raw[i] *= taper[i];
      raw[length - 1 - i] *= taper[i];
    }
    const { re, im } = realTransform(raw);
    for (let k = 0; k < terms; k++) {
      // Whole turns of k · margin / length are subtracted as integers.
      const turn = ((k * margin) % length) / length + (k * fraction) / length;
      const cos = Math.cos(2 * Math.PI * turn);
      const sin = Math.sin(2 * Math.PI * turn);
      const once = k === 0 || 2 * k === length ? 1 / length : 2 / length;
      const r = (re[k] * cos - im[k] * sin) * once;
      im[k] = (re[k] * sin + im[k] * cos) * once;
      re[k] = r;
    }
    re[terms - 1] *= edge;
    im[terms - 1] *= edge;
    const out = chirpTransform(plan, re, im).subarray(0, to - from);
    for (let j = 0; j < out.length; j++) out[j] += level;
    return out;
  };
  return { points, compute };
}

/** `count` samples from `from` on, of the periodic trace. */
function readAround(trace: Trace, from: number, count: number): Float64Array {
  const out = new Float64Array(count);
  const n = trace.samples;
  for (let done = 0; done < count; ) {
    const at = (((from + done) % n) + n) % n;
    const piece = Math.min(count - done, n - at);
    out.set(trace.read(at, at + piece), done);
    done += piece;
  }
  return out;
}

/**
 * `x` resampled to `n` samples through its spectrum, as scipy.signal.resample does, including the bin at the lower of
 * both Nyquist frequencies. The signal is taken as periodic.
 *
 * @throws RangeError when there is nothing to resample, or n is not a positive integer
 */
export function resample(x: Float64Array, n: number): Float64Array {
  return atOnce(resampleSteps(x, n));
}

export function* resampleSteps(x: Float64Array, n: number): Steps<Float64Array> {
  if (!Number.isInteger(n) || n < 1 || x.length === 0)
    throw new RangeError(`${x.length} samples resampled to ${n}`);
  const from = yield* realTransformSteps(x);
  const bins = Math.floor(n / 2) + 1;
  const re = new Float64Array(bins);
  const im = new Float64Array(bins);
  const fewer = Math.min(n, x.length);
  const keptBins = Math.floor(fewer / 2) + 1;
  re.set(from.re.subarray(0, keptBins));
  im.set(from.im.subarray(0, keptBins));
  if (fewer % 2 === 0 && n !== x.length) {
    // The Nyquist bin represents two frequencies, which are separate bins at the higher rate and one at the lower.
    const share = n < x.length ? 2 : 0.5;
    re[keptBins - 1] *= share;
    im[keptBins - 1] *= share;
  }
  const resampled = yield* inverseRealTransformSteps({ re, im }, n);
  const scale = n / x.length;
  for (let i = 0; i < n; i++) resampled[i] *= scale;
  return resampled;
}
