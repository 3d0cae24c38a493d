import type { DetectionReport } from '../../common/api/engine/engine-api';
import type { DetectionView } from '../../common/api/views/events';
import type { TraceChoice } from '../../common/api/views/trace';
import { columnsOf } from '../../common/events/event-columns';
import type { WrittenParameters } from '../../common/parameters/parameters';
import { averageView } from '../average-view';

/** Converts a detection for the editor: events as columns, NaN outside them as null. */
export function detectionView(
  report: DetectionReport,
  { channel, sweep }: TraceChoice,
  { model_threshold, event_direction }: WrittenParameters,
  used: DetectionView['used'],
): DetectionView {
  const { average } = report;
  return {
    id: report.id,
    channel,
    sweep,
    events: columnsOf(report.events),
    average: average && averageView(average, report.points_before),
    frequency_hz: report.statistics.frequency_hz,
    threshold: model_threshold,
    used,
    direction: event_direction,
    seconds: report.seconds,
    windows_per_s: report.windows_per_s,
    backend: report.backend,
    warnings: report.warnings,
  };
}
