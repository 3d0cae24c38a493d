import { halfLevel } from './decay';

/**
 * Half-width in samples: from the last crossing of half the amplitude before the peak to the first one after
 * it, interpolated between samples; NaN where one of them does not exist.
 *
 * miniML 1.1.0 takes the last crossing of the whole snippet as the second one, which may be another event's.
 *
 * @param halfDecay index of the first sample after the peak below half the amplitude, NaN without
 */
export function halfWidth(data: Float64Array, peak: number, baseline: number, halfDecay: number): number {
  const level = halfLevel(data, peak, baseline);
  let below = peak - 1;
  while (below >= 0 && !(data[below] < level)) below--;
  if (below < 0 || Number.isNaN(halfDecay) || halfDecay <= peak) return Number.NaN;
  return crossing(data, halfDecay - 1, level) - crossing(data, below, level);
}

/** Where the line from sample i to the next one passes a level. */
function crossing(data: Float64Array, i: number, level: number): number {
  return i + (level - data[i]) / (data[i + 1] - data[i]);
}
