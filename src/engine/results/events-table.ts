import path from 'node:path';
import type { Detection } from '../../common/events/detection';
import { csvLine } from '../files/csv';
import { COLUMN_NAMES, EVENT_COLUMNS, type EventColumn } from './event-columns';

/**
 * All events as a tidy table (RFC 4180): a row an event, a column a measure with its unit in the header.
 * Recording and channel stand in each row, so that tables of several recordings can be put together. A
 * measure that does not exist is an empty field.
 */
export function eventsTable(detection: TabledDetection): string {
  const rows = eventRows(detection);
  return rows
    .map((row) => csvLine(row.map((value) => (typeof value === 'number' ? shown(value) : value))))
    .join('');
}

type TabledDetection = Pick<Detection, 'events' | 'source' | 'unit'>;

/** The rows of {@link eventsTable}, the header first; NaN where a measure does not exist. */
export function eventRows({ events, source, unit }: TabledDetection): (string | number)[][] {
  const recording = path.basename(source.path);
  return [
    ['recording', 'channel', ...COLUMN_NAMES.map((name) => titled(name, unit))],
    ...events.map((event) => [
      recording,
      source.channel,
      ...COLUMN_NAMES.map((name) => EVENT_COLUMNS[name].of(event)),
    ]),
  ];
}

function titled(name: keyof typeof EVENT_COLUMNS, traceUnit: string): string {
  const { unit }: EventColumn = EVENT_COLUMNS[name];
  const written = traceUnit === '' && unit.startsWith('unit') ? '' : unit.replace('unit', traceUnit);
  return written === '' ? name : `${name} (${written})`;
}

function shown(value: number): string {
  return Number.isNaN(value) ? '' : String(value);
}
