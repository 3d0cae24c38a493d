import type { TraceWindow } from '../../../common/traces/trace-window';
import { firstAtLeast } from '../sorted';
import type { Viewport } from '../viewport';
import { visiblePoints } from './points';

export type Range = readonly [min: number, max: number];

const MARGIN = 0.06;

/**
 * Amplitude axis for the visible part: its range with a margin. The previous axis is kept as long as it fits, so that
 * the trace does not jump while scrolling.
 */
export function fittedRange(visible: Range | undefined, before: Range | undefined): Range {
  if (!visible) return before ?? [-1, 1];
  const [min, max] = visible;
  const span = max - min || Math.abs(max) * 0.1 || 1;
  if (before && before[0] <= min && before[1] >= max && span > (before[1] - before[0]) * 0.7) return before;
  // Margin beyond the data for the marks of events.
  return [min - span * MARGIN * 2, max + span * MARGIN];
}

/** Magnified around its middle; `factor` below 1 magnifies. */
export function scaledRange([min, max]: Range, factor: number, around = (min + max) / 2): Range {
  return [around - (around - min) * factor, around + (max - around) * factor];
}

export interface FitOptions {
  excluded?: readonly Viewport[];
  /** Peaks of detected events, in order of time. */
  events: { location: ArrayLike<number>; peak_value: ArrayLike<number> } | undefined;
}

/** Values farther from the median than this many times the middle 96 % are stimuli or artefacts. */
const ARTEFACT = 8;

/**
 * Range of the trace in view without stimuli and artefacts: 0.1–99.9 % of the points near the median, outside excluded
 * intervals, and the peaks of detected events. Without artefacts it is all of the trace in view.
 */
export function rangeWithoutArtefacts(
  window: TraceWindow | undefined,
  view: Viewport,
  { excluded = [], events }: FitOptions,
): Range | undefined {
  if (!window) return undefined;
  const sorted = valuesOutside(window, view, excluded).sort();
  if (sorted.length === 0) return undefined;
  const all: Range = [sorted[0], sorted[sorted.length - 1]];
  const [low, median, high] = [0.02, 0.5, 0.98].map((share) => quantile(sorted, share));
  const reach = (high - low) * ARTEFACT;
  if (reach === 0 || (all[0] >= median - reach && all[1] <= median + reach)) return all;
  const first = firstAtLeast(sorted, median - reach);
  const near = sorted.subarray(first, Math.max(first + 1, firstAtLeast(sorted, median + reach)));
  return withPeaks([quantile(near, 0.001), quantile(near, 0.999)], view, events);
}

function valuesOutside(window: TraceWindow, view: Viewport, excluded: readonly Viewport[]): Float32Array {
  const [first, last] = visiblePoints(window, view);
  const values = window.y.slice(first, last);
  if (excluded.length === 0) return values.filter(Number.isFinite);
  return values.filter((y, i) => {
    const x = window.x[first + i];
    return Number.isFinite(y) && !excluded.some(({ from, to }) => x >= from && x < to);
  });
}

function quantile(sorted: Float32Array, share: number): number {
  return sorted[Math.round(share * (sorted.length - 1))];
}

function withPeaks([min, max]: Range, view: Viewport, events: FitOptions['events']): Range {
  if (!events) return [min, max];
  const last = firstAtLeast(events.location, view.to);
  let [low, high] = [min, max];
  for (let i = firstAtLeast(events.location, view.from); i < last; i++) {
    low = Math.min(low, events.peak_value[i]);
    high = Math.max(high, events.peak_value[i]);
  }
  return [low, high];
}
