import type { WindowFeatures } from '../../../common/training/training-set';

/** Lowest and highest value that is drawn. */
export type Range = readonly [low: number, high: number];

/** Range in which every window is drawn, below and above its own baseline. */
export interface CommonScale {
  below: number;
  above: number;
}

/** Fraction of a window that is its baseline, as in the engine. */
const BASELINE_SHARE = 0.1;
/** Share of the windows that fit the common scale as a whole. */
const FITTING = 0.98;
/** Extremes are measured of smoothed windows; noise stands out of these by about so many standard deviations. */
const NOISE_WIDTHS = 3;

export function rangeOf(samples: Float32Array): Range {
  let [low, high] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const sample of samples) {
    if (sample < low) low = sample;
    if (sample > high) high = sample;
  }
  if (!(low <= high)) return [-1, 1];
  return low === high ? [low - 1, high + 1] : [low, high];
}

/** Room above and below, as a share of the range. */
export function widened([low, high]: Range, share: number): Range {
  const room = (high - low) * share;
  return [low - room, high + room];
}

/** The range a window is drawn in: by the common scale around its baseline, or its own with some room. */
export function shownRange(samples: Float32Array, scale: CommonScale | null, room: number): Range {
  if (!scale) return widened(rangeOf(samples), room);
  const baseline = baselineOf(samples);
  if (!Number.isFinite(baseline)) return [-scale.below, scale.above];
  return [baseline - scale.below, baseline + scale.above];
}

/** The scale that all but the most extreme windows of a file fit. */
export function commonScaleOf({ up, down, noise }: WindowFeatures): CommonScale {
  const margin = NOISE_WIDTHS * quantile(noise, 0.5);
  return scaleOf(quantile(down, FITTING) + margin, quantile(up, FITTING) + margin);
}

/** A scale from the few windows that are there first, until all are measured; null without any. */
export function provisionalScale(samples: Float32Array, length: number): CommonScale | null {
  if (samples.length < length) return null;
  let [below, above] = [0, 0];
  for (let at = 0; at + length <= samples.length; at += length) {
    const window = samples.subarray(at, at + length);
    const [low, high] = rangeOf(window);
    const baseline = baselineOf(window);
    if (!Number.isFinite(baseline)) continue;
    below = Math.max(below, baseline - low);
    above = Math.max(above, high - baseline);
  }
  return scaleOf(below, above);
}

function scaleOf(below: number, above: number): CommonScale {
  const height = below + above;
  return height > 0 ? { below: below + 0.05 * height, above: above + 0.05 * height } : { below: 1, above: 1 };
}

const baselines = new WeakMap<Float32Array, number>();

function baselineOf(samples: Float32Array): number {
  let baseline = baselines.get(samples);
  if (baseline === undefined) {
    const n = Math.min(samples.length, Math.max(3, Math.round(samples.length * BASELINE_SHARE)));
    baseline = samples.subarray(0, n).reduce((sum, value) => sum + value, 0) / n;
    baselines.set(samples, baseline);
  }
  return baseline;
}

/** 0 where there are no numbers. */
function quantile(values: Float32Array, share: number): number {
  const sorted = values.filter((value) => Number.isFinite(value)).sort();
  return sorted.length === 0 ? 0 : Math.max(0, sorted[Math.ceil((sorted.length - 1) * share)]);
}
