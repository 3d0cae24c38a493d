import path from 'node:path';
import type { ResultsContents, ResultsTables } from '../../common/api/engine/results';
import type { ResultsReady, ResultsTablesView } from '../../common/api/views/results';
import type { DetectedEvent } from '../../common/events/detection';
import { columnsOf } from '../../common/events/event-columns';
import { averageView } from '../average-view';
import { resultsKeys } from '../key-list';

/** Snapshot of results for a view. */
export function resultsSnapshot(
  contents: ResultsContents,
  tables: ResultsTables,
  said: Pick<ResultsReady, 'name' | 'noRecording' | 'status' | 'comparison'>,
): ResultsReady {
  const { complete, writtenBy, model, unit, points_before, points_after, has_prediction } = contents;
  const { win_size, model_threshold, event_direction } = contents.parameters;
  return {
    kind: 'ready',
    ...said,
    recording: path.basename(contents.source.path),
    complete,
    writtenBy,
    model,
    unit,
    rate_hz: Number.isFinite(contents.rate_hz) ? contents.rate_hz : null,
    samples: Number.isFinite(contents.samples) ? contents.samples : null,
    window: win_size,
    threshold: model_threshold,
    direction: event_direction,
    points_before,
    points_after,
    has_prediction,
    excluded: contents.excluded,
    deleted_for_good: contents.deleted_for_good,
    warnings: contents.warnings.map(({ message }) => message),
    tables: tablesView(tables, points_before),
    keys: resultsKeys,
  };
}

/** Converts results for the editor: all events as columns, including deleted ones. */
export function tablesView(tables: ResultsTables, points_before: number): ResultsTablesView {
  const { average, statistics } = tables;
  const deleted = new Set(tables.deleted);
  const events = [...tables.events, ...tables.deleted].sort((a, b) => a.location - b.location);
  const flags = (of: (event: DetectedEvent) => boolean) =>
    Uint8Array.from(events, (event) => (of(event) ? 1 : 0));
  return {
    events: {
      ...columnsOf(events),
      deleted: flags((event) => deleted.has(event)),
      isolated: flags((event) => event.isolated),
      excluded: flags((event) => event.excluded === true),
      added: flags((event) => event.added === true),
    },
    average: average && averageView(average, points_before),
    statistics,
  };
}
