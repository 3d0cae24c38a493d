import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { SUMMARISED_IDS } from '../../common/events/event-columns';
import { fileUnit } from '../../common/events/measure-views';
import type { RowReport } from '../../common/row-report';
import type { Task } from '../../common/task';
import { writeTogether } from '../files/atomic';
import { csvLine } from '../files/csv';
import { titled } from '../results/results-tables';
import { writeWorkbook } from '../results/xlsx';
import { type ConditionedRow, splitByCondition } from '../statistics/conditions';
import type { EventTable } from '../statistics/read-event-table';
import { DECAY_FIT_COLUMNS, type DecayFitColumn } from './decay-fits';
import { kindsOfRow, kindTitle } from './event-kinds';
import type { Experiment } from './experiment';
import { countedValues, type RowEvents, readExperimentEvents, requireComparable } from './experiment-events';
import { cellRows, eventRowsOf, experimentSheets, summaryRows, type TableRow } from './experiment-tables';

/** Name of the measure that each recording has one value of. */
export const FREQUENCY = 'frequency (Hz)';

/**
 * The events of an experiment's results as nested data: the measures of events, and each recording's frequency as one
 * value of its cell. Measures of several conditions are split: see {@link splitByCondition}.
 *
 * @throws UserError where rows have no group, or recordings differ in unit
 */
export function experimentTable(
  experiment: Experiment,
  results: readonly RowEvents[],
  reference?: string,
): EventTable {
  requireComparable(experiment, results);
  const values = new Map<string, ConditionedRow[]>();
  const add = (name: string, { row: { group, animal, cell, condition } }: RowEvents, value: number) => {
    if (!Number.isFinite(value)) return;
    const known = values.get(name) ?? [];
    known.push({ group, animal, cell, condition, value });
    values.set(name, known);
  };
  for (const one of results.flatMap(kindsOfRow)) {
    add(kindTitle(one.kind, FREQUENCY), one, one.facts.statistics.frequency_hz);
    for (const id of SUMMARISED_IDS) {
      const name = kindTitle(one.kind, titled(id, fileUnit(id, one.facts.unit)));
      for (const value of countedValues(one, id)) add(name, one, value);
    }
    for (const [id, { unit, compared }] of Object.entries(DECAY_FIT_COLUMNS))
      if (compared && one.fits)
        for (const [i, value] of one.fits[id as DecayFitColumn].entries())
          if (one.columns.border[i] === 0) add(kindTitle(one.kind, titled(id, unit)), one, value);
  }
  return {
    measures: [...values]
      .filter(([, rows]) => rows.length > 0)
      .flatMap(([name, rows]) => splitByCondition(name, rows, reference))
      .map((measure) => ({ ...measure, missing: 0 })),
  };
}

/**
 * Writes what came out of a run: `summary.csv`, one row per recording; `cells.csv`, one per cell and group;
 * `events.csv`, one per event; and all of them with parameters and provenance in `summary.xlsx`.
 *
 * @param out results folder of the experiment
 * @returns the paths written
 */
export async function writeSummary(
  experiment: Experiment,
  out: string,
  reports: readonly RowReport[],
  task: Task,
  options?: { decayFits?: boolean },
): Promise<string[]> {
  const lines = new Set(reports.filter(({ results }) => results !== null).map(({ line }) => line));
  const rows = experiment.rows.filter(({ line }) => lines.has(line));
  const results =
    rows.length === 0
      ? []
      : (await readExperimentEvents(experiment, out, task, options)).filter(({ row }) => lines.has(row.line));
  const files = [
    csvFile(path.join(out, 'summary.csv'), summaryRows(reports, results)),
    ...(results.length === 0
      ? []
      : [
          csvFile(path.join(out, 'cells.csv'), cellRows(results)),
          csvFile(path.join(out, 'events.csv'), eventRowsOf(results)),
          {
            file: path.join(out, 'summary.xlsx'),
            write: (temporary: string) =>
              writeWorkbook(temporary, experimentSheets(experiment, reports, results), task),
          },
        ]),
  ];
  await writeTogether(files, { overwrite: true });
  return files.map(({ file }) => file);
}

function csvFile(file: string, rows: Iterable<TableRow>) {
  return { file, write: (temporary: string) => writeFile(temporary, csvTexts(rows)) };
}

/** Lines of csv, many at a time; an empty field where there is no value. */
function* csvTexts(rows: Iterable<TableRow>): Generator<string> {
  let text = '';
  for (const row of rows) {
    text += csvLine(
      row.map((value) =>
        value === null || (typeof value === 'number' && Number.isNaN(value)) ? '' : String(value),
      ),
    );
    if (text.length < 2 ** 18) continue;
    yield text;
    text = '';
  }
  yield text;
}
