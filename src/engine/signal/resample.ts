import { inverseRealTransformSteps, realTransformSteps } from './real-fft';
import { atOnce, type Steps } from './steps';

/**
 * `x` resampled to `n` samples through its spectrum, as scipy.signal.resample does, the bin at the lower of
 * both Nyquist frequencies included. The signal counts as periodic.
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
    // The Nyquist bin stands for two frequencies, which are apart at the higher rate and one at the lower.
    const share = n < x.length ? 2 : 0.5;
    re[keptBins - 1] *= share;
    im[keptBins - 1] *= share;
  }
  const resampled = yield* inverseRealTransformSteps({ re, im }, n);
  const scale = n / x.length;
  for (let i = 0; i < n; i++) resampled[i] *= scale;
  return resampled;
}
