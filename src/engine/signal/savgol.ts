import { convolveSame } from './convolve';

/**
 * Savitzky–Golay smoothing: each sample becomes the value there of the polynomial fitted to the `window`
 * samples around it; the first and last half window take the polynomial of the first and last window. As
 * scipy.signal.savgol_filter with mode "interp". Source: Savitzky and Golay, Anal Chem 36:1627 (1964).
 *
 * @throws RangeError unless order < window ≤ x.length
 */
export function savgol(x: Float64Array, window: number, order: number): Float64Array {
  if (window > x.length) throw new RangeError(`a window of ${window} over ${x.length} samples`);
  const polynomials = orthogonalPolynomials(window, order);
  // An even window extends half a sample to the right; one more zero centres the kernel accordingly.
  const kernel = new Float64Array(window % 2 === 1 ? window : window + 1);
  kernel.set(fitWeights(polynomials, (window - 1) / 2));
  const smooth = convolveSame(x, kernel);
  const half = Math.floor(window / 2);
  const last = x.length - window;
  for (let i = 0; i < half; i++) {
    const weights = fitWeights(polynomials, i);
    let head = 0;
    let tail = 0;
    for (let j = 0; j < window; j++) {
      head += weights[j] * x[j];
      tail += weights[j] * x[x.length - 1 - j];
    }
    smooth[i] = head;
    smooth[last + window - 1 - i] = tail;
  }
  return smooth;
}

/**
 * Polynomials orthogonal over n equally spaced points, scaled to −1 … 1: a least-squares fit without the
 * ill-conditioned powers. Source: Forsythe, J SIAM 5:74 (1957).
 */
export interface OrthogonalPolynomials {
  readonly n: number;
  readonly degree: number;
  /** Coefficients of the recurrence p[k+1](t) = (t − centres[k])·p[k](t) − ratios[k]·p[k−1](t). */
  readonly centres: readonly number[];
  readonly ratios: readonly number[];
  /** Sum of squares of each polynomial over the points. */
  readonly norms: readonly number[];
}

/** @throws RangeError unless there are more points than the degree */
export function orthogonalPolynomials(n: number, degree: number): OrthogonalPolynomials {
  if (degree >= n) throw new RangeError(`a polynomial of degree ${degree} through ${n} points`);
  const points = Float64Array.from({ length: n }, (_, i) => scaled(i, n));
  const centres: number[] = [];
  const ratios: number[] = [];
  const norms: number[] = [];
  let before = new Float64Array(n);
  let current = new Float64Array(n).fill(1);
  for (let k = 0; k <= degree; k++) {
    norms.push(current.reduce((sum, p) => sum + p * p, 0));
    centres.push(current.reduce((sum, p, i) => sum + points[i] * p * p, 0) / norms[k]);
    ratios.push(k === 0 ? 0 : norms[k] / norms[k - 1]);
    const next = current.map((p, i) => (points[i] - centres[k]) * p - ratios[k] * before[i]);
    [before, current] = [current, next];
  }
  return { n, degree, centres, ratios, norms };
}

/**
 * Weights of the n samples in the value, at `position` (in samples from the first), of the polynomial fitted
 * to them by least squares.
 */
export function fitWeights(polynomials: OrthogonalPolynomials, position: number): Float64Array {
  const at = values(polynomials, position);
  return Float64Array.from({ length: polynomials.n }, (_, i) =>
    values(polynomials, i).reduce((sum, p, k) => sum + (p * at[k]) / polynomials.norms[k], 0),
  );
}

function values({ n, degree, centres, ratios }: OrthogonalPolynomials, position: number): number[] {
  const t = scaled(position, n);
  const p = [1];
  for (let k = 0; k < degree; k++) p.push((t - centres[k]) * p[k] - (k === 0 ? 0 : ratios[k] * p[k - 1]));
  return p;
}

function scaled(position: number, n: number): number {
  return n === 1 ? 0 : (2 * position) / (n - 1) - 1;
}
