import type { EventColumns } from '../../common/api/views/events';
import { VIEW_MEASURES } from '../../common/events/measure-views';

/** The event table as tab-separated text in full precision, one row per event, for spreadsheets. */
export function eventsAsText(events: EventColumns, unit: string): string {
  const values = VIEW_MEASURES.map((measure) => measure.values(events, unit));
  const heading = VIEW_MEASURES.map((measure) => {
    const own = measure.unit(unit);
    return own ? `${measure.name} (${own})` : measure.name;
  });
  const rows = Array.from(events.location, (_, event) => [
    event + 1,
    ...values.map((column) => (Number.isNaN(column[event]) ? '' : column[event])),
  ]);
  return [['#', ...heading], ...rows].map((row) => row.join('\t')).join('\n');
}
