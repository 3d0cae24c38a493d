import type { Parameters } from '../../common/parameters/parameters';
import { liesIn, merged, type SampleRange } from '../../common/traces/sample-ranges';
import type { RecordedTrace } from '../recordings/trace';
import { filteredTrace } from '../signal/filtered-trace';
import type { Trace } from '../signal/trace';
import { excludedRanges } from './exclusion';
import { bridged } from './gaps';

/**
 * The trace in which events are searched and measured, before smoothing: straight lines across missing values and
 * excluded intervals, then the filters. Detection, previews, pictures and results all take it from here.
 *
 * @param absent samples without a value and excluded ones, sorted and non-overlapping
 * @throws UserError when a filter does not fit
 */
export function cleanTrace(trace: Trace, absent: readonly SampleRange[], p: Parameters): Trace {
  return filteredTrace(bridged(trace, absent), p);
}

/**
 * As {@link cleanTrace}, but without a pass over the whole trace, for pictures and previews of a part of it: missing
 * values are found where samples are read.
 *
 * @throws UserError when a filter does not fit
 */
export function cleanTraceOnDemand(trace: RecordedTrace | Trace, p: Parameters): Trace {
  return filteredTrace(bridgedOnDemand(trace, excludedRanges(trace, p)), p);
}

/** Number of samples read at a time beyond a range, to find the end of a gap. */
const STEP = 4096;
/** Cache size for gaps, so that a long one is read once. */
const MOST_KNOWN = 1000;

function bridgedOnDemand(trace: Trace, excluded: readonly SampleRange[]): Trace {
  const { rateHz, unit, samples } = trace;
  let known: SampleRange[] = [];
  const isAbsent = (value: number, sample: number) => !Number.isFinite(value) || liesIn(excluded, sample);

  /** The first sample with a value from `from` on in a direction; -1 or `samples` if there is none. */
  function nextPresent(from: number, direction: 1 | -1): number {
    let at = from;
    while (at >= 0 && at < samples) {
      const stretch = known.find((s) => at >= s.from && at < s.to);
      if (stretch) {
        at = direction === 1 ? stretch.to : stretch.from - 1;
        continue;
      }
      const [start, end] =
        direction === 1 ? [at, Math.min(samples, at + STEP)] : [Math.max(0, at + 1 - STEP), at + 1];
      const values = trace.read(start, end);
      for (; at >= start && at < end; at += direction) if (!isAbsent(values[at - start], at)) return at;
    }
    return at;
  }

  return {
    rateHz,
    unit,
    samples,
    read(from, to) {
      const values = trace.read(from, to);
      const found: SampleRange[] = [];
      for (let i = 0; i < values.length; i++) {
        if (!isAbsent(values[i], from + i)) continue;
        const start = i;
        while (i < values.length && isAbsent(values[i], from + i)) i++;
        found.push({
          from: start > 0 ? from + start : nextPresent(from + start, -1) + 1,
          to: i < values.length ? from + i : nextPresent(to - 1, 1),
        });
      }
      if (found.length === 0) return values;
      known = merged([...known, ...found]).slice(-MOST_KNOWN);
      return bridged(trace, found).read(from, to);
    },
  };
}
