import type { DetectionReport } from '../../common/api/engine/engine-api';
import type { DetectionView } from '../../common/api/views/events';
import { columnsOf } from '../../common/events/event-columns';
import { averageView } from '../average-view';

/** What an editor draws of a detection: events as columns, NaN outside them as null. */
export function detectionView(
  report: DetectionReport,
  used: DetectionView['used'],
): Omit<DetectionView, 'made_ms' | 'exported' | 'stale'> {
  const { average, source, parameters } = report;
  return {
    id: report.id,
    channel: source.channel,
    sweep: source.sweep,
    events: columnsOf(report.events),
    average: average && averageView(average, report.points_before),
    frequency_hz: report.statistics.frequency_hz,
    threshold: parameters.model_threshold,
    used,
    direction: parameters.event_direction,
    seconds: report.seconds,
    windows_per_s: report.windows_per_s,
    backend: report.backend,
    ...(report.partial && { partial: true }),
    warnings: report.warnings,
  };
}
