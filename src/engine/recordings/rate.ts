/**
 * Sampling rate from an interval. Files store rounded intervals (33.333332 µs): a rate within rounding error of a whole
 * number is that number.
 *
 * @param interval_s Seconds from one sample to the next.
 * @param rounding Relative precision of the interval: 2^-22 for single precision.
 * @returns undefined for an invalid interval
 */
export function rateOf(interval_s: number, rounding: number): number | undefined {
  const rate = 1 / interval_s;
  if (!(interval_s > 0) || !Number.isFinite(interval_s) || !Number.isFinite(rate)) return undefined;
  const whole = Math.round(rate);
  return Math.abs(rate - whole) <= rate * rounding ? whole : rate;
}
