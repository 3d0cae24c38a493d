import type { Trace } from './trace';

const BLOCK = 1 << 20;

/**
 * The trace without the line, or the mean, of each of its segments. A segment's trend is computed at its first read, in
 * one pass over it in blocks.
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

/** A line over the samples of a segment: level at its middle, and change per sample. */
export interface Trend {
  level: number;
  slope: number;
}

export type TrendKind = 'linear' | 'constant';

/** Sums for a segment's least-squares line; they can be accumulated block by block. */
export class TrendSums {
  readonly #length: number;
  #sum = 0;
  #momentSum = 0;

  /** @param length samples of the whole segment */
  constructor(length: number) {
    this.#length = length;
  }

  /** Adds samples that start `from` samples into the segment. */
  add(x: Float64Array, from: number): void {
    const middle = (this.#length - 1) / 2;
    for (let i = 0; i < x.length; i++) {
      this.#sum += x[i];
      this.#momentSum += x[i] * (from + i - middle);
    }
  }

  trend(kind: TrendKind): Trend {
    const n = this.#length;
    // Σ (i − middle)² over the segment
    const spread = (n * (n * n - 1)) / 12;
    return { level: this.#sum / n, slope: kind === 'linear' && n > 1 ? this.#momentSum / spread : 0 };
  }
}

/** Subtracts a segment's trend from samples that begin `from` samples into it, in place. */
export function subtractTrend(x: Float64Array, { level, slope }: Trend, from: number, length: number): void {
  const middle = (length - 1) / 2;
  for (let i = 0; i < x.length; i++) x[i] -= level + slope * (from + i - middle);
}

/** First sample of segment `index` if `samples` are divided into `segments` of equal length, plus or minus one. */
export function segmentStart(index: number, samples: number, segments: number): number {
  return Math.floor((index * samples) / segments);
}

/** `x` without the line, or the mean, of each of its segments; as scipy.signal.detrend with breakpoints. */
export function detrend(x: Float64Array, kind: TrendKind, segments = 1): Float64Array {
  const out = x.slice();
  for (let s = 0; s < segments; s++) {
    const from = segmentStart(s, x.length, segments);
    const segment = out.subarray(from, segmentStart(s + 1, x.length, segments));
    const sums = new TrendSums(segment.length);
    sums.add(segment, 0);
    subtractTrend(segment, sums.trend(kind), 0, segment.length);
  }
  return out;
}
