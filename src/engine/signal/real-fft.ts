import { transformOf } from './fft';
import { atOnce, type Steps } from './steps';

/** The spectrum of a real signal: the bins 0 … floor(n / 2), the others being their conjugates. */
export interface Spectrum {
  re: Float64Array;
  im: Float64Array;
}

/** Spectrum of a real signal of any length ≥ 1, not scaled; as numpy.fft.rfft. */
export function realTransform(x: Float64Array): Spectrum {
  return atOnce(realTransformSteps(x));
}

export function* realTransformSteps(x: Float64Array): Steps<Spectrum> {
  const n = x.length;
  const bins = Math.floor(n / 2) + 1;
  if (n % 2 === 1) {
    const re = x.slice();
    const im = new Float64Array(n);
    const transform = transformOf(n);
    yield;
    yield* transform.forwardSteps(re, im);
    return { re: re.slice(0, bins), im: im.slice(0, bins) };
  }
  // Even samples as real, odd ones as imaginary parts: one complex transform of half the length does for both.
  const half = n / 2;
  const re = new Float64Array(bins);
  const im = new Float64Array(bins);
  for (let k = 0; k < half; k++) {
    re[k] = x[2 * k];
    im[k] = x[2 * k + 1];
  }
  const transform = transformOf(half);
  yield;
  yield* transform.forwardSteps(re.subarray(0, half), im.subarray(0, half));
  re[half] = re[0];
  im[half] = im[0];
  for (let k = 0; k <= half / 2; k++) {
    const m = half - k;
    const evenRe = (re[k] + re[m]) / 2;
    const evenIm = (im[k] - im[m]) / 2;
    const oddRe = (im[k] + im[m]) / 2;
    const oddIm = (re[m] - re[k]) / 2;
    const cos = Math.cos((Math.PI * k) / half);
    const sin = -Math.sin((Math.PI * k) / half);
    const turnedRe = oddRe * cos - oddIm * sin;
    const turnedIm = oddRe * sin + oddIm * cos;
    re[k] = evenRe + turnedRe;
    im[k] = evenIm + turnedIm;
    re[m] = evenRe - turnedRe;
    im[m] = turnedIm - evenIm;
  }
  return { re, im };
}

/**
 * The real signal of `n` samples that has this spectrum, scaled by 1/n; as numpy.fft.irfft. The imaginary parts of the
 * first bin, and of the last for even n, are taken as zero. Overwrites the arrays of the spectrum.
 *
 * @throws RangeError unless the spectrum has floor(n / 2) + 1 bins
 */
export function inverseRealTransform(spectrum: Spectrum, n: number): Float64Array {
  return atOnce(inverseRealTransformSteps(spectrum, n));
}

export function* inverseRealTransformSteps({ re, im }: Spectrum, n: number): Steps<Float64Array> {
  const bins = Math.floor(n / 2) + 1;
  if (re.length !== bins || im.length !== bins) throw new RangeError(`${re.length} bins for ${n} samples`);
  const x = new Float64Array(n);
  if (n % 2 === 1) {
    const imaginary = new Float64Array(n);
    x[0] = re[0] / n;
    for (let k = 1; k < bins; k++) {
      x[k] = x[n - k] = re[k] / n;
      imaginary[k] = im[k] / n;
      imaginary[n - k] = -im[k] / n;
    }
    const transform = transformOf(n);
    yield;
    yield* transform.inverseSteps(x, imaginary);
    return x;
  }
  const half = n / 2;
  im[0] = im[half] = 0;
  for (let k = 0; k <= half / 2; k++) {
    const m = half - k;
    const evenRe = (re[k] + re[m]) / n;
    const evenIm = (im[k] - im[m]) / n;
    const turnedRe = (re[k] - re[m]) / n;
    const turnedIm = (im[k] + im[m]) / n;
    const cos = Math.cos((Math.PI * k) / half);
    const sin = Math.sin((Math.PI * k) / half);
    const oddRe = turnedRe * cos - turnedIm * sin;
    const oddIm = turnedRe * sin + turnedIm * cos;
    re[k] = evenRe - oddIm;
    im[k] = evenIm + oddRe;
    re[m] = evenRe + oddIm;
    im[m] = oddRe - evenIm;
  }
  const transform = transformOf(half);
  yield;
  yield* transform.inverseSteps(re.subarray(0, half), im.subarray(0, half));
  for (let k = 0; k < half; k++) {
    x[2 * k] = re[k];
    x[2 * k + 1] = im[k];
  }
  return x;
}
