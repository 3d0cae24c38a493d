import type { ExperimentViewRow } from '../../common/api/views/experiment';
import type { RowReport } from '../../common/row-report';
import { columnDecimals, fixed, significant } from '../../common/text/numbers';
import { basename } from './row-text';

export type ColumnId =
  | 'line'
  | 'recording'
  | 'status'
  | 'group'
  | 'condition'
  | 'animal'
  | 'cellname'
  | 'events'
  | 'frequency'
  | 'amplitude'
  | 'risetime'
  | 'halfdecay'
  | 'noise'
  | 'holding'
  | 'flags'
  | 'note';

/** A measure of a row: one unit and one count of decimals per column. */
export interface MeasureColumn {
  id: ColumnId;
  heading: string;
  name: string;
  /** null: the unit of the recordings. */
  unit: string | null;
  decimals: number | 'significant';
  value(report: RowReport): number | null;
}

export const MEASURE_COLUMNS: readonly MeasureColumn[] = [
  { id: 'events', heading: 'n', name: 'Events', unit: '', decimals: 0, value: ({ events }) => events },
  {
    id: 'frequency',
    heading: 'Freq.',
    name: 'Frequency',
    unit: 'Hz',
    decimals: 2,
    value: ({ frequency_hz }) => frequency_hz,
  },
  {
    id: 'amplitude',
    heading: 'Amp.',
    name: 'Amplitude (median)',
    unit: null,
    decimals: 'significant',
    value: ({ measures }) => measures?.amplitude ?? null,
  },
  {
    id: 'risetime',
    heading: 'Rise',
    name: 'Rise time (median)',
    unit: 'ms',
    decimals: 2,
    value: ({ measures }) => inMs(measures?.risetime_s),
  },
  {
    id: 'halfdecay',
    heading: 'Half decay',
    name: 'Half decay (median)',
    unit: 'ms',
    decimals: 2,
    value: ({ measures }) => inMs(measures?.halfdecay_s),
  },
  {
    id: 'noise',
    heading: 'Noise',
    name: 'Noise SD',
    unit: null,
    decimals: 'significant',
    value: ({ measures }) => measures?.noise_sd ?? null,
  },
  {
    id: 'holding',
    heading: 'Holding',
    name: 'Holding value (median of the trace)',
    unit: null,
    decimals: 'significant',
    value: ({ measures }) => measures?.holding ?? null,
  },
];

function inMs(seconds: number | null | undefined): number | null {
  return seconds === null || seconds === undefined ? null : 1000 * seconds;
}

/** Values of a row that are shown: none of a row that failed or was never done. */
export function measureOf(row: ExperimentViewRow, column: MeasureColumn): number | null {
  return row.report && row.include ? column.value(row.report) : null;
}

/** The unit that all recordings share; null if they differ, or none is known. */
export function commonUnit(rows: readonly ExperimentViewRow[]): string | null {
  const units = new Set(rows.flatMap(({ report }) => report?.measures?.unit ?? []));
  return units.size === 1 ? [...units][0] : null;
}

/** Formats the values of a column alike. */
export function measureFormat(
  column: MeasureColumn,
  rows: readonly ExperimentViewRow[],
): (value: number) => string {
  const { decimals } = column;
  if (decimals !== 'significant') return (value) => fixed(value, decimals);
  const values = rows.flatMap((row) => measureOf(row, column) ?? []);
  const largest = values.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  // Recordings in V or A, whose values have many zeros.
  if (largest >= 1e5 || (largest > 0 && largest < 1e-3)) return (value) => significant(value);
  const places = columnDecimals(values);
  return (value) => fixed(value, places);
}

const ORDER: readonly RowReport['status'][] = [
  'failed',
  'interrupted',
  'stale',
  'running',
  'waiting',
  'to do',
  'done',
  'excluded',
];

/** Sort key of a row; rows without a value (null) are sorted last. */
function sortValue(row: ExperimentViewRow, column: ColumnId): number | string | null {
  const measure = MEASURE_COLUMNS.find(({ id }) => id === column);
  if (measure) return measureOf(row, measure);
  switch (column) {
    case 'line':
      return row.line;
    case 'recording':
      return basename(row.recording);
    case 'status':
      return row.report ? ORDER.indexOf(row.include ? row.report.status : 'excluded') : null;
    case 'cellname':
      return row.cell || null;
    case 'flags':
      return row.report ? -row.report.flags.length : null;
    case 'group':
    case 'condition':
    case 'animal':
    case 'note':
      return row[column] || null;
    default:
      return null;
  }
}

const collator = new Intl.Collator('en', { numeric: true, sensitivity: 'base' });

/** Compares rows by a column; rows without a value come last in both directions, equal ones in the table's order. */
export function comparison(
  column: ColumnId,
  descending: boolean,
): (a: ExperimentViewRow, b: ExperimentViewRow) => number {
  const sign = descending ? -1 : 1;
  return (a, b) => {
    const [x, y] = [sortValue(a, column), sortValue(b, column)];
    if (x === null || y === null) return Number(x === null) - Number(y === null) || a.line - b.line;
    const order =
      typeof x === 'number' && typeof y === 'number' ? x - y : collator.compare(String(x), String(y));
    return sign * order || a.line - b.line;
  };
}
