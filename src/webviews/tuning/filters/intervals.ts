import type { ReadyTuning } from '../../../common/api/views/tuning';
import { parseTimeRanges, type TimeRange } from '../../../common/parameters/times';
import { startOf } from '../../trace/sweeps';
import type { Viewport } from '../../trace/viewport';

/** The excluded intervals of the parameter `exclude`. */
export function intervalsOf(exclude: string | null): TimeRange[] {
  return exclude === null ? [] : (parseTimeRanges(exclude) ?? []);
}

/** Adds an interval to the parameter. */
export function withInterval(exclude: string | null, interval: TimeRange): string | null {
  return textOf([...intervalsOf(exclude), interval]);
}

export function withoutInterval(exclude: string | null, index: number): string | null {
  return textOf(intervalsOf(exclude).filter((_, i) => i !== index));
}

/** The parameter's text; null without intervals. */
function textOf(intervals: readonly TimeRange[]): string | null {
  if (intervals.length === 0) return null;
  const sorted = intervals.toSorted((a, b) => a.from_s - b.from_s);
  return sorted.map(({ from_s, to_s }) => `${secondsText(from_s)}–${secondsText(to_s)}`).join(', ');
}

/** Rounded to the length of a sample. */
export function secondsText(time_s: number): string {
  return String(Number(time_s.toFixed(5)));
}

/** Samples of the trace as seconds of the recording with its sweeps joined. */
export function inSeconds({ from, to }: Viewport, { rate_hz, info, choice }: ReadyTuning): TimeRange {
  const start = startOf(info, choice);
  return { from_s: Math.round(from + start) / rate_hz, to_s: Math.round(to + start) / rate_hz };
}
