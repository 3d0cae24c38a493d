import type { Snippet, Spans } from './spans';

/** How far beyond the location the peak is looked for, when no other event follows. */
export function peakSearch({ before, after }: Spans): number {
  return Math.trunc((before + after) / 5);
}

/**
 * Index of the peak: the highest sample from the steepest rise on, within a fifth of the snippet, or half-way
 * to the next event where that lies within a window.
 */
export function findPeak({ data, location, toNext }: Snippet, spans: Spans): number {
  const search = toNext < spans.window ? Math.trunc(toNext / 2) : peakSearch(spans);
  const end = Math.min(data.length, location + search);
  let peak = location;
  for (let i = location + 1; i < end; i++) if (data[i] > data[peak]) peak = i;
  return peak;
}

/**
 * The mean of `half` samples before the peak and as many from it on, which noise moves less than the highest
 * sample; that sample itself for 0.
 */
export function peakValue(data: Float64Array, peak: number, half: number): number {
  if (half === 0) return data[peak];
  const from = Math.max(0, peak - half);
  const to = Math.min(data.length, peak + half);
  let sum = 0;
  for (let i = from; i < to; i++) sum += data[i];
  return sum / (to - from);
}
