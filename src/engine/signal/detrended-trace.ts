import { segmentStart, subtractTrend, type Trend, type TrendKind, TrendSums } from './detrend';
import type { Trace } from './trace';

const BLOCK = 1 << 20;

/**
 * The trace without the line, or the mean, of each of its segments. A segment's trend is found when it is first
 * read, from one pass over it in blocks.
 */
export function detrendedTrace(trace: Trace, kind: TrendKind, segments: number): Trace {
  const trends = new Map<number, Trend>();
  const trendOf = (from: number, to: number): Trend => {
    const known = trends.get(from);
    if (known) return known;
    const sums = new TrendSums(to - from);
    for (let at = from; at < to; at += BLOCK) sums.add(trace.read(at, Math.min(to, at + BLOCK)), at - from);
    const trend = sums.trend(kind);
    trends.set(from, trend);
    return trend;
  };
  return {
    rateHz: trace.rateHz,
    unit: trace.unit,
    samples: trace.samples,
    read(from, to) {
      const out = trace.read(from, to);
      let segment = Math.floor((from / trace.samples) * segments);
      while (segment > 0 && segmentStart(segment, trace.samples, segments) > from) segment--;
      for (let at = from; at < to; segment++) {
        const start = segmentStart(segment, trace.samples, segments);
        const end = segmentStart(segment + 1, trace.samples, segments);
        if (end <= at) continue;
        const upTo = Math.min(end, to);
        subtractTrend(out.subarray(at - from, upTo - from), trendOf(start, end), at - start, end - start);
        at = upTo;
      }
      return out;
    },
  };
}
