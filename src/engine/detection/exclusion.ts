import { UserError } from '../../common/errors';
import type { Parameters } from '../../common/parameters/parameters';
import { parseTimeRanges } from '../../common/parameters/times';
import { merged, type SampleRange, samplesIn } from '../../common/traces/sample-ranges';
import type { Warning } from '../../common/warning';
import type { RecordedTrace } from '../recordings/trace';
import type { Trace } from '../signal/trace';
import { nameOf } from './source';

/**
 * Samples of a trace excluded by the parameter `exclude`, sorted and non-overlapping. Its times refer to the recording
 * with all sweeps joined, so that they mean the same samples when one sweep is analysed alone; parts beyond the trace
 * are ignored.
 */
export function excludedRanges(
  trace: RecordedTrace | Trace,
  { exclude }: Pick<Parameters, 'exclude'>,
): SampleRange[] {
  if (exclude === null) return [];
  const first = firstSample(trace);
  const sample = (time_s: number) =>
    Math.min(trace.samples, Math.max(0, Math.round(time_s * trace.rateHz) - first));
  return merged(
    (parseTimeRanges(exclude) ?? []).map(({ from_s, to_s }) => ({ from: sample(from_s), to: sample(to_s) })),
  );
}

/** Position of the first sample of the trace in its recording with all sweeps joined. */
function firstSample(trace: RecordedTrace | Trace): number {
  if (!('recording' in trace)) return 0;
  return trace.recording.sweeps.slice(0, trace.sweep ?? 0).reduce((sum, { samples }) => sum + samples, 0);
}

/** @throws UserError when the whole trace is excluded */
export function requireRest(trace: RecordedTrace | Trace, excluded: readonly SampleRange[]): void {
  if (samplesIn(excluded) < trace.samples) return;
  throw new UserError(`All of ${nameOf(trace)} is excluded. Shorten the time ranges of "exclude".`);
}

/** Warnings for the user. */
export function exclusionWarnings(excluded: readonly SampleRange[], { samples, rateHz }: Trace): Warning[] {
  if (excluded.length === 0) return [];
  const out = samplesIn(excluded);
  const places = excluded.length === 1 ? '1 interval' : `${excluded.length} intervals`;
  const seconds = (n: number) => `${Number((n / rateHz).toPrecision(4))} s`;
  return [
    {
      code: 'excluded',
      message: `${places} (${seconds(out)} in all) excluded; no events are detected there, and the event frequency uses the remaining ${seconds(samples - out)}.`,
    },
  ];
}
