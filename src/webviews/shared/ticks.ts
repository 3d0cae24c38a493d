import { decimalsFor, fixed } from '../../common/text/numbers';

export interface Ticks {
  values: number[];
  step: number;
  /** Number of decimals that distinguish neighbouring ticks. */
  decimals: number;
}

/** Round numbers (1, 2 or 5 times a power of ten) from `min` to `max`, at most `most` of them. */
export function ticks(min: number, max: number, most: number): Ticks {
  const span = max - min;
  if (!(span > 0) || !Number.isFinite(span) || most < 1) return { values: [], step: 0, decimals: 0 };
  const step = roundStep(span / most);
  // Computed as multiples: adding up would accumulate rounding errors.
  const first = Math.ceil(min / step - 1e-9);
  const last = Math.floor(max / step + 1e-9);
  const values = Array.from({ length: Math.max(0, last - first + 1) }, (_, i) => (first + i) * step);
  return { values, step, decimals: decimalsFor(step) };
}

/** The smallest of 1, 2, 5 × 10ⁿ that is not below `atLeast`. */
export function roundStep(atLeast: number): number {
  const power = 10 ** Math.floor(Math.log10(atLeast));
  const factor = [1, 2, 5, 10].find((f) => f * power >= atLeast * (1 - 1e-9));
  return (factor ?? 10) * power;
}

/**
 * A tick as text: with more decimals than an axis has room for it is written with a power of ten and the digits that it
 * has: 2e−7, −1.5e−6.
 */
export function tickText(value: number, decimals: number): string {
  if (decimals <= 4 || value === 0) return fixed(value, value === 0 && decimals > 4 ? 0 : decimals);
  return Number(value.toPrecision(6)).toExponential().replaceAll('-', '\u2212').replace('+', '');
}
