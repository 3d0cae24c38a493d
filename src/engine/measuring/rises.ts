import { hannSmooth } from '../signal/hann';
import { findPeaks } from '../signal/peaks';
import { median } from '../signal/statistics';

/** A rise is this many standard deviations of the smoothed slope, and no test pulse of its kind 100 of them. */
const CLEAR = 6;

/** Samples of steep rises upwards (1) and downwards (−1), by peaks of the smoothed slope over its own noise. */
export function risesOf(values: Float64Array, rateHz: number): Record<1 | -1, Int32Array> {
  const slope = slopeOf(values, rateHz);
  // The median deviation is the noise's, however large the events are.
  const noise = 1.4826 * median(slope.map(Math.abs));
  const peaks = (signed: Float64Array) => {
    if (!(noise > 0)) return new Int32Array();
    const found = findPeaks(signed, { height: CLEAR * noise, prominence: CLEAR * noise });
    return found.peaks.filter((_, i) => found.heights[i] < 100 * noise);
  };
  return { 1: peaks(slope), [-1]: peaks(slope.map((v) => -v)) } as Record<1 | -1, Int32Array>;
}

/** By how much smoothed samples rise within a millisecond around each; 0 at the ends. */
export function slopeOf(values: Float64Array, rateHz: number): Float64Array {
  const span = Math.max(2, Math.round(0.0005 * rateHz));
  const smooth = hannSmooth(values, 2 * span + 1);
  const slope = new Float64Array(values.length);
  for (let i = 2 * span; i < values.length - 2 * span; i++) slope[i] = smooth[i + span] - smooth[i - span];
  return slope;
}
