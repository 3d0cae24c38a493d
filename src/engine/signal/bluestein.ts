import type { Steps } from './steps';

/** Tables for transforms of any length by convolution. */
export interface BluesteinPlan {
  readonly length: number;
  /** exp(−πi·k² / length). */
  readonly cos: Float64Array;
  readonly sin: Float64Array;
  /** Spectrum of the conjugate chirp, wrapped around the convolution's length, divided by that length. */
  readonly spectrumRe: Float64Array;
  readonly spectrumIm: Float64Array;
  readonly inner: Transform;
  /** Work arrays of the convolution's length. */
  readonly workRe: Float64Array;
  readonly workIm: Float64Array;
}

/**
 * @param inner a transform of at least 2 · length − 1 points
 */
export function bluesteinPlan(length: number, inner: Transform): BluesteinPlan {
  const cos = new Float64Array(length);
  const sin = new Float64Array(length);
  const spectrumRe = new Float64Array(inner.length);
  const spectrumIm = new Float64Array(inner.length);
  // k² modulo 2·length, by adding odd numbers: exact even if k² itself would lose digits.
  for (let k = 0, square = 0; k < length; k++) {
    const angle = (Math.PI * square) / length;
    cos[k] = Math.cos(angle);
    sin[k] = -Math.sin(angle);
    square = (square + 2 * k + 1) % (2 * length);
    const mirrored = (inner.length - k) % inner.length;
    spectrumRe[k] = spectrumRe[mirrored] = cos[k] / inner.length;
    spectrumIm[k] = spectrumIm[mirrored] = -sin[k] / inner.length;
  }
  inner.forward(spectrumRe, spectrumIm);
  const workRe = new Float64Array(inner.length);
  const workIm = new Float64Array(inner.length);
  return { length, cos, sin, spectrumRe, spectrumIm, inner, workRe, workIm };
}

/**
 * Forward transform in place, jk = (j² + k² − (j − k)²) / 2 turning it into a convolution with a chirp.
 * Source: Bluestein, IEEE Trans Audio Electroacoust 18:451 (1970).
 */
export function* bluesteinTransform(plan: BluesteinPlan, re: Float64Array, im: Float64Array): Steps<void> {
  const { length, cos, sin, spectrumRe, spectrumIm, inner, workRe, workIm } = plan;
  workRe.fill(0, length);
  workIm.fill(0, length);
  for (let k = 0; k < length; k++) {
    workRe[k] = re[k] * cos[k] - im[k] * sin[k];
    workIm[k] = re[k] * sin[k] + im[k] * cos[k];
  }
  yield* inner.forwardSteps(workRe, workIm);
  for (let k = 0; k < inner.length; k++) {
    const r = workRe[k] * spectrumRe[k] - workIm[k] * spectrumIm[k];
    workIm[k] = workRe[k] * spectrumIm[k] + workIm[k] * spectrumRe[k];
    workRe[k] = r;
  }
  yield* inner.inverseSteps(workRe, workIm);
  for (let k = 0; k < length; k++) {
    re[k] = workRe[k] * cos[k] - workIm[k] * sin[k];
    im[k] = workRe[k] * sin[k] + workIm[k] * cos[k];
  }
}

/** Discrete Fourier transforms of complex numbers of one length; real and imaginary parts are separate arrays. */
export interface Transform {
  readonly length: number;
  /** X[k] = Σ x[j]·exp(−2πi·jk/n), in place, not scaled. */
  forward(re: Float64Array, im: Float64Array): void;
  /** x[j] = Σ X[k]·exp(+2πi·jk/n), in place, not scaled: forward then inverse multiplies by n. */
  inverse(re: Float64Array, im: Float64Array): void;
  /** The same in steps. */
  forwardSteps(re: Float64Array, im: Float64Array): Steps<void>;
  inverseSteps(re: Float64Array, im: Float64Array): Steps<void>;
}
