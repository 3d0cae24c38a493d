/** Fewer times than this may all be multiples of more than one interval by chance. */
const FEWEST = 10;

/**
 * The sampling rate in Hz that times in a results file give away, NaN where they do not.
 *
 * Half decays are whole numbers of sampling intervals: the interval is their greatest common divisor. Where
 * they are not, intervals between peaks and distances between locations give the rate, to the precision of
 * the samples between a location and its peak, and rates are round numbers.
 */
export function inferredRate(
  locations: Float64Array,
  halfdecays_s: Float64Array | undefined,
  intervals_s: Float64Array | undefined,
): number {
  const times = (halfdecays_s ?? new Float64Array(0)).filter((time) => time > 0);
  const interval = times.length >= FEWEST ? commonDivisor(times) : undefined;
  if (interval !== undefined) return round(1 / interval, 6);
  if (!intervals_s || locations.length < FEWEST) return Number.NaN;
  const samples = locations.at(-1)! - locations[0];
  const seconds = intervals_s.subarray(1).reduce((sum, time) => sum + time, 0);
  return samples > 1e5 && seconds > 0 ? round(samples / seconds, 3) : Number.NaN;
}

/** By Euclid's algorithm; a rest below a thousandth of the smallest time is rounding. */
function commonDivisor(times: Float64Array): number | undefined {
  const rounding = times.reduce((least, time) => Math.min(least, time)) / 1000;
  let divisor = 0;
  for (const time of times) {
    let [a, b] = [time, divisor];
    while (b > rounding) [a, b] = [b, Math.abs(a - Math.round(a / b) * b)];
    divisor = a;
  }
  // A microsecond is a rate of 1 MHz: what is left below it are times that share no interval.
  return divisor > 1e-6 ? divisor : undefined;
}

function round(value: number, digits: number): number {
  return Number(value.toPrecision(digits));
}
