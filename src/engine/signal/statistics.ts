/** Computed in float64. The mean of no values, and the deviation of one with ddof 1, are NaN. */

export function mean(x: ArrayLike<number>): number {
  let sum = 0;
  for (let i = 0; i < x.length; i++) sum += x[i];
  return sum / x.length;
}

/** Standard deviation; `ddof` 0 divides by n (of a population), 1 by n − 1 (estimated from a sample). */
export function standardDeviation(x: ArrayLike<number>, ddof: 0 | 1 = 0): number {
  const centre = mean(x);
  let squares = 0;
  for (let i = 0; i < x.length; i++) squares += (x[i] - centre) ** 2;
  return x.length > ddof ? Math.sqrt(squares / (x.length - ddof)) : Number.NaN;
}

/** Median: the middle value, or the mean of the two middle ones; NaN for no values, or if any is NaN. */
export function median(x: ArrayLike<number>): number {
  if (x.length === 0) return Number.NaN;
  const sorted = Float64Array.from(x).sort();
  if (Number.isNaN(sorted.at(-1))) return Number.NaN;
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}

/** From the median absolute deviation to the standard deviation, of normal noise. */
const MAD_TO_SD = 1.4826;

/** Standard deviation of normal noise around its median, which outliers such as events hardly move; NaN as {@link median}. */
export function robustDeviation(x: ArrayLike<number>): number {
  const centre = median(x);
  return MAD_TO_SD * median(Float64Array.from(x, (value) => Math.abs(value - centre)));
}

/** The values that are not NaN, as numpy's nan-functions use them. */
export function withoutNaN(x: ArrayLike<number>): Float64Array {
  return Float64Array.from(x).filter((v) => !Number.isNaN(v));
}

/** Minimum and maximum, ignoring NaN; [Infinity, −Infinity] without values. */
export function extent(x: ArrayLike<number>): [minimum: number, maximum: number] {
  let minimum = Number.POSITIVE_INFINITY;
  let maximum = Number.NEGATIVE_INFINITY;
  for (let i = 0; i < x.length; i++) {
    if (x[i] < minimum) minimum = x[i];
    if (x[i] > maximum) maximum = x[i];
  }
  return [minimum, maximum];
}

/** Index of the first maximum; 0 without values, or if all are NaN. */
export function argMax(x: ArrayLike<number>): number {
  let best = 0;
  for (let i = 1; i < x.length; i++) if (x[i] > x[best]) best = i;
  return best;
}

/** Index of the first minimum; 0 without values, or if all are NaN. */
export function argMin(x: ArrayLike<number>): number {
  let best = 0;
  for (let i = 1; i < x.length; i++) if (x[i] < x[best]) best = i;
  return best;
}

/**
 * Guards a read of samples `from` ≤ i < `to`.
 *
 * @throws RangeError unless they are whole numbers within `samples`
 */
export function requireRange(from: number, to: number, samples: number): void {
  if (!Number.isSafeInteger(from) || !Number.isSafeInteger(to) || from < 0 || to > samples || from > to)
    throw new RangeError(`samples ${from}…${to} of ${samples}`);
}

/** Running mean and variance of samples that come block by block. */
export interface Moments {
  count: number;
  mean: number;
  /** Sum of squared deviations from the mean. */
  squares: number;
}

export function noMoments(): Moments {
  return { count: 0, mean: 0, squares: 0 };
}

/**
 * Adds a block. Its deviations are from its own mean, which avoids loss of precision. Source: Chan, Golub and LeVeque,
 * Am Stat 37:242 (1983).
 */
export function addMoments(moments: Moments, values: Float64Array): void {
  if (values.length === 0) return;
  const centre = mean(values);
  let squares = 0;
  for (let i = 0; i < values.length; i++) squares += (values[i] - centre) ** 2;
  const count = moments.count + values.length;
  const shift = centre - moments.mean;
  moments.squares += squares + (shift * shift * moments.count * values.length) / count;
  moments.mean += (shift * values.length) / count;
  moments.count = count;
}
