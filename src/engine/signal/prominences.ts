export interface Prominences {
  prominences: Float64Array;
  leftBases: Int32Array;
  rightBases: Int32Array;
}

/**
 * How far each peak stands out: its height above the higher of the two lowest points between it and a higher
 * sample (or the end of the signal) on either side; those points are its bases, the one nearer to the peak
 * where several are equally low. As scipy.signal.peak_prominences.
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
