import { hannSmooth } from '../../src/engine/signal/hann';

// What the engine computes a block at a time, written out for a whole trace.

/** Smoothed by a Hann window, but the first and the last `size` samples left as they were. */
export function hannFilter(x: Float64Array, size: number): Float64Array {
  if (x.length <= 2 * size) return x.slice();
  const smooth = hannSmooth(x, size);
  smooth.set(x.subarray(0, size));
  smooth.set(x.subarray(x.length - size), x.length - size);
  return smooth;
}

/**
 * Linear interpolation of `y`, sampled at 0, 1, 2 …, at n positions spread evenly over [from, to], both ends
 * included; beyond the samples the nearest one holds. As numpy.interp over numpy.linspace.
 */
export function interpolateEvenly(
  y: Float64Array | Float32Array,
  from: number,
  to: number,
  n: number,
): Float64Array {
  if (y.length === 0) throw new RangeError('nothing to interpolate');
  const out = new Float64Array(n);
  const step = n > 1 ? (to - from) / (n - 1) : 0;
  const last = y.length - 1;
  for (let i = 0; i < n; i++) {
    const x = i === n - 1 && n > 1 ? to : from + i * step;
    if (x <= 0) out[i] = y[0];
    else if (x >= last) out[i] = y[last];
    else {
      const left = Math.floor(x);
      out[i] = y[left] + (y[left + 1] - y[left]) * (x - left);
    }
  }
  return out;
}
