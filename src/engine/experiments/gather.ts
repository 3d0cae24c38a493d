import { existsSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { UserError } from '../../common/errors';
import { readerOf, SUMMARISED_IDS } from '../../common/events/event-columns';
import { fileUnit } from '../../common/events/measure-views';
import type { RowReport } from '../../common/row-report';
import { writeTogether } from '../files/atomic';
import { csvLine } from '../files/csv';
import { readResults } from '../results/read-h5';
import { titled } from '../results/results-tables';
import { type EventRow, nestedData } from '../statistics/nested-data';
import type { EventTable } from '../statistics/read-event-table';
import type { Experiment, ExperimentRow } from './experiment';
import { resultsFileOf, stemsOfRows } from './run-experiment';

/**
 * The events of an experiment's results as nested data: the measures of events, and each recording's frequency as one
 * value of its cell.
 *
 * @param out results folder of the experiment
 * @throws UserError where rows have no group, or there are no results yet, or recordings differ in unit
 */
export async function experimentTable(
  experiment: Experiment,
  out: string,
  reference?: string,
): Promise<EventTable> {
  const done = rowsWithResults(experiment, out);
  if (done.length === 0)
    throw new UserError(`${experiment.file} has no results in ${out}. Run miniml batch first.`);
  const without = done.find(({ row }) => row.group === '');
  if (without)
    throw new UserError(
      `${experiment.file} has no group in line ${without.row.line}. Every compared row needs one.`,
    );
  const values = new Map<string, EventRow[]>();
  const add = (name: string, row: ExperimentRow, value: number) => {
    const { group, animal, cell } = row;
    if (!Number.isFinite(value)) return;
    const known = values.get(name) ?? [];
    known.push({ group, animal, cell, value });
    values.set(name, known);
  };
  const units = new Set<string>();
  for (const { row, file } of done) {
    const { events, unit, statistics } = (await readResults(file)).detection;
    units.add(unit);
    if (units.size > 1)
      throw new UserError(
        `The recordings have different units: ${[...units].join(' and ')}. Compare those of one unit.`,
      );
    add('frequency (Hz)', row, statistics.frequency_hz);
    for (const id of SUMMARISED_IDS) {
      const read = readerOf(id);
      const name = titled(id, fileUnit(id, unit));
      for (const event of events) if (!event.border) add(name, row, Number(read(event)));
    }
  }
  return {
    measures: [...values]
      .filter(([, rows]) => rows.length > 0)
      .map(([name, rows]) => ({ name, data: nestedData(rows, reference), missing: 0 })),
  };
}

function rowsWithResults(experiment: Experiment, out: string): { row: ExperimentRow; file: string }[] {
  const stems = stemsOfRows(experiment.rows);
  return experiment.rows
    .map((row, i) => ({ row, file: resultsFileOf(out, stems[i]) }))
    .filter(({ row, file }) => row.include && existsSync(file));
}

/** Writes the summary of a run as csv, one row per recording; returns the paths written. */
export async function writeSummary(out: string, rows: readonly RowReport[]): Promise<string[]> {
  const file = path.join(out, 'summary.csv');
  const header = [
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
  const lines = rows.map((row) =>
    csvLine([
      row.recording,
      row.cell,
      row.animal,
      row.group,
      row.status,
      row.events === null ? '' : String(row.events),
      row.frequency_hz === null ? '' : String(row.frequency_hz),
      row.flags.join(' '),
      row.error ?? '',
    ]),
  );
  const text = csvLine(header) + lines.join('');
  await writeTogether([{ file, write: (temporary) => writeFile(temporary, text) }], { overwrite: true });
  return [file];
}
