import { UserError } from '../../common/errors';
import type { DetectedEvent, Detection } from '../../common/events/detection';
import { eventFrom, readerOf, STORED_IDS, type StoredMeasure } from '../../common/events/event-columns';
import { type MeasureRow, STORED_MEASURES } from '../../common/events/measures';
import type { Hdf5File, Hdf5Group } from '../files/hdf5';
import { readRows, writeRows } from '../files/hdf5-rows';
import { datasetAt } from '../files/hdf5-values';
import { tableIn, writeTable } from './table-h5';

const DTYPES: Readonly<Record<MeasureRow['type'], string>> = { count: '<q', number: '<d', flag: '<B' };

/** Writes events as a table with a dataset for each of {@link STORED_MEASURES}. */
export function writeEvents(parent: Hdf5Group, name: string, events: readonly DetectedEvent[]): void {
  const columns = STORED_IDS.map((id) => [id, events.map(readerOf(id))] as const);
  writeTable(
    parent,
    name,
    Object.fromEntries(columns),
    (column) => DTYPES[STORED_MEASURES[column as StoredMeasure].type],
  );
}

/** The reverse of {@link writeEvents}. @throws UserError when a column is missing or of another length */
export function readEvents(file: string, parent: Hdf5Group, path: string): DetectedEvent[] {
  const table = tableIn(file, parent, path);
  const later = (id: StoredMeasure) => 'later' in STORED_MEASURES[id];
  const columns = Object.fromEntries(
    STORED_IDS.map((id) => [id, table.has(id) || !later(id) ? table.column(id) : undefined]),
  ) as Record<StoredMeasure, Float64Array | undefined>;
  return Array.from({ length: table.rows }, (_, i) => eventFrom((id) => columns[id]?.[i] ?? Number.NaN));
}

/** Writes stretches of the trace, a row an event. */
export function writeSnippets(group: Hdf5Group, name: string, width: number, values: Float64Array): void {
  const rows = width === 0 ? 0 : values.length / width;
  writeRows(group, name, rows, width, (from, to) => values.subarray(from * width, to * width));
}

/** @throws UserError when there is no table of that size */
export function readSnippets(
  file: string,
  group: Hdf5Group,
  path: string,
  rows: number,
  width: number,
): Float64Array {
  const dataset = datasetAt(group, path);
  if (dataset?.shape?.length !== 2 || dataset.shape[0] !== rows || dataset.shape[1] !== width)
    throw new UserError(`${file} is damaged: ${path} should be a table of ${rows} × ${width} numbers.`);
  return readRows(dataset, 0, rows);
}

/** miniML's own table has the events away from the border; those at it are kept in `details`. */
export function readAllSnippets(
  file: string,
  open: Hdf5File,
  details: Hdf5Group,
  { events, points_before, points_after }: Pick<Detection, 'events' | 'points_before' | 'points_after'>,
): Float64Array {
  const width = points_before + points_after;
  const border = events.filter((event) => event.border).length;
  const parts = {
    inner: readSnippets(file, open, 'events', events.length - border, width),
    border: readSnippets(file, details, 'border_snippets', border, width),
  };
  if (border === 0) return parts.inner;
  const values = new Float64Array(events.length * width);
  const taken = { inner: 0, border: 0 };
  events.forEach((event, i) => {
    const part = event.border ? 'border' : 'inner';
    const row = taken[part]++;
    values.set(parts[part].subarray(row * width, (row + 1) * width), i * width);
  });
  return values;
}
