import { smoothLengthFrom } from './fft';
import { inverseRealTransform, realTransform } from './real-fft';

/** Kernels up to this length are faster without a transform. */
const DIRECT = 96;

/**
 * The convolution of `x` with a kernel, of x's length and centred, zeros beyond the ends: mode "same" of
 * scipy.signal.convolve, and of numpy.convolve where the kernel is not longer than x. Sample i weighs x[i]
 * with kernel[floor((k − 1) / 2)]. Long kernels go through transforms of blocks, so that memory beyond the
 * result does not grow with x.
 */
export function convolveSame(x: Float64Array, kernel: Float64Array): Float64Array {
  const offset = Math.floor((kernel.length - 1) / 2);
  if (kernel.length > DIRECT) return blockwise(x, kernel, offset);
  return kernel.every((k, j) => k === kernel[kernel.length - 1 - j])
    ? folded(x, kernel, offset)
    : direct(x, kernel, offset);
}

/**
 * For symmetric kernels: samples with the same weight are added first. So a symmetric signal has an exactly symmetric
 * result, and of two equal tops neither is higher by rounding.
 */
function folded(x: Float64Array, kernel: Float64Array, offset: number): Float64Array {
  const reach = kernel.length - 1;
  // Four samples at a time, so that each weight is loaded once for four: twice as fast.
  const padded = new Float64Array(x.length + reach + 3);
  padded.set(x, reach - offset);
  const half = kernel.length >> 1;
  const middle = kernel.length % 2 === 1 ? kernel[half] : 0;
  const out = new Float64Array(x.length + 3);
  for (let i = 0; i < x.length; i += 4) {
    let a = middle * padded[i + half];
    let b = middle * padded[i + half + 1];
    let c = middle * padded[i + half + 2];
    let d = middle * padded[i + half + 3];
    for (let j = 0; j < half; j++) {
      const weight = kernel[j];
      const left = i + j;
      const right = i + reach - j;
      a += weight * (padded[left] + padded[right]);
      b += weight * (padded[left + 1] + padded[right + 1]);
      c += weight * (padded[left + 2] + padded[right + 2]);
      d += weight * (padded[left + 3] + padded[right + 3]);
    }
    out[i] = a;
    out[i + 1] = b;
    out[i + 2] = c;
    out[i + 3] = d;
  }
  return out.slice(0, x.length);
}

function direct(x: Float64Array, kernel: Float64Array, offset: number): Float64Array {
  const out = new Float64Array(x.length);
  for (let i = 0; i < x.length; i++) {
    const last = i + offset;
    const from = Math.max(0, last - x.length + 1);
    const to = Math.min(kernel.length, last + 1);
    let sum = 0;
    for (let j = from; j < to; j++) sum += kernel[j] * x[last - j];
    out[i] = sum;
  }
  return out;
}

/** Overlap–add: each block's full convolution is added `offset` samples earlier in the output. */
function blockwise(x: Float64Array, kernel: Float64Array, offset: number): Float64Array {
  const out = new Float64Array(x.length);
  const full = x.length + kernel.length - 1;
  const n = Math.min(smoothLengthFrom(full), smoothLengthFrom(Math.max(8 * kernel.length, 1 << 14)));
  const step = n - kernel.length + 1;
  const padded = new Float64Array(n);
  padded.set(kernel);
  const response = realTransform(padded);
  for (let start = 0; start < x.length; start += step) {
    padded.fill(0);
    padded.set(x.subarray(start, Math.min(x.length, start + step)));
    const { re, im } = realTransform(padded);
    for (let k = 0; k < re.length; k++) {
      const r = re[k] * response.re[k] - im[k] * response.im[k];
      im[k] = re[k] * response.im[k] + im[k] * response.re[k];
      re[k] = r;
    }
    const block = inverseRealTransform({ re, im }, n);
    const first = Math.max(0, offset - start);
    const last = Math.min(n, x.length + offset - start);
    for (let i = first; i < last; i++) out[start + i - offset] += block[i];
  }
  return out;
}
