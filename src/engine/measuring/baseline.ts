import { argMax, argMin, mean, median, standardDeviation } from '../signal/statistics';
import { changePoints } from './change-points';
import type { Snippet, Spans } from './spans';

export interface Baseline {
  value: number;
  /** Standard deviation of the samples it is the mean of. */
  sd: number;
  /** Indices in the snippet, `from` ≤ i < `to`. */
  from: number;
  to: number;
}

/**
 * The classic baseline: the mean of a tenth of a window, ending three times as far before the steepest rise as the peak
 * follows it. After a close event (its peak within 1.2 times that distance), a hundredth of a window around the lowest
 * sample between the two. If either is above the peak, a fortieth of a window around the lowest sample shortly before
 * the rise.
 *
 * Source: miniML 1.1.0, `get_event_baseline`; a segment without samples, as in windows of fewer than 200 samples, has
 * one here.
 *
 * @param sinceLastPeak samples from the peak of the event before to this one's location; undefined for the first
 */
export function classicBaseline(
  { data, location }: Snippet,
  peak: number,
  sinceLastPeak: number | undefined,
  spans: Spans,
): Baseline {
  let [from, to] = [0, 0];
  if (sinceLastPeak !== undefined && sinceLastPeak <= spans.before * 1.2)
    [from, to] = aroundLowest(data, Math.max(0, location - sinceLastPeak), location, spans.baseline / 10);
  else {
    to = Math.min(data.length, Math.max(location - (peak - location) * 3, spans.baseline));
    from = Math.max(0, to - spans.baseline);
  }
  if (mean(data.subarray(from, to)) >= data[peak])
    [from, to] = aroundLowest(data, Math.trunc(location / 2), location, spans.baseline / 4);
  const samples = data.subarray(from, to);
  return { value: mean(samples), sd: standardDeviation(samples), from, to };
}

/** About `length` samples around the minimum of a segment, at least one. */
function aroundLowest(
  data: Float64Array,
  from: number,
  to: number,
  length: number,
): [from: number, to: number] {
  const lowest = from + argMin(data.subarray(from, to));
  const half = Math.trunc(Math.trunc(length) / 2);
  return [Math.max(0, lowest - half), Math.min(data.length, lowest + Math.max(1, half))];
}

/** Weights of the criteria for a baseline segment: its end just before the rise, then a low, level and quiet course. */
const WEIGHTS = { position: 0.55, level: 0.35, slope: 0.05, spread: 0.05 };

/** Samples after the steepest rise that may still be baseline: smoothing moves the rise forward. */
const LEEWAY = 3;

/** Added to the rank of segments that end after the rise. */
const LATE = 10;

interface Segment {
  from: number;
  to: number;
  level: number;
  slope: number;
  spread: number;
}

/**
 * The newer baseline: the trace up to shortly after the rise is split at change points, and the baseline is the median
 * of the best-ranked segment; if that is above the rise, of six samples around the minimum.
 *
 * Source: miniML 1.1.0, `get_event_baseline_v2`; its use of an earlier event's distance (start of the search,
 * replacement of a segment before that event) is kept, so that numbers agree.
 *
 * @param earlier samples from the location of the event before to this one's; undefined for the first
 */
export function segmentBaseline(
  { data, location }: Snippet,
  earlier: number | undefined,
  { baseline }: Spans,
): Baseline {
  const near = earlier !== undefined && earlier < location ? earlier : undefined;
  const searched = data.subarray(near ?? 0, Math.min(data.length, Math.max(1, Math.trunc(location * 1.75))));
  const [shortest, penalty] =
    near === undefined ? [baseline, 2] : [Math.max(Math.trunc(baseline / 5), 3), 0.5];
  const ends = changePoints(searched, shortest, penalty).map((end) => end + (near ?? 0));
  const segments = ends.map((to, i) => segment(data, i === 0 ? 0 : ends[i - 1], to));
  const scores = scoresOf(segments, location + LEEWAY);

  const before = near === undefined ? 0 : near + argMax(data.subarray(near, location));
  let chosen = argMin(scores);
  if (near !== undefined && segments[chosen].to < before && segments.length > 1) chosen = ranks(scores)[1];
  let { from, to } = segments[chosen];
  const spacer = Math.trunc((to - from) / 10);
  if (spacer > 3) [from, to] = [from + spacer, to - spacer];
  const tail = data.subarray(data.length - Math.trunc(data.length * 0.1));
  if (segments[chosen].slope < -0.1 * standardDeviation(tail) ** 2) from += Math.trunc((to - from) / 2);
  if (median(data.subarray(from, to)) >= data[location]) {
    const lowest = before + argMin(data.subarray(before, location));
    [from, to] = [Math.max(0, lowest - 3), lowest + 3];
  }
  const samples = data.subarray(from, to);
  return { value: median(samples), sd: standardDeviation(samples), from, to };
}

/** Its slope and spread are those of the inner samples, without the one at either end. */
function segment(data: Float64Array, from: number, to: number): Segment {
  const inside = data.subarray(from + 1, to - 1);
  return {
    from,
    to,
    level: median(inside),
    slope: slopeOf(inside),
    spread: standardDeviation(inside),
  };
}

/** Slope of the regression line, per sample; 0 for a single sample. */
function slopeOf(y: Float64Array): number {
  const centre = (y.length - 1) / 2;
  let products = 0;
  let squares = 0;
  for (let i = 0; i < y.length; i++) {
    products += (i - centre) * y[i];
    squares += (i - centre) ** 2;
  }
  return squares === 0 ? 0 : products / squares;
}

/** Weighted ranks; the lowest is the best. */
function scoresOf(segments: readonly Segment[], latest: number): number[] {
  const late = segments.map(({ to }) => to > latest);
  const position = ranks(segments.map(({ to }, i) => (late[i] ? Number.POSITIVE_INFINITY : latest - to)));
  const level = ranks(segments.map((s) => s.level));
  const slope = ranks(segments.map((s) => Math.abs(s.slope)));
  const spread = ranks(segments.map((s) => s.spread));
  return segments.map(
    (_, i) =>
      WEIGHTS.position * (position[i] + (late[i] ? LATE : 0)) +
      WEIGHTS.level * level[i] +
      WEIGHTS.slope * slope[i] +
      WEIGHTS.spread * spread[i],
  );
}

/** Rank of each value in ascending order, from 0; NaN last. */
function ranks(values: readonly number[]): number[] {
  const place = (v: number) => (Number.isNaN(v) ? Number.POSITIVE_INFINITY : v);
  const order = values.map((_, i) => i).sort((a, b) => place(values[a]) - place(values[b]) || a - b);
  const rank: number[] = [];
  order.forEach((index, at) => {
    rank[index] = at;
  });
  return rank;
}
