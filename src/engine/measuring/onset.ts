import type { Baseline } from './baseline';

/** How far above the baseline, in its standard deviations, a sample still counts as baseline. */
const NEAR_BASELINE_SD = 0.25;

/**
 * Index of the first sample of the rise: the one after the last before the peak that lies at the baseline;
 * half of the way to the peak where none does. Source: miniML 1.1.0, `get_event_onset`.
 */
export function findOnset(data: Float64Array, peak: number, baseline: Baseline): number {
  const level = baseline.value + NEAR_BASELINE_SD * baseline.sd;
  let last = peak - 1;
  while (last >= 0 && !(data[last] < level)) last--;
  const found = last >= 0 && last < peak - 1;
  return found ? last + 1 : peak - Math.trunc(peak / 2);
}
