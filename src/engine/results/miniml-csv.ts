import type { Detection } from '../../common/events/detection';
import { readerOf } from '../../common/events/event-columns';
import { csvLine } from '../files/csv';
import { PYTHON_MEASURES, pythonStatistics } from './python-layout';

/** The text of miniML's `*_individual.csv`: a row a measure, a column an event, those at the border left out. */
export function individualCsv({ events }: Pick<Detection, 'events'>): string {
  const counted = events.filter((event) => !event.border);
  const header = line(['', ...counted.map((_, i) => `event_${i}`)]);
  const rows = PYTHON_MEASURES.flatMap(({ id, row }) => {
    const read = readerOf(id);
    return row ? [line([row, ...counted.map((event) => float(read(event)))])] : [];
  });
  return header + rows.join('');
}

/** The text of miniML's `*_avgs.csv`: a name and a value a line. */
export function averagesCsv({ statistics }: Pick<Detection, 'statistics'>): string {
  return pythonStatistics(statistics, 'averages')
    .map(([name, value]) => line([name, float(value)]))
    .join('');
}

function line(fields: string[]): string {
  return csvLine(fields, '\n');
}

/** As pandas writes a column of floats: whole numbers with a point, nothing for NaN. */
function float(value: number): string {
  if (Number.isNaN(value)) return '';
  return Number.isInteger(value) && Math.abs(value) < 1e16 ? `${value}.0` : String(value);
}
