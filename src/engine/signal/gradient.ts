/** Central differences inside, one-sided ones at the ends, per sample times 1/step; as numpy.gradient. */
export function gradient(x: Float64Array, step = 1): Float64Array {
  const n = x.length;
  if (n < 2) throw new RangeError('a gradient needs two samples');
  const out = new Float64Array(n);
  out[0] = (x[1] - x[0]) / step;
  for (let i = 1; i < n - 1; i++) out[i] = (x[i + 1] - x[i - 1]) / (2 * step);
  out[n - 1] = (x[n - 1] - x[n - 2]) / step;
  return out;
}
