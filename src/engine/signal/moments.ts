import { mean } from './statistics';

/** Mean and spread of samples that come a block at a time. */
export interface Moments {
  count: number;
  mean: number;
  /** Sum of squared deviations from the mean. */
  squares: number;
}

export function noMoments(): Moments {
  return { count: 0, mean: 0, squares: 0 };
}

/**
 * Takes up a block. Its deviations are from its own mean, so that nothing is lost to rounding.
 * Source: Chan, Golub and LeVeque, Am Stat 37:242 (1983).
 */
export function addMoments(moments: Moments, values: Float64Array): void {
  if (values.length === 0) return;
  const centre = mean(values);
  let squares = 0;
  for (let i = 0; i < values.length; i++) squares += (values[i] - centre) ** 2;
  const count = moments.count + values.length;
  const shift = centre - moments.mean;
  moments.squares += squares + (shift * shift * moments.count * values.length) / count;
  moments.mean += (shift * values.length) / count;
  moments.count = count;
}
