import type { EventColumns } from '../../../common/api/views/events';
import { decimalsFor, fixed } from '../../../common/text/numbers';

/** A column of the event table, and a measure to make a histogram of. */
export interface Column {
  id: ColumnId;
  /** Full name, for lists and screen readers. */
  name: string;
  /** Short heading for the table. */
  heading: string;
  /** Unit of the displayed numbers; `value` is the trace's own unit. */
  unit: 'value' | 's' | 'ms' | '';
  /** Displayed numbers, undefined for the row number. */
  values(events: EventColumns): Float64Array;
  /** Number of decimals; three digits of a typical value by default. */
  decimals?: number;
}

export type ColumnId = 'time' | 'amplitude' | 'rise' | 'decay' | 'score';

const milliseconds = (seconds: Float64Array) => seconds.map((s) => s * 1000);

export const columns: readonly Column[] = [
  {
    id: 'time',
    name: 'Time',
    heading: 'Time',
    unit: 's',
    values: (events) => events.time_s,
    decimals: 3,
  },
  {
    id: 'amplitude',
    name: 'Amplitude',
    heading: 'Ampl.',
    unit: 'value',
    values: (events) => events.amplitude,
  },
  {
    id: 'rise',
    name: 'Rise time',
    heading: 'Rise',
    unit: 'ms',
    values: (events) => milliseconds(events.risetime_s),
  },
  {
    id: 'decay',
    name: 'Half decay',
    heading: 'Decay',
    unit: 'ms',
    values: (events) => milliseconds(events.halfdecay_s),
  },
  {
    id: 'score',
    name: 'Probability',
    heading: 'Prob.',
    unit: '',
    values: (events) => events.score,
    decimals: 2,
  },
];

/** The column's numbers as text with common decimals, comparable down the column. */
export function textsOf(column: Column, events: EventColumns): string[] {
  const values = column.values(events);
  const decimals = column.decimals ?? decimalsFor(typicalSize(values) / 100);
  return Array.from(values, (value) => fixed(value, decimals));
}

/** Median distance from zero. */
function typicalSize(values: Float64Array): number {
  const sizes = values.filter(Number.isFinite).map(Math.abs).sort();
  return sizes[sizes.length >> 1] ?? 0;
}

export function unitOf(column: Column, unit: string): string {
  return column.unit === 'value' ? unit : column.unit;
}

export interface Order {
  column: ColumnId;
  descending: boolean;
}

/** Event numbers in the order of a column; events without the measure come last. */
export function ordered(events: EventColumns, { column, descending }: Order): Uint32Array {
  const values = columns.find(({ id }) => id === column)!.values(events);
  const sign = descending ? -1 : 1;
  return Uint32Array.from(values.keys()).sort((a, b) => {
    const [va, vb] = [values[a], values[b]];
    if (Number.isNaN(va) || Number.isNaN(vb))
      return Number(Number.isNaN(va)) - Number(Number.isNaN(vb)) || a - b;
    return sign * (va - vb) || a - b;
  });
}
