import type { RecordingInfo } from '../../common/api/engine/file-info';
import type { TraceChoice } from '../../common/api/views/trace';
import type { TimeRange } from '../../common/parameters/times';

/** Samples in the chosen trace. */
export function samplesOf(info: RecordingInfo, { sweep }: TraceChoice): number {
  return sweep === null ? info.samples.reduce((sum, n) => sum + n, 0) : (info.samples[sweep] ?? 0);
}

export function longestSweep({ samples }: RecordingInfo): number {
  return samples.reduce((most, n) => Math.max(most, n), 0);
}

/** First samples of later sweeps in a joined trace; none in a single sweep. */
export function sweepBorders(info: RecordingInfo, { sweep }: TraceChoice): number[] {
  if (sweep !== null) return [];
  let at = 0;
  return info.samples.slice(0, -1).map((n) => {
    at += n;
    return at;
  });
}

/**
 * Comments of the experimenter with their samples in the trace. One between two sweeps is at the border in the joined
 * trace, and in neither of the sweeps.
 */
export function tagsIn(
  info: RecordingInfo,
  { sweep }: TraceChoice,
  rate_hz: number,
): { sample: number; comment: string }[] {
  return info.tags.flatMap(({ time_s, comment }) => {
    const next = info.sweep_starts_s.findIndex((start) => start > time_s);
    const index = (next < 0 ? info.samples.length : next) - 1;
    const sample = index < 0 ? -1 : (time_s - info.sweep_starts_s[index]) * rate_hz;
    const within = index >= 0 && sample < info.samples[index];
    if (sweep !== null) return within && index === sweep ? [{ sample, comment }] : [];
    const offset = info.samples.slice(0, Math.max(0, index)).reduce((sum, n) => sum + n, 0);
    return [{ sample: offset + (index < 0 ? 0 : Math.min(sample, info.samples[index])), comment }];
  });
}

/** Position of the chosen trace's first sample in the recording with its sweeps joined. */
export function startOf(info: RecordingInfo, { sweep }: Pick<TraceChoice, 'sweep'>): number {
  return info.samples.slice(0, sweep ?? 0).reduce((sum, n) => sum + n, 0);
}

/** Converts time ranges of the joined recording to samples of the chosen trace, clipped to it. */
export function excludedIn(
  info: RecordingInfo,
  choice: TraceChoice,
  rate_hz: number,
  ranges: readonly TimeRange[],
): { from: number; to: number }[] {
  const start = startOf(info, choice);
  const samples = samplesOf(info, choice);
  return ranges
    .map(({ from_s, to_s }) => ({
      from: Math.max(0, Math.round(from_s * rate_hz) - start),
      to: Math.min(samples, Math.round(to_s * rate_hz) - start),
    }))
    .filter(({ from, to }) => from < to);
}
