/** Crossings are looked for on a grid this fine, whatever the recording's rate. */
const GRID_HZ = 200_000;
const GRID_S = 1 / GRID_HZ;

/**
 * 10–90 % rise time in seconds: between the last crossings of the two levels before the peak, in the trace
 * interpolated linearly to 200 kHz; NaN of less than two samples. Where they cannot be told apart it is 80 %
 * of the whole stretch. Source: miniML 1.1.0, `get_event_risetime`.
 *
 * @param rise samples from the start of the baseline to the one before the peak
 * @param amplitude peak over baseline
 */
export function riseTime(rise: Float64Array, rateHz: number, baseline: number, amplitude: number): number {
  if (rise.length < 2) return Number.NaN;
  const interval = 1 / rateHz;
  const points = Math.ceil(((rise.length - 1) * interval + GRID_S) / GRID_S);
  const height = amplitude === 0 ? rise[rise.length - 1] - baseline : amplitude;
  const low = afterLastBelow(rise, interval, points, baseline + (height * 10) / 100);
  const high = afterLastBelow(rise, interval, points, baseline + (height * 90) / 100);
  const apart = high > low && high < points - 1;
  return (apart ? high - low : (points - 1) * 0.8) * GRID_S;
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
    const from = Math.min(points - 1, Math.ceil(Math.min(crossed, end) / GRID_S) + 1);
    for (let p = from; p >= 0 && p * GRID_S >= start; p--) {
      const at = p * GRID_S;
      if (at < end && slope * (at - start) + rise[i] < level) return p + 1;
    }
  }
  return points;
}
