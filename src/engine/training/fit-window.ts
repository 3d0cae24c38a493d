import { scaleWindow } from '../network/scale';
import { resample } from '../signal/resample';

/**
 * Makes one window what a network takes: resampled through the spectrum to `length`, turned over where `sign`
 * is −1, scaled to 0 … 1 by its own minimum and maximum.
 *
 * @param into receives it at `at`
 */
export function fitWindow(
  window: Float64Array,
  length: number,
  sign: 1 | -1,
  into: Float32Array,
  at: number,
): void {
  const fitting = window.length === length ? window.slice() : resample(window, length);
  if (sign < 0) for (let i = 0; i < length; i++) fitting[i] = -fitting[i];
  scaleWindow(fitting, 0, length, into, at);
}
