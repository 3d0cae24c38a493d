type Samples = Float64Array | Float32Array;

export interface PeakConditions {
  /** Minimum value at the peak. */
  height?: number;
  /** Minimum prominence. */
  prominence?: number;
  /** Minimum width, in samples, at `relHeight` of the prominence. */
  width?: number;
  /** Level at which widths are measured, as a fraction of the prominence below the peak; one half by default. */
  relHeight?: number;
}

/** Properties of peaks, one entry per peak, in the order of their positions. */
export interface Peaks extends PeakWidths {
  peaks: Int32Array;
  heights: Float64Array;
  prominences: Float64Array;
  leftBases: Int32Array;
  rightBases: Int32Array;
}

/**
 * Local maxima that meet the conditions, with the properties that scipy.signal.find_peaks returns: height, prominence
 * with its bases, width with its interpolated ends. A flat top counts as one peak at its middle, rounded down; the ends
 * of the signal are no peaks.
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

export interface Prominences {
  prominences: Float64Array;
  leftBases: Int32Array;
  rightBases: Int32Array;
}

/**
 * Prominence of each peak: its height above the higher of the two lowest points between it and a higher sample (or the
 * end of the signal) on either side; those points are its bases, the one nearer to the peak where several are equally
 * low. As scipy.signal.peak_prominences.
 */
export function prominences(x: Float64Array | Float32Array, peaks: Int32Array): Prominences {
  const out = new Float64Array(peaks.length);
  const leftBases = new Int32Array(peaks.length);
  const rightBases = new Int32Array(peaks.length);
  for (let p = 0; p < peaks.length; p++) {
    const peak = peaks[p];
    const height = x[peak];
    let left = peak;
    for (let i = peak; i >= 0 && x[i] <= height; i--) if (x[i] < x[left]) left = i;
    let right = peak;
    for (let i = peak; i < x.length && x[i] <= height; i++) if (x[i] < x[right]) right = i;
    out[p] = height - Math.max(x[left], x[right]);
    leftBases[p] = left;
    rightBases[p] = right;
  }
  return { prominences: out, leftBases, rightBases };
}

export interface PeakWidths {
  widths: Float64Array;
  /** The level at which each width was measured. */
  widthHeights: Float64Array;
  /** Where the signal crosses that level, interpolated between samples. */
  leftIps: Float64Array;
  rightIps: Float64Array;
}

/** Widths of peaks at a fraction of their prominence below their tops, as scipy.signal.peak_widths. */
export function peakWidths(
  x: Float64Array | Float32Array,
  peaks: Int32Array,
  { prominences, leftBases, rightBases }: Prominences,
  relHeight: number,
): PeakWidths {
  const n = peaks.length;
  const found: PeakWidths = {
    widths: new Float64Array(n),
    widthHeights: new Float64Array(n),
    leftIps: new Float64Array(n),
    rightIps: new Float64Array(n),
  };
  for (let p = 0; p < n; p++) {
    const level = x[peaks[p]] - prominences[p] * relHeight;
    let left = peaks[p];
    while (left > leftBases[p] && x[left] > level) left--;
    let right = peaks[p];
    while (right < rightBases[p] && x[right] > level) right++;
    found.widthHeights[p] = level;
    found.leftIps[p] = x[left] < level ? left + (level - x[left]) / (x[left + 1] - x[left]) : left;
    found.rightIps[p] = x[right] < level ? right - (level - x[right]) / (x[right - 1] - x[right]) : right;
    found.widths[p] = found.rightIps[p] - found.leftIps[p];
  }
  return found;
}
