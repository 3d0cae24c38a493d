import type { Detection, Statistics, Summary } from '../../common/events/detection';
import { DIRECTION_NAMES, DIRECTIONS } from '../../common/events/direction';
import {
  measureRow,
  readerOf,
  STORED_IDS,
  type StoredMeasure,
  type SummarisedField,
} from '../../common/events/event-columns';
import type { MeasureRow } from '../../common/events/measures';
import { csvLine } from '../files/csv';

type PythonPlace = NonNullable<MeasureRow['python']>;
type StatisticsPlace = 'statistics' | 'averages';

/** The measures in files of the Python program, in its order. */
export const PYTHON_MEASURES: readonly (PythonPlace & { id: StoredMeasure })[] = STORED_IDS.flatMap((id) => {
  const { python } = measureRow(id) as MeasureRow;
  return python ? [{ id, ...python }] : [];
}).sort((a, b) => a.at - b.at);

/** Its scalars that do not belong to a measure; they come before the interval's. */
const OTHERS: Readonly<Record<StatisticsPlace, Readonly<Record<string, 'decay_tau_s' | 'frequency_hz'>>>> = {
  statistics: { decay_from_fit: 'decay_tau_s', frequency: 'frequency_hz' },
  averages: { tau_avg: 'decay_tau_s', frequency: 'frequency_hz' },
};

/** Names and values of its statistics, in its order: under `event_statistics`, or the rows of `*_avgs.csv`. */
export function pythonStatistics(
  statistics: Statistics,
  place: StatisticsPlace,
): [name: string, value: number][] {
  const summaries = (measures: typeof PYTHON_MEASURES) =>
    measures.flatMap(({ id, [place]: names }) =>
      Object.entries(names ?? {}).map(([name, part]): [string, number] => [
        name,
        summaryOf(statistics, id)[part],
      ]),
    );
  const others = Object.entries(OTHERS[place]).map(([name, field]): [string, number] => [
    name,
    statistics[field],
  ]);
  return [...summaries(PYTHON_MEASURES.slice(0, -1)), ...others, ...summaries(PYTHON_MEASURES.slice(-1))];
}

function summaryOf(statistics: Statistics, id: StoredMeasure): Summary {
  return statistics[measureRow(id).field as SummarisedField];
}

/** Text of miniML's `*_individual.csv`: one row per measure, one column per event, without those at the trace edge. */
export function individualCsv({ events }: Pick<Detection, 'events'>): string {
  const counted = events.filter((event) => !event.border);
  const header = line(['', ...counted.map((_, i) => `event_${i}`)]);
  const rows = PYTHON_MEASURES.flatMap(({ id, row }) => {
    const read = readerOf(id);
    return row ? [line([row, ...counted.map((event) => float(read(event)))])] : [];
  });
  const both = new Set(counted.map(({ direction }) => direction)).size > 1;
  // The Python program has no such row, since it detects in one direction only.
  if (both) rows.push(line(['direction', ...counted.map(({ direction }) => float(direction))]));
  return header + rows.join('');
}

/** Text of miniML's `*_avgs.csv`: a name and a value per line. */
export function averagesCsv({ statistics }: Pick<Detection, 'statistics'>): string {
  const lines = (of: Statistics, direction: string) =>
    pythonStatistics(of, 'averages').map(([name, value]) => line([direction + name, float(value)]));
  const { directions } = statistics;
  if (!directions) return lines(statistics, '').join('');
  return DIRECTIONS.flatMap((direction) =>
    lines(directions[direction], `${DIRECTION_NAMES[direction]} `),
  ).join('');
}

function line(fields: string[]): string {
  return csvLine(fields, '\n');
}

/** Formats like pandas' float columns: whole numbers with a point, nothing for NaN. */
function float(value: number): string {
  if (Number.isNaN(value)) return '';
  return Number.isInteger(value) && Math.abs(value) < 1e16 ? `${value}.0` : String(value);
}
