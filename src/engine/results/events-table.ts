import path from 'node:path';
import type { Detection } from '../../common/events/detection';
import { MEASURE_IDS, readerOf } from '../../common/events/event-columns';
import { fileUnit } from '../../common/events/measure-views';
import { csvLine } from '../files/csv';

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
  const readers = MEASURE_IDS.map(readerOf);
  return [
    ['recording', 'channel', ...MEASURE_IDS.map((id) => titled(id, fileUnit(id, unit)))],
    ...events.map((event) => [recording, source.channel, ...readers.map((read) => read(event))]),
  ];
}

/** A name with its unit, as tables head their columns: "amplitude (pA)". */
export function titled(name: string, unit: string): string {
  return unit === '' ? name : `${name} (${unit})`;
}

function shown(value: number): string {
  return Number.isNaN(value) ? '' : String(value);
}
