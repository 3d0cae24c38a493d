import type { SampleRange } from '../../common/traces/sample-ranges';
import type { Trace } from '../signal/trace';
import type { Masked } from './prepare';
import { part } from './streamed-peaks';

/** Samples `from` ≤ i < `to` as a trace of their own. */
export function partOf(trace: Trace, { from, to }: SampleRange): Trace {
  return { ...part(trace, from, to), rateHz: trace.rateHz, unit: trace.unit };
}

/** The samples without a signal in such a part, counted from its start. */
export function clipped(masked: Masked, range: SampleRange): Masked {
  return {
    missing: rangesIn(range, masked.missing),
    flat: rangesIn(range, masked.flat),
    excluded: rangesIn(range, masked.excluded),
  };
}

/** The parts of sorted ranges in another one, counted from its start. */
export function rangesIn({ from, to }: SampleRange, ranges: readonly SampleRange[]): SampleRange[] {
  return ranges
    .map((range) => ({ from: Math.max(range.from, from) - from, to: Math.min(range.to, to) - from }))
    .filter((range) => range.from < range.to);
}
