import type { Transform } from './bluestein';
import { smoothLengthFrom, transformOf } from './fft';

/** Sums of K complex exponentials at J equally spaced points that need not be points of a transform. */
export interface ChirpPlan {
  readonly terms: number;
  readonly points: number;
  /** exp(πi·m²·turn) for m = 0 … max(terms, points) − 1. */
  readonly cos: Float64Array;
  readonly sin: Float64Array;
  readonly spectrumRe: Float64Array;
  readonly spectrumIm: Float64Array;
  readonly transform: Transform;
}

/**
 * Plans y[j] = Σ X[k]·exp(2πi·jk·turn), 0 ≤ j < points, 0 ≤ k < terms, with turn = numerator / denominator. Source:
 * Rabiner, Schafer and Rader, Bell Syst Tech J 48:1249 (1969).
 *
 * The angles m²·turn reach millions of turns, of which only the fractions matter: they are computed with exact
 * integers.
 */
export function chirpPlan(terms: number, points: number, numerator: bigint, denominator: bigint): ChirpPlan {
  const longest = Math.max(terms, points);
  const cos = new Float64Array(longest);
  const sin = new Float64Array(longest);
  const whole = 2n * denominator;
  const scale = Math.PI / Number(denominator);
  for (let m = 0, angle = 0n, change = numerator % whole; m < longest; m++) {
    cos[m] = Math.cos(Number(angle) * scale);
    sin[m] = Math.sin(Number(angle) * scale);
    angle = (angle + change) % whole;
    change = (change + 2n * numerator) % whole;
  }
  const n = smoothLengthFrom(terms + points - 1);
  const spectrumRe = new Float64Array(n);
  const spectrumIm = new Float64Array(n);
  for (let m = 0; m < points; m++) {
    spectrumRe[m] = cos[m] / n;
    spectrumIm[m] = -sin[m] / n;
  }
  for (let m = 1; m < terms; m++) {
    spectrumRe[n - m] = cos[m] / n;
    spectrumIm[n - m] = -sin[m] / n;
  }
  const transform = transformOf(n);
  transform.forward(spectrumRe, spectrumIm);
  return { terms, points, cos, sin, spectrumRe, spectrumIm, transform };
}

/** The real parts of y for the terms X, see {@link chirpPlan}. */
export function chirpTransform(plan: ChirpPlan, re: Float64Array, im: Float64Array): Float64Array {
  const { terms, points, cos, sin, spectrumRe, spectrumIm, transform } = plan;
  const workRe = new Float64Array(transform.length);
  const workIm = new Float64Array(transform.length);
  for (let k = 0; k < terms; k++) {
    workRe[k] = re[k] * cos[k] - im[k] * sin[k];
    workIm[k] = re[k] * sin[k] + im[k] * cos[k];
  }
  transform.forward(workRe, workIm);
  for (let k = 0; k < workRe.length; k++) {
    const r = workRe[k] * spectrumRe[k] - workIm[k] * spectrumIm[k];
    workIm[k] = workRe[k] * spectrumIm[k] + workIm[k] * spectrumRe[k];
    workRe[k] = r;
  }
  transform.inverse(workRe, workIm);
  const out = new Float64Array(points);
  for (let j = 0; j < points; j++) out[j] = workRe[j] * cos[j] - workIm[j] * sin[j];
  return out;
}
