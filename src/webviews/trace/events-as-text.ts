import type { EventColumns } from '../../common/api/views/events';
import { columns, unitOf } from './panel/columns';

/** The event table for a spreadsheet: tab-separated, a row an event, full precision. */
export function eventsAsText(events: EventColumns, unit: string): string {
  const values = columns.map((column) => column.values(events));
  const heading = columns.map((column) => {
    const own = unitOf(column, unit);
    return own ? `${column.name} (${own})` : column.name;
  });
  const rows = Array.from(events.location, (_, event) => [
    event + 1,
    ...values.map((column) => (Number.isNaN(column[event]) ? '' : column[event])),
  ]);
  return [['#', ...heading], ...rows].map((row) => row.join('\t')).join('\n');
}
