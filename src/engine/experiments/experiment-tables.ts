import path from 'node:path';
import { MEASURE_IDS, type MeasureId, measureRow, SUMMARISED_IDS } from '../../common/events/event-columns';
import { fileUnit } from '../../common/events/measure-views';
import type { RowReport } from '../../common/row-report';
import { titled } from '../results/results-tables';
import type { Sheet } from '../results/xlsx';
import { type CellSummary, type MeasureSummary, summariseCells, summariseMeasures } from './cell-summary';
import { DECAY_FIT_COLUMNS, type DecayFitColumn } from './decay-fits';
import { directionsOfRow, kindNames, kindsOfRow, kindTitle } from './event-kinds';
import type { Experiment } from './experiment';
import { commonUnit, type RowEvents } from './experiment-events';

export type TableRow = (string | number | null)[];

/** Columns of the events: what identifies the event, what views show, and the flags. */
const EVENT_IDS: readonly MeasureId[] = MEASURE_IDS.filter(
  (id) => measureRow(id).view !== undefined || ['sweep', 'isolated', 'border', 'added'].includes(id),
);
const PARTS = [
  'mean',
  'sd',
  'median',
  'cv',
  'geometric_mean',
] as const satisfies readonly (keyof MeasureSummary)[];

/** Headings of a summary of all measures: "amplitude mean (pA)". */
function measureHeadings(unit: string): string[] {
  return SUMMARISED_IDS.flatMap((id) =>
    PARTS.map((part) => titled(`${id} ${part.replace('_', ' ')}`, part === 'cv' ? '' : fileUnit(id, unit))),
  );
}

function measureFields(measures: CellSummary['measures']): number[] {
  return SUMMARISED_IDS.flatMap((id) => PARTS.map((part) => measures[id]?.[part] ?? Number.NaN));
}

function kindHeadings(kind: string, unit: string): string[] {
  return ['events', 'frequency (Hz)', ...measureHeadings(unit)].map((title) => kindTitle(kind, title));
}

/** Measures over all events of a row, of all classes; none over events of both directions. */
function wholeFields(one: RowEvents): number[] {
  const kind = directionsOfRow(one).find((part) => part.kind === '');
  return kind ? measureFields(summariseMeasures([kind])) : measureFields({});
}

function kindFields(one: RowEvents) {
  return (name: string): TableRow => {
    const kind = kindsOfRow(one).find((part) => part.kind === name);
    if (!kind) return [null, null, ...measureFields({})];
    const { events, frequency_hz } = kind.facts.statistics;
    return [events, frequency_hz, ...measureFields(summariseMeasures([kind]))];
  };
}

/** One row per recording: its status, and its measures once it is done. */
export function summaryRows(reports: readonly RowReport[], results: readonly RowEvents[]): TableRow[] {
  const unit = commonUnit(results);
  const kinds = kindNames(results);
  const byLine = new Map(results.map((one) => [one.row.line, one]));
  const start = [
    'recording',
    'cell',
    'animal',
    'group',
    'status',
    'events',
    'frequency (Hz)',
    'flags',
    'error',
  ];
  return [
    [
      ...start,
      'duration (s)',
      ...measureHeadings(unit),
      ...kinds.flatMap((kind) => kindHeadings(kind, unit)),
    ],
    ...reports.map((report) => {
      const { recording, cell, animal, group, status, events, frequency_hz, flags, error } = report;
      const found = report.results === null ? undefined : byLine.get(report.line);
      const width = kinds.length * (2 + PARTS.length * SUMMARISED_IDS.length);
      const facts = found
        ? [found.facts.statistics.duration_s, ...wholeFields(found), ...kinds.flatMap(kindFields(found))]
        : Array.from({ length: 1 + PARTS.length * SUMMARISED_IDS.length + width }, () => null);
      return [
        recording,
        cell,
        animal,
        group,
        status,
        events,
        frequency_hz,
        flags.join(' '),
        error ?? '',
        ...facts,
      ];
    }),
  ];
}

/** One row per cell and group, and per kind of events where there are several. */
export function cellRows(results: readonly RowEvents[]): TableRow[] {
  const kinds = kindNames(results).length > 0;
  const start = [
    'group',
    'condition',
    'animal',
    'cell',
    ...(kinds ? ['kind'] : []),
    'recordings',
    'events',
    'duration (s)',
    'frequency (Hz)',
  ];
  return [
    [...start, ...measureHeadings(commonUnit(results))],
    ...summariseCells(results).map(({ group, condition, animal, cell, kind, measures, ...numbers }) => {
      const { recordings, events, duration_s, frequency_hz } = numbers;
      const own = [recordings, events, duration_s, frequency_hz];
      return [group, condition, animal, cell, ...(kinds ? [kind] : []), ...own, ...measureFields(measures)];
    }),
  ];
}

