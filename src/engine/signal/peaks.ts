import { type PeakWidths, peakWidths } from './peak-widths';
import { prominences } from './prominences';

type Samples = Float64Array | Float32Array;

export interface PeakConditions {
  /** Least value at the peak. */
  height?: number;
  /** Least prominence. */
  prominence?: number;
  /** Least width, in samples, at `relHeight` of the prominence. */
  width?: number;
  /** Where widths are measured, as a share of the prominence below the peak; half of it by default. */
  relHeight?: number;
}

/** Properties of peaks, an entry a peak, in the order of their positions. */
export interface Peaks extends PeakWidths {
  peaks: Int32Array;
  heights: Float64Array;
  prominences: Float64Array;
  leftBases: Int32Array;
  rightBases: Int32Array;
}

/**
 * Local maxima that meet the conditions, with what scipy.signal.find_peaks says about them: height, prominence
 * with its bases, width with its interpolated ends. A flat top counts as one peak at its middle, rounded down;
 * the ends of the signal are no peaks.
 */
export function findPeaks(x: Samples, conditions: PeakConditions = {}): Peaks {
  const { height = Number.NEGATIVE_INFINITY, prominence = 0, width = 0, relHeight = 0.5 } = conditions;
  const peaks = localMaxima(x).filter((peak) => x[peak] >= height);
  const found = prominences(x, peaks);
  const prominent = select({ peaks, ...found }, (i) => found.prominences[i] >= prominence);
  const widths = peakWidths(x, prominent.peaks, prominent, relHeight);
  const heights = Float64Array.from(prominent.peaks, (peak) => x[peak]);
  return select({ ...prominent, heights, ...widths }, (i) => widths.widths[i] >= width);
}

/** Maxima and the middles of flat tops, in order. */
function localMaxima(x: Samples): Int32Array {
  const found: number[] = [];
  for (let i = 1; i < x.length - 1; i++) {
    if (!(x[i - 1] < x[i])) continue;
    let ahead = i + 1;
    while (ahead < x.length - 1 && x[ahead] === x[i]) ahead++;
    if (x[ahead] < x[i]) found.push((i + ahead - 1) >> 1);
    i = ahead - 1;
  }
  return Int32Array.from(found);
}

function select<T extends object>(columns: T, keeps: (index: number) => boolean): T {
  const kept = Object.entries(columns).map(([name, column]) => [
    name,
    (column as Float64Array).filter((_, index) => keeps(index)),
  ]);
  return Object.fromEntries(kept) as T;
}
