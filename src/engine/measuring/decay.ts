import type { Snippet, Spans } from './spans';

export interface HalfDecay {
  /** Index of the first sample after the peak below half of its height over the baseline; NaN without. */
  position: number;
  /** The next event begins before this one has decayed that far. */
  hidden: boolean;
}

/** The level half-way between the baseline and the sample at the peak. */
export function halfLevel(data: Float64Array, peak: number, baseline: number): number {
  return baseline + (data[peak] - baseline) / 2;
}

/**
 * Where half of an event has decayed. With the next event near, only the stretch before its steepest rise
 * counts. Source: miniML 1.1.0, `get_event_halfdecay_time`; an event that never decays has no half decay here,
 * where miniML says 0.
 */
export function findHalfDecay(
  { data, location, toNext }: Snippet,
  peak: number,
  baseline: number,
  { before }: Spans,
): HalfDecay {
  const near = toNext < before;
  const end = near ? Math.min(data.length, location + toNext) : data.length;
  const level = halfLevel(data, peak, baseline);
  for (let i = peak; i < end; i++) if (data[i] < level) return { position: i, hidden: false };
  return { position: Number.NaN, hidden: near };
}
