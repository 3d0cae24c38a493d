import path from 'node:path';
import type { Detection } from '../detection/detection';
import { csvLine } from '../files/csv';
import { COLUMN_NAMES, EVENT_COLUMNS, type EventColumn } from './event-columns';

/**
 * All events as a tidy table (RFC 4180): a row an event, a column a measure with its unit in the header.
 * Recording and channel stand in each row, so that tables of several recordings can be put together. A
 * measure that does not exist is an empty field.
 */
export function eventsTable({ events, source, unit }: Pick<Detection, 'events' | 'source' | 'unit'>): string {
  const header = csvLine(['recording', 'channel', ...COLUMN_NAMES.map((name) => titled(name, unit))]);
  const recording = path.basename(source.path);
  const rows = events.map((event) =>
    csvLine([
      recording,
      String(source.channel),
      ...COLUMN_NAMES.map((name) => shown(EVENT_COLUMNS[name].of(event))),
    ]),
  );
  return header + rows.join('');
}

function titled(name: keyof typeof EVENT_COLUMNS, traceUnit: string): string {
  const { unit }: EventColumn = EVENT_COLUMNS[name];
  const written = traceUnit === '' && unit.startsWith('unit') ? '' : unit.replace('unit', traceUnit);
  return written === '' ? name : `${name} (${written})`;
}

function shown(value: number): string {
  return Number.isNaN(value) ? '' : String(value);
}
