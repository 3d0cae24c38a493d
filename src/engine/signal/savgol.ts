import { convolveSame } from './convolve';
import { fitWeights, orthogonalPolynomials } from './orthogonal-polynomials';

/**
 * Savitzky–Golay smoothing: each sample becomes the value there of the polynomial fitted to the `window`
 * samples around it; the first and last half window take the polynomial of the first and last window. As
 * scipy.signal.savgol_filter with mode "interp". Source: Savitzky and Golay, Anal Chem 36:1627 (1964).
 *
 * @throws RangeError unless order < window ≤ x.length
 */
export function savgol(x: Float64Array, window: number, order: number): Float64Array {
  if (window > x.length) throw new RangeError(`a window of ${window} over ${x.length} samples`);
  const polynomials = orthogonalPolynomials(window, order);
  // An even window lies half a sample to the right of its sample; a zero more makes the kernel's centre so.
  const kernel = new Float64Array(window % 2 === 1 ? window : window + 1);
  kernel.set(fitWeights(polynomials, (window - 1) / 2));
  const smooth = convolveSame(x, kernel);
  const half = Math.floor(window / 2);
  const last = x.length - window;
  for (let i = 0; i < half; i++) {
    const weights = fitWeights(polynomials, i);
    let head = 0;
    let tail = 0;
    for (let j = 0; j < window; j++) {
      head += weights[j] * x[j];
      tail += weights[j] * x[x.length - 1 - j];
    }
    smooth[i] = head;
    smooth[last + window - 1 - i] = tail;
  }
  return smooth;
}
