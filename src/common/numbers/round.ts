/**
 * Rounds to the nearest integer, halves to even, as Python's `round` and NumPy do. Windows, strides and lengths that
 * the reference derives by rounding depend on it.
 */
export function roundHalfEven(value: number): number {
  const floor = Math.floor(value);
  const rest = value - floor;
  if (rest !== 0.5) return Math.round(value);
  return floor % 2 === 0 ? floor : floor + 1;
}
