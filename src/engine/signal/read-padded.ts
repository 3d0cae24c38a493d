import type { Trace } from './trace';

/** Samples `from` ≤ i < `to` of a trace, 0 where it has none. */
export function readPadded(trace: Trace, from: number, to: number): Float64Array {
  const start = Math.min(Math.max(from, 0), trace.samples);
  const end = Math.max(start, Math.min(to, trace.samples));
  const values = trace.read(start, end);
  if (start === from && end === to) return values;
  const padded = new Float64Array(to - from);
  padded.set(values, start - from);
  return padded;
}
