/**
 * Rounds to the nearest integer, halves to the even one, as Python's `round` and NumPy do. Numbers that the
 * reference derives by rounding (windows, strides, lengths) are the same here only so.
 */
export function roundHalfEven(value: number): number {
  const floor = Math.floor(value);
  const rest = value - floor;
  if (rest !== 0.5) return Math.round(value);
  return floor % 2 === 0 ? floor : floor + 1;
}
