import { inverseRealTransform, realTransform } from './real-fft';

/** The fundamental and its first four harmonics. */
const LINE_MULTIPLES = 5;

/**
 * `x` without line noise: the bins of its spectrum within half of `width` around the line frequency and its
 * first four harmonics are set to zero; harmonics beyond the Nyquist frequency do not exist.
 *
 * @param lineHz frequency of the line
 * @param widthHz width of each band
 */
export function removeLineNoise(
  x: Float64Array,
  rateHz: number,
  lineHz: number,
  widthHz: number,
): Float64Array {
  const spectrum = realTransform(x);
  const binHz = rateHz / x.length;
  for (let multiple = 1; multiple <= LINE_MULTIPLES; multiple++) {
    const centre = multiple * lineHz;
    const from = Math.floor((centre - widthHz / 2) / binHz) + 1;
    const to = Math.floor((centre + widthHz / 2) / binHz) + 1;
    spectrum.re.fill(0, Math.max(0, from), Math.max(0, to));
    spectrum.im.fill(0, Math.max(0, from), Math.max(0, to));
  }
  return inverseRealTransform(spectrum, x.length);
}
