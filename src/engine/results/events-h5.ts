import { UserError } from '../../common/errors';
import type { AverageEvent, DetectedEvent, Detection } from '../../common/events/detection';
import {
  AVERAGED_FIELDS,
  type AveragedField,
  eventFrom,
  MEASURE_IDS,
  type MeasureId,
  measureRow,
  readerOf,
  STORED_IDS,
  type StoredMeasure,
} from '../../common/events/event-columns';
import { type MeasureRow, STORED_MEASURES } from '../../common/events/measures';
import type { Hdf5File, Hdf5Group } from '../files/hdf5/hdf5';
import { readRows, writeRows } from '../files/hdf5/rows';
import { datasetAt, groupAt, numberAttribute, numbersOf } from '../files/hdf5/values';

const DTYPES: Readonly<Record<MeasureRow['type'], string>> = { count: '<q', number: '<d', flag: '<B' };

/** Writes events as a table with a dataset for each measure. */
export function writeEvents(parent: Hdf5Group, name: string, events: readonly DetectedEvent[]): void {
  const columns = MEASURE_IDS.map((id) => [id, events.map(readerOf(id))] as const);
  writeTable(
    parent,
    name,
    Object.fromEntries(columns),
    (column) => DTYPES[measureRow(column as MeasureId).type],
  );
}

/**
 * Inverse of {@link writeEvents}.
 *
 * @throws UserError when a column is missing or of another length
 */
export function readEvents(file: string, parent: Hdf5Group, path: string): DetectedEvent[] {
  const table = tableIn(file, parent, path);
  const later = (id: StoredMeasure) => 'later' in STORED_MEASURES[id];
  const columns = Object.fromEntries(
    STORED_IDS.map((id) => [id, table.has(id) || !later(id) ? table.column(id) : undefined]),
  ) as Record<StoredMeasure, Float64Array | undefined>;
  return Array.from({ length: table.rows }, (_, i) => eventFrom((id) => columns[id]?.[i] ?? Number.NaN));
}

/** Writes segments of the trace, one row per event. */
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

/** miniML's own table has the events away from the trace edge; those at the edge are in `details`. */
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

/** A table in a group of an HDF5 file, one dataset per column. */
export interface Table {
  rows: number;
  has(name: string): boolean;
  /** @throws UserError when the column is missing or shorter or longer than the others */
  column(name: string): Float64Array;
}

/** @throws UserError when the group does not exist */
export function tableIn(file: string, parent: Hdf5Group, path: string): Table {
  const group = groupAt(parent, path);
  if (!group) throw new UserError(`${file} is damaged: it lacks ${parent.path}/${path}.`);
  const columns = new Map<string, Float64Array>();
  const read = (name: string) => {
    const dataset = datasetAt(group, name);
    const what = `${file}: ${group.path}/${name}`;
    if (!dataset) throw new UserError(`${file} is damaged: it lacks ${group.path}/${name}.`);
    return numbersOf(dataset, what);
  };
  const names = group.keys();
  // HDF5 searches a name by walking through the file, too slow for every value.
  const present = new Set(names.filter((name) => datasetAt(group, name) !== undefined));
  const rows = read(names[0] ?? '').length;
  return {
    rows,
    has: (name) => present.has(name),
    column(name) {
      const known = columns.get(name) ?? read(name);
      if (known.length !== rows)
        throw new UserError(
          `${file} is damaged: ${group.path}/${name} has ${known.length} values, others have ${rows}.`,
        );
      columns.set(name, known);
      return known;
    },
  };
}

/** Writes a table for {@link tableIn}; all columns have the same length. */
export function writeTable(
  parent: Hdf5Group,
  name: string,
  columns: Readonly<Record<string, readonly number[]>>,
  dtypeOf: (column: string) => string = () => '<d',
): void {
  const group = parent.create_group(name) as Hdf5Group;
  for (const [column, data] of Object.entries(columns))
    group.create_dataset({ name: column, data: [...data], dtype: dtypeOf(column) });
}

/** The average event as a dataset, its measures and the fit to its decay as attributes. */
export function writeAverage(parent: Hdf5Group, average: AverageEvent): void {
  const { values, fit, ...measures } = average;
  const dataset = parent.create_dataset({ name: 'average', data: values, dtype: '<d' });
  const fitted = fit ? Object.entries(fit).map(([name, number]) => [`fit_${name}`, number] as const) : [];
  for (const [name, number] of [...Object.entries(measures), ...fitted])
    dataset.create_attribute(name, number, [], '<d');
}

/**
 * Inverse of {@link writeAverage}; null if there is none.
 *
 * @throws UserError when it is damaged
 */
export function readAverage(file: string, parent: Hdf5Group): AverageEvent | null {
  const dataset = datasetAt(parent, 'average');
  if (!dataset) return null;
  const of = (name: string) => numberAttribute(dataset, name) ?? Number.NaN;
  const fit = {
    amplitude: of('fit_amplitude'),
    tau_s: of('fit_tau_s'),
    offset: of('fit_offset'),
    from: of('fit_from'),
  };
  return {
    values: numbersOf(dataset, `${file}: average`),
    count: of('count'),
    ...(Object.fromEntries(AVERAGED_FIELDS.map((field) => [field, of(field)])) as Record<
      AveragedField,
      number
    >),
    decay_tau_s: of('decay_tau_s'),
    fit: numberAttribute(dataset, 'fit_tau_s') === undefined ? null : fit,
  };
}
