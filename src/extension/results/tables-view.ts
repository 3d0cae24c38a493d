import type { ResultsTables } from '../../common/api/engine/engine-api';
import type { ResultsTablesView } from '../../common/api/views/results';
import type { DetectedEvent } from '../../common/events/detection';
import { columnsOf } from '../../common/events/event-columns';

/** Results as the editor draws them: all events as columns, the deleted ones among the others. */
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
    average: average && {
      values: average.values,
      pointsBefore: points_before,
      count: average.count,
      decayTau_s: Number.isFinite(average.decay_tau_s) ? average.decay_tau_s : null,
      fit: average.fit,
    },
    statistics,
  };
}
