/**
 * Scales one window to 0…1 by its own minimum and maximum, (x − min) / (max − min), in float64. A constant window, for
 * which the formula is undefined, becomes all 0.
 *
 * @param samples contains the window at `from` ≤ i < `from` + `length`
 * @param into receives it at `at`
 */
export function scaleWindow(
  samples: Float64Array,
  from: number,
  length: number,
  into: Float32Array,
  at: number,
): void {
  let minimum = samples[from];
  let maximum = minimum;
  for (let i = from + 1; i < from + length; i++) {
    const sample = samples[i];
    if (sample < minimum) minimum = sample;
    if (sample > maximum) maximum = sample;
  }
  const factor = maximum > minimum ? 1 / (maximum - minimum) : 0;
  for (let i = 0; i < length; i++) into[at + i] = (samples[from + i] - minimum) * factor;
}
