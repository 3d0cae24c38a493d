import path from 'node:path';
import type { ResultsContents, ResultsTables } from '../../common/api/engine/engine-api';
import type { ResultsReady } from '../../common/api/views/results';
import { resultsKeys } from '../key-list';

import { tablesView } from './tables-view';

/** Everything a view shows of results. */
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
