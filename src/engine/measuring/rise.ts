/** Crossings are looked for on a grid this fine, whatever the recording's rate. */
const GRID_HZ = 200_000;
const GRID_S = 1 / GRID_HZ;

/** Where a rise passes 10 and 90 % of its amplitude, in seconds from the first of its samples. */
export interface RiseCrossings {
  low_s: number;
  high_s: number;
}

/**
 * The last crossings of the two levels before the peak, in the trace interpolated linearly to 200 kHz; null
 * where they cannot be told apart.
 *
 * @param rise samples from the start of the baseline to the one before the peak, at least two
 * @param amplitude peak over baseline
 */
export function riseCrossings(
  rise: Float64Array,
  rateHz: number,
  baseline: number,
  amplitude: number,
): RiseCrossings | null {
  const interval = 1 / rateHz;
  const points = gridPoints(rise, rateHz);
  const height = amplitude === 0 ? rise[rise.length - 1] - baseline : amplitude;
  const low = afterLastBelow(rise, interval, points, baseline + (height * 10) / 100);
  const high = afterLastBelow(rise, interval, points, baseline + (height * 90) / 100);
  const apart = high > low && high < points - 1;
  return apart ? { low_s: low * GRID_S, high_s: high * GRID_S } : null;
}

/**
 * 10–90 % rise time in seconds, between {@link riseCrossings}; NaN of less than two samples. Where they cannot
 * be told apart it is 80 % of the whole stretch. Source: miniML 1.1.0, `get_event_risetime`.
 */
export function riseTime(rise: Float64Array, rateHz: number, baseline: number, amplitude: number): number {
  if (rise.length < 2) return Number.NaN;
  const crossed = riseCrossings(rise, rateHz, baseline, amplitude);
  if (!crossed) return (gridPoints(rise, rateHz) - 1) * 0.8 * GRID_S;
  return (Math.round(crossed.high_s / GRID_S) - Math.round(crossed.low_s / GRID_S)) * GRID_S;
}

function gridPoints(rise: Float64Array, rateHz: number): number {
  return Math.ceil(((rise.length - 1) * (1 / rateHz) + GRID_S) / GRID_S);
}

/**
 * The grid point after the last one at which the interpolated rise lies below a level; `points` where the very
 * last does, or none. Looks at the few grid points around a crossing only, whatever the recording's rate.
 */
function afterLastBelow(rise: Float64Array, interval: number, points: number, level: number): number {
  if (rise[rise.length - 1] < level) return points;
  for (let i = rise.length - 2; i >= 0; i--) {
    if (!(rise[i] < level) && !(rise[i + 1] < level)) continue;
    const [start, end] = [i * interval, (i + 1) * interval];
    const slope = (rise[i + 1] - rise[i]) / (end - start);
    const crossed = rise[i] < level && slope > 0 ? start + (level - rise[i]) / slope : end;
    const first = Math.min(points - 1, Math.ceil(Math.min(crossed, end) / GRID_S));
    for (let p = first; p >= 0 && p * GRID_S >= start; p--) {
      const at = p * GRID_S;
      // Third, whatever the value: that close to the crossing it is rounding that decides.
      if (p === first - 2 || (at < end && slope * (at - start) + rise[i] < level)) return p + 1;
    }
  }
  return points;
}
