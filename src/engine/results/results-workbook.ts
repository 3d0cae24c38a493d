import type { Detection, Statistics, Summary } from '../../common/events/detection';
import { eventRows } from './events-table';
import { type Sheet, workbook } from './xlsx';

/** Results for a spreadsheet: the events as in the tidy table, the average event, the statistics, the parameters. */
export function resultsWorkbook(detection: Detection): Uint8Array {
  return workbook([
    { name: 'Events', rows: eventRows(detection) },
    ...averageSheet(detection),
    { name: 'Statistics', rows: statisticsRows(detection.statistics, detection.unit) },
    { name: 'Parameters', rows: parameterRows(detection) },
  ]);
}

function averageSheet({ average, rate_hz, points_before, unit }: Detection): Sheet[] {
  if (!average) return [];
  const rows = Array.from(average.values, (value, i) => [(1000 * (i - points_before)) / rate_hz, value]);
  return [{ name: 'Average', rows: [['time (ms)', unit === '' ? 'value' : `value (${unit})`], ...rows] }];
}

function statisticsRows(statistics: Statistics, unit: string): Sheet['rows'] {
  const measures = Object.entries(statistics).filter(
    (entry): entry is [string, Summary] => typeof entry[1] === 'object',
  );
  const numbers = Object.entries(statistics).filter(
    (entry): entry is [string, number] => typeof entry[1] === 'number',
  );
  const named = (name: string) =>
    name === 'amplitude' && unit !== '' ? `amplitude (${unit})` : name.replace(/_(s|hz)$/, ' ($1)');
  return [
    ['measure', 'n', 'mean', 'sd', 'median', 'cv'],
    ...measures.map(([name, { n, mean, sd, median, cv }]) => [named(name), n, mean, sd, median, cv]),
    ...numbers.map(([name, value]) => [named(name), null, value]),
  ];
}

function parameterRows({ parameters, source, model, backend }: Detection): Sheet['rows'] {
  return [
    ['parameter', 'value'],
    ...Object.entries(parameters).map(([name, value]) => [
      name,
      typeof value === 'number' ? value : JSON.stringify(value),
    ]),
    ['recording', source.path],
    ['recording SHA-256', source.sha256],
    ['model', model.path],
    ['model SHA-256', model.sha256],
    ['computed on', backend],
  ];
}
