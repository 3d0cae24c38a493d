import type { DetectionReport } from '../../common/api/engine/engine-api';
import type { DetectionView, EventColumns, EventMeasure, EventReason } from '../../common/api/views/events';
import type { TraceChoice } from '../../common/api/views/trace';
import type { DetectedEvent } from '../../common/events/detection';
import type { Parameters } from '../../common/parameters/parameters';

const measures: Record<EventMeasure, true> = {
  location: true,
  time_s: true,
  score: true,
  amplitude: true,
  baseline: true,
  baseline_from: true,
  baseline_to: true,
  onset: true,
  peak: true,
  peak_value: true,
  risetime_s: true,
  halfdecay_s: true,
  halfdecay: true,
  halfwidth_s: true,
  charge: true,
  slope: true,
  interval_s: true,
};

const reasons: Record<EventReason, true> = {
  region_from: true,
  region_to: true,
  gradient: true,
  gradient_threshold: true,
};

/** A detection as the editor draws it: events as columns, NaN outside them as null. */
export function detectionView(
  report: DetectionReport,
  { channel, sweep }: TraceChoice,
  { model_threshold, event_direction }: Parameters,
): DetectionView {
  const { average } = report;
  return {
    id: report.id,
    channel,
    sweep,
    events: columnsOf(report.events),
    average: average && {
      values: average.values,
      pointsBefore: report.points_before,
      count: average.count,
      decayTau_s: Number.isFinite(average.decay_tau_s) ? average.decay_tau_s : null,
      fit: average.fit,
    },
    frequency_hz: report.statistics.frequency_hz,
    threshold: model_threshold,
    direction: event_direction,
    seconds: report.seconds,
    windows_per_s: report.windows_per_s,
    backend: report.backend,
    warnings: report.warnings,
  };
}

export function columnsOf(events: readonly DetectedEvent[]): EventColumns {
  const column = (value: (event: DetectedEvent) => number) => Float64Array.from(events, value);
  const names = <N extends string>(record: Record<N, true>) => Object.keys(record) as N[];
  return Object.fromEntries([
    ...names(measures).map((name) => [name, column((event) => event[name])]),
    ...names(reasons).map((name) => [name, column((event) => event.reason[name])]),
    ['border', Uint8Array.from(events, (event) => Number(event.border))],
  ]) as EventColumns;
}
