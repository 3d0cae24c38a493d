import { argMin, mean, standardDeviation } from '../signal/statistics';
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
 * The classic baseline: the mean of a tenth of a window, ending three times as far before the steepest rise as
 * the peak follows it. After a near event (its peak within 1.2 times the stretch before this one), a hundredth
 * of a window around the lowest sample between the two. Where either lies above the peak, a fortieth of a window
 * around the lowest sample shortly before the rise.
 *
 * Source: miniML 1.1.0, `get_event_baseline`; a stretch that would hold no sample, as in windows of less than
 * 200 samples, holds one here.
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

/** About `length` samples around the lowest one of a stretch; at least that one. */
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
