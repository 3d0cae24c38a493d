import type { Prominences } from './prominences';

export interface PeakWidths {
  widths: Float64Array;
  /** The level at which each width was measured. */
  widthHeights: Float64Array;
  /** Where the signal crosses that level, interpolated between samples. */
  leftIps: Float64Array;
  rightIps: Float64Array;
}

/** Widths of peaks at a share of their prominence below their tops, as scipy.signal.peak_widths. */
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