/** One row per event of all recordings, the heading first. */
export function* eventRowsOf(results: readonly RowEvents[]): Generator<TableRow> {
  const unit = commonUnit(results);
  const fitIds = results.some(({ fits }) => fits) ? (Object.keys(DECAY_FIT_COLUMNS) as DecayFitColumn[]) : [];
  const fitNames = fitIds.map((id) => titled(id, DECAY_FIT_COLUMNS[id].unit));
  const both = results.some(({ facts }) => facts.parameters.event_direction === 'both');
  const ids = both ? [...EVENT_IDS, 'direction' as const] : EVENT_IDS;
  const classNames = results.some(({ classes }) => classes) ? ['event_class'] : [];
  const names = ids.map((id) => titled(id, fileUnit(id, unit)));
  yield [
    'recording',
    'cell',
    'animal',
    'group',
    'condition',
    'channel',
    ...names,
    ...classNames,
    ...fitNames,
  ];
  for (const { row, facts, columns, classes, fits } of results) {
    const { cell, animal, group, condition } = row;
    const own = [path.basename(row.recording), cell, animal, group, condition, facts.source.channel];
    for (let i = 0; i < columns.time.length; i++)
      yield [
        ...own,
        ...ids.map((id) => columns[id][i]),
        ...classNames.map(() => classes?.[i] ?? ''),
        ...fitIds.map((id) => fits?.[id][i] ?? Number.NaN),
      ];
  }
}

/** One row per parameter, one column per recording. */
export function parameterRowsOf(results: readonly RowEvents[]): TableRow[] {
  const names = Object.keys(results[0]?.facts.parameters ?? {}) as (keyof RowEvents['facts']['parameters'])[];
  return [
    ['parameter', ...results.map(({ row }) => path.basename(row.recording))],
    ...names.map((name) => [
      name,
      ...results.map(({ facts }) => {
        const value = facts.parameters[name];
        return typeof value === 'number' || typeof value === 'string' ? value : JSON.stringify(value);
      }),
    ]),
  ];
}

/** Where each row's numbers come from. */
export function provenanceRows(experiment: Experiment, results: readonly RowEvents[]): TableRow[] {
  return [
    [
      ...[
        'recording',
        'recording SHA-256',
        'channel',
        'sweep',
        'model',
        'model SHA-256',
        'program',
        'computed on',
      ],
      ...['sampling rate (Hz)', 'unit', 'results', 'experiment'],
    ],
    ...results.map(({ facts: { source, model, rate_hz, unit, backend }, file, writtenBy }) => [
      ...[source.path, source.sha256, source.channel, source.sweep ?? 'all'],
      ...[model.path, model.sha256, writtenBy, backend, rate_hz, unit, file, experiment.file],
    ]),
  ];
}

/** Rows of one sheet in Excel. */
const MOST_SHEET_ROWS = 1_048_576;

/** Sheets of the workbook of an experiment; events continue on further sheets where one is full. */
export function experimentSheets(
  experiment: Experiment,
  reports: readonly RowReport[],
  results: readonly RowEvents[],
): Sheet[] {
  return [
    { name: 'Summary', rows: summaryRows(reports, results) },
    { name: 'Cells', rows: cellRows(results) },
    ...eventSheets(results),
    { name: 'Parameters', rows: parameterRowsOf(results) },
    { name: 'Provenance', rows: provenanceRows(experiment, results) },
  ];
}

function eventSheets(results: readonly RowEvents[]): Sheet[] {
  const events = results.reduce((sum, { columns }) => sum + columns.time.length, 0);
  const sheets = Math.max(1, Math.ceil(events / (MOST_SHEET_ROWS - 1)));
  const rows = eventRowsOf(results);
  let heading: TableRow | undefined;
  const part = function* (): Generator<TableRow> {
    heading ??= rows.next().value as TableRow;
    yield heading;
    for (let n = 1; n < MOST_SHEET_ROWS; n++) {
      const next = rows.next();
      if (next.done) return;
      yield next.value;
    }
  };
  return Array.from({ length: sheets }, (_, i) => ({
    name: i === 0 ? 'Events' : `Events ${i + 1}`,
    rows: { [Symbol.iterator]: part },
  }));
}
