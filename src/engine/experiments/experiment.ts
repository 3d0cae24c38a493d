import { stat } from 'node:fs/promises';
import path from 'node:path';
import { UserError } from '../../common/errors';
import { checkValue, expected } from '../../common/parameters/check';
import { DECLARATIONS, type Parameters } from '../../common/parameters/parameters';
import { parseCsv } from '../files/csv';
import { readTable } from '../files/read-table';

/** One row of an experiment: a recording and its groups. */
export interface ExperimentRow {
  /** Line in the table; the heading is line 1. */
  line: number;
  /** Absolute path. */
  recording: string;
  /** The file name of the recording if the table has none. */
  cell: string;
  animal: string;
  group: string;
  condition: string;
  /** Absolute path of the row's parameter file; null uses the files beside the recording. */
  parameters: string | null;
  /** null uses the parameters. */
  channel: number | null;
  sweep: number | null;
  /** null uses the parameters. */
  direction: Parameters['event_direction'] | null;
  include: boolean;
  note: string;
}

export interface Experiment {
  /** Absolute path of the table. */
  file: string;
  rows: ExperimentRow[];
}

/** A row that holds a value that is not allowed. */
export interface WrongRow {
  line: number;
  error: string;
}

/** The ending of tables that the experiment editor opens by itself. */
export const EXPERIMENT_EXTENSION = '.miniml.csv';

/** Default folder for the results of an experiment: "study results" beside study.csv and study.miniml.csv. */
export function resultsFolderOf(file: string): string {
  const { dir, base } = path.parse(path.resolve(file));
  const stem = base.toLowerCase().endsWith(EXPERIMENT_EXTENSION)
    ? base.slice(0, -EXPERIMENT_EXTENSION.length)
    : path.parse(base).name;
  return path.join(dir, `${stem || 'experiment'} results`);
}

/** Maximum size of a table of recordings. */
const MOST_BYTES = 16 * 1024 ** 2;

/**
 * Reads a table of recordings: csv or xlsx with a column `recording` and any of `cell`, `animal`, `group`, `condition`,
 * `parameters`, `channel`, `sweep`, `direction`, `include`, `note`, as Excel writes it too (semicolons, byte order mark). Paths are
 * relative to the table. Other columns are ignored.
 *
 * @throws UserError naming the line and the column that is wrong
 */
export async function readExperiment(file: string): Promise<Experiment> {
  await stat(file).catch(() => {
    throw new UserError(`${file} does not exist. Name a table of recordings.`);
  });
  const absolute = path.resolve(file);
  const rows = experimentRows(file, await readTable(file, MOST_BYTES)).map((row) => {
    if ('error' in row) throw new UserError(row.error);
    return row;
  });
  return { file: absolute, rows };
}

/**
 * The rows of a table as {@link readExperiment} reads them, and for each wrong row the reason.
 *
 * @param file its path, for messages and for the relative paths in it
 * @param table its text as csv, or its fields
 * @throws UserError for a table that is no experiment
 */
export function experimentRows(file: string, table: string | string[][]): (ExperimentRow | WrongRow)[] {
  if (typeof table === 'string' && table.includes('\0'))
    throw new UserError(`${file} is not a table. Save it as csv or xlsx.`);
  const [header = [], ...rows] = typeof table === 'string' ? parseCsv(table) : table;
  const names = header.map((name) => name.toLowerCase());
  if (!names.includes('recording'))
    throw new UserError(`${file} has no column "recording". Add one with the paths of the recordings.`);
  const twice = names.find((name, i) => name !== '' && names.indexOf(name) !== i);
  if (twice !== undefined) throw new UserError(`${file} has two columns "${twice}". Rename one of them.`);
  const folder = path.dirname(path.resolve(file));
  const read = rows.map((row, i) => {
    const field = (name: string) => (names.includes(name) ? (row[names.indexOf(name)] ?? '').trim() : '');
    try {
      return rowOf(file, i + 2, folder, field);
    } catch (thrown) {
      if (thrown instanceof UserError) return { line: i + 2, error: thrown.message };
      throw thrown;
    }
  });
  if (read.length === 0) throw new UserError(`${file} has no rows. Add one row per recording.`);
  return read;
}

/** Whether a table is an experiment, with a row per recording, rather than a table of events. */
export async function isExperiment(file: string): Promise<boolean> {
  const [header = []] = await readTable(file, MOST_BYTES).catch((): string[][] => []);
  return header.some((name) => name.toLowerCase() === 'recording');
}

function rowOf(file: string, line: number, folder: string, field: (name: string) => string): ExperimentRow {
  const recording = field('recording');
  if (recording === '') throw new UserError(`${file} has no recording in line ${line}. Every row needs one.`);
  const count = (name: string): number | null => {
    const text = field(name);
    if (text === '') return null;
    const value = Number(text);
    if (Number.isInteger(value) && value >= 0) return value;
    throw new UserError(`${file} has ${name} "${text}" in line ${line}. It must be a whole number from 0.`);
  };
  const parameters = field('parameters');
  return {
    line,
    recording: path.resolve(folder, recording),
    cell: field('cell') || path.parse(recording).name,
    animal: field('animal'),
    group: field('group'),
    condition: field('condition'),
    parameters: parameters === '' ? null : path.resolve(folder, parameters),
    channel: count('channel'),
    sweep: count('sweep'),
    direction: directionOf(file, line, field('direction')),
    include: included(file, line, field('include')),
    note: field('note'),
  };
}

function directionOf(file: string, line: number, text: string): ExperimentRow['direction'] {
  if (text === '') return null;
  const value = text.toLowerCase();
  if (checkValue('event_direction', value) === undefined) return value as Parameters['event_direction'];
  throw new UserError(
    `${file} has direction "${text}" in line ${line}. It must be ${expected(DECLARATIONS.event_direction)}.`,
  );
}

const YES = /^(|1|true|yes|y|x|ja|oui|wahr|vrai)$/i;
const NO = /^(0|false|no|n|nein|non|falsch|faux)$/i;

function included(file: string, line: number, text: string): boolean {
  if (YES.test(text)) return true;
  if (NO.test(text)) return false;
  throw new UserError(`${file} has include "${text}" in line ${line}. It must be yes or no.`);
}
