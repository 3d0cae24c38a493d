import type { Statistics, Summary } from '../../common/events/detection';
import {
  measureRow,
  STORED_IDS,
  type StoredMeasure,
  type SummarisedField,
} from '../../common/events/event-columns';
import type { MeasureRow } from '../../common/events/measures';

type PythonPlace = NonNullable<MeasureRow['python']>;
type StatisticsPlace = 'statistics' | 'averages';

/** The measures that the files of the Python program hold, in its order. */
export const PYTHON_MEASURES: readonly (PythonPlace & { id: StoredMeasure })[] = STORED_IDS.flatMap((id) => {
  const { python } = measureRow(id) as MeasureRow;
  return python ? [{ id, ...python }] : [];
}).sort((a, b) => a.at - b.at);

/** Its scalars that are not about a measure; they stand in front of the interval's. */
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
