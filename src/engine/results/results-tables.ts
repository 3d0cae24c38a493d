import path from 'node:path';
import type { AverageEvent, Detection, Statistics } from '../../common/events/detection';
import { DIRECTION_NAMES, DIRECTIONS } from '../../common/events/direction';
import {
  MEASURE_IDS,
  measureRow,
  readerOf,
  SUMMARISED_IDS,
  type SummarisedField,
} from '../../common/events/event-columns';
import { fileUnit } from '../../common/events/measure-views';
import { csvLine } from '../files/csv';
import { type Sheet, workbook } from './xlsx';

/**
 * All events as a tidy table (RFC 4180): one row per event, one column per measure with its unit in the header. Each
 * row has recording and channel, so that tables of several recordings can be concatenated. A measure that does not
 * exist is an empty field.
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

/** A column heading with unit: "amplitude (pA)". */
export function titled(name: string, unit: string): string {
  return unit === '' ? name : `${name} (${unit})`;
}

function shown(value: number): string {
  return Number.isNaN(value) ? '' : String(value);
}

/** Workbook of results: the events as in the tidy table, the average event, the statistics, the parameters. */
export function resultsWorkbook(detection: Detection): Uint8Array {
  return workbook([
    { name: 'Events', rows: eventRows(detection) },
    ...averageSheets(detection),
    ...statisticsSheets(detection),
    { name: 'Parameters', rows: parameterRows(detection) },
  ]);
}

/** One sheet, or one for each direction. */
function averageSheets(detection: Detection): Sheet[] {
  const { average, averages } = detection;
  if (!averages) return averageSheet(detection, average, 'Average');
  return DIRECTIONS.flatMap((direction) =>
    averageSheet(detection, averages[direction], `Average ${DIRECTION_NAMES[direction]}`),
  );
}

function statisticsSheets({ statistics, unit }: Detection): Sheet[] {
  const { directions } = statistics;
  if (!directions) return [{ name: 'Statistics', rows: statisticsRows(statistics, unit) }];
  return DIRECTIONS.map((direction) => ({
    name: `Statistics ${DIRECTION_NAMES[direction]}`,
    rows: statisticsRows(directions[direction], unit),
  }));
}

function averageSheet(
  { rate_hz, points_before, unit }: Detection,
  average: AverageEvent | null,
  name: string,
): Sheet[] {
  if (!average) return [];
  const rows = Array.from(average.values, (value, i) => [(1000 * (i - points_before)) / rate_hz, value]);
  return [{ name, rows: [['time (ms)', unit === '' ? 'value' : `value (${unit})`], ...rows] }];
}

function statisticsRows(statistics: Statistics, unit: string): Sheet['rows'] {
  const measures = SUMMARISED_IDS.map((id) => ({
    name: titled(id, fileUnit(id, unit)),
    summary: statistics[measureRow(id).field as SummarisedField],
  }));
  const numbers = Object.entries(statistics).filter(
    (entry): entry is [string, number] => typeof entry[1] === 'number',
  );
  return [
    ['measure', 'n', 'mean', 'sd', 'median', 'cv'],
    ...measures.map(({ name, summary: { n, mean, sd, median, cv } }) => [name, n, mean, sd, median, cv]),
    ...numbers.map(([name, value]) => [name.replace(/_(s|hz)$/, ' ($1)'), null, value]),
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
