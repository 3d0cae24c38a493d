import type { EventColumns } from '../../common/events/event-columns';
import { knownMeasures, shownMeasure } from './event-measures';
import { histogramOf } from './histogram-bins';
import type { Column } from './table-columns';

/** A histogram of fewer events tells nothing. */
const FEWEST = 10;

/** A sign beside the measures of an event, in words for those who hear it. */
export interface Mark {
  /** Names the mark, and is the class of its rows. */
  flag: string;
  sign: string;
  words: string;
  /** 1 for the events that have it. */
  flags: Uint8Array;
}

/** Columns of a table of events: number, measures in order of worth, marks; `rows` holds the event of each row. */
export function eventTableColumns(
  measures: readonly Column[],
  rows: Uint32Array,
  events: number,
  marks: readonly Mark[],
): Column[] {
  return [
    numberColumn(rows, events),
    ...measures.map((column) => ({ ...column, text: (row: number) => column.text(rows[row]) })),
    ...(marks.length > 0 ? [marksColumn(marks, rows)] : []),
  ];
}

/** Columns of the measures that are known; their texts go by the event, not by the row. */
export function measureColumns(events: EventColumns, traceUnit: string): Column[] {
  return knownMeasures(events).map((measure) => {
    const { id, values, unit, text } = shownMeasure(measure, events, traceUnit);
    const ends = [...extremes(values)].map((value) => text(value).length);
    return {
      id,
      unit,
      name: measure.name,
      heading: measure.heading,
      // Bold letters are wider than digits.
      width_ch: Math.max(...ends, 1.1 * measure.heading.length),
      histogram: values.length < FEWEST ? undefined : histogramOf(values, 12)?.counts,
      text: (event) => text(values[event]),
    };
  });
}

/** Classes of a row: the flags of its marks. */
export function markClasses(marks: readonly Mark[], event: number): string {
  return marks
    .filter(({ flags }) => flags[event] === 1)
    .map(({ flag }) => flag)
    .join(' ');
}

function extremes(values: Float64Array): Set<number> {
  let [low, high] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const value of values) {
    if (value < low) low = value;
    if (value > high) high = value;
  }
  return new Set([low, high]);
}

function numberColumn(rows: Uint32Array, events: number): Column {
  return {
    id: 'number',
    heading: '#',
    name: 'Number',
    fixed: true,
    width_ch: Math.max(2, String(events).length),
    text: (row) => String(rows[row] + 1),
  };
}

function marksColumn(marks: readonly Mark[], rows: Uint32Array): Column {
  const found = (row: number) => marks.filter(({ flags }) => flags[rows[row]] === 1);
  const kinds = Math.max(1, marks.filter(({ flags }) => flags.includes(1)).length);
  return {
    id: 'marks',
    heading: '',
    name: 'Marks',
    fixed: true,
    width_ch: 2 * Math.min(2, kinds) + 1,
    text: (row) =>
      found(row)
        .map(({ sign }) => sign)
        .join(' '),
    title: (row) =>
      found(row)
        .map(({ words }) => words)
        .join(', '),
  };
}
