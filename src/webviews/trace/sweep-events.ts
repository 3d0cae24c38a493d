import type { RecordingInfo } from '../../common/api/engine/file-info';
import type { DetectionView } from '../../common/api/views/events';
import { MEASURE_IDS, measureRow } from '../../common/events/event-columns';
import { firstAtLeast } from './sorted';
import { startOf } from './sweeps';

/** Fields that are places in the trace, in samples. */
const PLACES: ReadonlySet<string> = new Set(
  MEASURE_IDS.map(measureRow).flatMap((row) => ('unit' in row && row.unit === 'sample' ? [row.field] : [])),
);

const parts = new WeakMap<DetectionView, Map<number, DetectionView>>();

/**
 * The events of a detection in all sweeps that lie in one of them, at their places in that sweep. The average of all
 * events is none of its events, and is left out. The same sweep gives the same object.
 */
export function eventsInSweep(joined: DetectionView, info: RecordingInfo, sweep: number): DetectionView {
  const known = parts.get(joined) ?? new Map<number, DetectionView>();
  parts.set(joined, known);
  const part = known.get(sweep) ?? cut(joined, info, sweep);
  known.set(sweep, part);
  return part;
}

function cut(joined: DetectionView, info: RecordingInfo, sweep: number): DetectionView {
  const start = startOf(info, { sweep });
  const samples = info.samples[sweep] ?? 0;
  const rate_hz = info.rate_hz ?? 1;
  const { events } = joined;
  const [first, last] = [
    firstAtLeast(events.location, start),
    firstAtLeast(events.location, start + samples),
  ];
  const columns = Object.entries(events).map(([field, values]) => {
    const own = values.slice(first, last);
    const by = PLACES.has(field) ? start : field === 'time_s' ? start / rate_hz : 0;
    return [field, by === 0 ? own : own.map((value) => value - by)];
  });
  return {
    ...joined,
    events: Object.fromEntries(columns),
    average: null,
    frequency_hz: samples === 0 ? 0 : ((last - first) * rate_hz) / samples,
  };
}

/** First sample of the chosen trace in the trace of its detection, which may be of all sweeps. */
export function startInDetection(
  detection: Pick<DetectionView, 'sweep'>,
  info: RecordingInfo,
  sweep: number | null,
): number {
  return sweep !== null && detection.sweep === null ? startOf(info, { sweep }) : 0;
}

/** Sweep of each event of a detection in all sweeps, from 0. */
export function sweepsOfEvents({ location }: DetectionView['events'], info: RecordingInfo): Uint32Array {
  let sweep = 0;
  let end = info.samples[0] ?? 0;
  return Uint32Array.from(location, (at) => {
    while (at >= end && sweep < info.samples.length - 1) end += info.samples[++sweep];
    return sweep;
  });
}
