/**
 * Samples per second from the interval between them. Files hold intervals rounded (33.333332 µs): a rate that
 * differs from a whole number by no more than that rounding is that number.
 *
 * @param interval_s Seconds from one sample to the next.
 * @param rounding Relative precision of the interval: 2^-22 for single precision.
 * @returns undefined where the interval is none
 */
export function rateOf(interval_s: number, rounding: number): number | undefined {
  const rate = 1 / interval_s;
  if (!(interval_s > 0) || !Number.isFinite(interval_s) || !Number.isFinite(rate)) return undefined;
  const whole = Math.round(rate);
  return Math.abs(rate - whole) <= rate * rounding ? whole : rate;
}
