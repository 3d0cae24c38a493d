import path from 'node:path';
import type * as vscode from 'vscode';
import type { RecordingColumns } from '../../common/api/engine/experiments';
import { csvLine } from '../../engine/files/csv';
import { type ListServices, listRecordings } from '../side-bar/recording-list';
import { compilePattern, guessPattern, type NameFields, patternName } from './name-pattern';

export interface PatternServices {
  /** Remembers the pattern of each table. */
  memory: vscode.Memento;
}

const keyOf = (table: string) => `miniml.pattern:${table}`;

export function rememberPattern({ memory }: PatternServices, table: string, pattern: string): Thenable<void> {
  return memory.update(keyOf(table), pattern);
}

/** Columns of a new table, in this order; `date` only where the pattern has it, `direction` where one is clear. */
const COLUMNS = [
  'recording',
  'cell',
  'animal',
  'group',
  'condition',
  'date',
  'parameters',
  'channel',
  'direction',
  'sweep',
  'include',
  'note',
];

/** Values of a row by column. */
export type RowFields = Record<string, string>;

/** The row of a recording in a table. @param fields from its name */
export function rowOfRecording(
  table: string,
  recording: string,
  fields: NameFields,
  { channel, direction }: RecordingColumns,
): RowFields {
  const relative = path.relative(path.dirname(table), recording).split(path.sep).join('/');
  return {
    recording: relative,
    ...fields,
    ...(channel !== null && { channel: String(channel) }),
    ...(direction !== null && { direction }),
  };
}

/** Text of a table as Excel reads it: with a byte order mark, since names may have any letter. */
export function markedCsv(lines: readonly (readonly string[])[]): string {
  return `\ufeff${lines.map((line) => csvLine(line)).join('')}`;
}

/** Text of a new table. */
export function tableText(rows: readonly RowFields[]): string {
  const isUsed = (column: string) => rows.some((row) => row[column]);
  const columns = COLUMNS.filter((column) => (column !== 'date' && column !== 'direction') || isUsed(column));
  return markedCsv([columns, ...rows.map((row) => columns.map((column) => row[column] ?? ''))]);
}

/**
 * Rows for recordings that a table lacks, with the fields that its pattern finds, or one guessed from all names.
 *
 * @param columns of each added recording
 */
export function rowsToAdd(
  { memory }: PatternServices,
  table: string,
  known: readonly string[],
  added: readonly string[],
  columns: readonly RecordingColumns[],
): RowFields[] {
  const folder = commonFolder([...known, ...added]);
  const nameOf = (file: string) => patternName(file, folder);
  const remembered = compilePattern(memory.get<string>(keyOf(table), ''));
  const guessed = compilePattern(guessPattern([...known, ...added].map(nameOf)));
  const fieldsOf = (file: string): NameFields => {
    for (const pattern of [remembered, guessed]) {
      const fields = typeof pattern === 'function' ? pattern(nameOf(file)) : undefined;
      if (fields) return fields;
    }
    return { cell: path.parse(file).name };
  };
  return added.map((file, i) => rowOfRecording(table, file, fieldsOf(file), columns[i]));
}

/** The innermost folder that holds all files. */
export function commonFolder(files: readonly string[]): string {
  const [first, ...others] = files.map((file) => path.dirname(file));
  return others.reduce((folder, other) => {
    let common = folder;
    while (!isWithin(other, common)) common = path.dirname(common);
    return common;
  }, first);
}

function isWithin(folder: string, parent: string): boolean {
  const below = path.relative(parent, folder);
  return below === '' || (below !== '..' && !below.startsWith(`..${path.sep}`) && !path.isAbsolute(below));
}

/** Recordings, by their contents, in the folders of a table that it lacks. */
export async function recordingsBeside(
  table: string,
  listed: readonly string[],
  services: ListServices,
): Promise<string[]> {
  const folders = listed.length > 0 ? [commonFolder(listed)] : [path.dirname(table)];
  // A table of recordings all over a disk has no folder of its own.
  if (path.dirname(folders[0]) === folders[0]) return [];
  const known = new Set(listed);
  const { recordings } = await listRecordings(folders, services);
  return recordings.map(({ file }) => file).filter((file) => !known.has(file));
}
