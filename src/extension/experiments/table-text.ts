import { fieldAt, separatorOf } from '../../engine/files/csv';

/** A field of a table: offsets in the text, and its value without quotes and outer blanks. */
interface TextCell {
  from: number;
  to: number;
  value: string;
}

interface TextRow {
  /** As the engine counts: the heading is line 1, empty lines do not count. */
  line: number;
  cells: TextCell[];
}

/** A table with the position of each field in its text, so that an edit changes only that field. */
export interface TextTable {
  text: string;
  separator: string;
  newline: string;
  /** Lower-case names of the columns. */
  names: string[];
  header: TextRow;
  rows: TextRow[];
}

/** Replacement of the text from offset `from` up to `to`. */
export interface TextEdit {
  from: number;
  to: number;
  text: string;
}

/** A change of one field. */
export interface FieldChange {
  line: number;
  /** Lower-case name; a column that the table lacks is added. */
  column: string;
  value: string;
}

/** Parses a table as the engine reads it; see `parseCsv`. */
export function parseTable(text: string): TextTable {
  const start = text.startsWith('\ufeff') ? 1 : 0;
  const separator = separatorOf(text.slice(start));
  const lines: TextRow[] = [];
  let cells: TextCell[] = [];
  const end = () => {
    if (cells.length > 1 || (cells.length === 1 && cells[0].value !== ''))
      lines.push({ line: lines.length + 1, cells });
    cells = [];
  };
  for (let at = start; at < text.length; ) {
    const [field, to] = fieldAt(text, at, separator);
    cells.push({ from: at, to, value: field.trim() });
    if (text[to] !== separator) end();
    else if (to + 1 === text.length) cells.push({ from: to + 1, to: to + 1, value: '' });
    at = to + 1;
  }
  end();
  const [header = { line: 1, cells: [] }, ...rows] = lines;
  return {
    text,
    separator,
    newline: text.includes('\r\n') ? '\r\n' : '\n',
    names: header.cells.map(({ value }) => value.toLowerCase()),
    header,
    rows,
  };
}

/** Value of a field; empty where the row or the table lacks it. */
export function fieldOf({ names }: TextTable, row: TextRow, column: string): string {
  return row.cells[names.indexOf(column)]?.value ?? '';
}

/** Edits that give fields new values and leave all else as it is, in order of their place. */
export function fieldEdits(table: TextTable, changes: readonly FieldChange[]): TextEdit[] {
  const added = [...new Set(changes.map(({ column }) => column))].filter(
    (column) => !table.names.includes(column),
  );
  const names = [...table.names, ...added];
  const edits = added.length > 0 ? [appended(table, table.header, [...table.names, ...added])] : [];
  for (const row of table.rows) {
    const own = changes.filter(({ line }) => line === row.line);
    const beyond: string[] = [];
    for (const { column, value } of own) {
      const index = names.indexOf(column);
      const cell = row.cells[index];
      if (!cell) beyond[index] = value;
      else if (cell.value !== value)
        edits.push({ from: cell.from, to: cell.to, text: quoted(value, table.separator) });
    }
    if (beyond.length > 0) edits.push(appended(table, row, beyond));
  }
  return edits.sort((a, b) => a.from - b.from);
}

/** Adds fields after the last one of a row. @param values by column; those the row has are passed over */
function appended({ separator }: TextTable, { cells }: TextRow, values: readonly string[]): TextEdit {
  const at = cells.at(-1)!.to;
  const more = Array.from({ length: values.length - cells.length }, (_, i) => values[cells.length + i] ?? '');
  return { from: at, to: at, text: more.map((value) => separator + quoted(value, separator)).join('') };
}

/** An edit that adds rows at the end. @param rows values by column; columns that the table lacks are passed over */
export function addedRows(table: TextTable, rows: readonly Readonly<Record<string, string>>[]): TextEdit {
  const { text, newline, names, separator } = table;
  const lines = rows.map(
    (row) => names.map((name) => quoted(row[name] ?? '', separator)).join(separator) + newline,
  );
  const end = text.length;
  return { from: end, to: end, text: (/[\r\n]$/.test(text) ? '' : newline) + lines.join('') };
}

/** Edits that remove rows with their line breaks. */
export function removedRows({ text, rows }: TextTable, lines: ReadonlySet<number>): TextEdit[] {
  return rows
    .filter(({ line }) => lines.has(line))
    .map(({ cells }) => {
      const to = cells.at(-1)!.to;
      const newline = /^(\r\n|\r|\n)?/.exec(text.slice(to, to + 2))![0];
      return { from: cells[0].from, to: to + newline.length, text: '' };
    });
}

/** Text with edits applied, which are in order and do not overlap. */
export function withEdits(text: string, edits: readonly TextEdit[]): string {
  let [result, at] = ['', 0];
  for (const edit of edits) {
    result += text.slice(at, edit.from) + edit.text;
    at = edit.to;
  }
  return result + text.slice(at);
}

/** Pairs of words for yes and no, in the languages of Excel. */
const PAIRS: readonly (readonly [yes: string, no: string])[] = [
  ['yes', 'no'],
  ['1', '0'],
  ['true', 'false'],
  ['wahr', 'falsch'],
  ['vrai', 'faux'],
  ['ja', 'nein'],
  ['oui', 'non'],
  ['y', 'n'],
];

/** Words of the column `include`, as the table has them: TRUE and FALSE if there is a TRUE. */
export function includeWords(table: TextTable): readonly [yes: string, no: string] {
  for (const row of table.rows) {
    const word = fieldOf(table, row, 'include');
    const pair = PAIRS.find((words) => words.includes(word.toLowerCase()));
    if (pair) return word === word.toLowerCase() ? pair : [pair[0].toUpperCase(), pair[1].toUpperCase()];
  }
  return PAIRS[0];
}

/** Whether a row is included; the engine reports words that it does not know. */
export function isIncluded(table: TextTable, row: TextRow): boolean {
  const word = fieldOf(table, row, 'include').toLowerCase();
  return !PAIRS.some(([, no]) => no === word);
}

function quoted(value: string, separator: string): string {
  const special = value.includes(separator) || /["\r\n]|^\s|\s$/.test(value);
  return special ? `"${value.replaceAll('"', '""')}"` : value;
}
