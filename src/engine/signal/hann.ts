import { convolveSame } from './convolve';

/** Symmetric Hann window of n samples, as scipy.signal.windows.hann: its ends are 0; [1] for one sample. */
export function hannWindow(n: number): Float64Array {
  if (n === 1) return Float64Array.of(1);
  // Computed from the nearer end, so that both halves are exactly equal.
  return Float64Array.from(
    { length: n },
    (_, i) => 0.5 - 0.5 * Math.cos((2 * Math.PI * Math.min(i, n - 1 - i)) / (n - 1)),
  );
}

/** `x` convolved with a Hann window of unit sum, zeros beyond its ends; windows of 0 … 2 samples change nothing. */
export function hannSmooth(x: Float64Array, size: number): Float64Array {
  // The window of two samples has weight 0.
  if (size <= 2) return x.slice();
  const window = hannWindow(size);
  const sum = window.reduce((s, w) => s + w, 0);
  return convolveSame(
    x,
    window.map((w) => w / sum),
  );
}
