import { UserError } from '../../../common/errors';
import { BLOCK_LINES, TextLines } from './lines';
import { formatOf, type NumberFormat, numberIn, splitLine } from './number-format';

/** Columns of numbers, read on demand, with headings if there are any. */
export interface NumberTable {
  headings: string[];
  /** Lines above the headings. */
  preamble: string[];
  columns: number;
  rows: number;
  /** The last row, where `rows` is an estimate from the size of the file. */
  last: Float64Array | undefined;
  format: NumberFormat;
  /** Values `from` ≤ i < `to` of a column. */
  read(column: number, from: number, to: number): Float64Array;
  close(): void;
}

const MOST_COLUMNS = 4096;
/** Maximum number of lines above the numbers. */
const MOST_PREAMBLE = 200;
/** Number of lines that tell the format. */
const TELLING_LINES = 200;
/** Tables up to this size are read at once, so that a wrong line is named at once. */
const READ_AT_ONCE_ROWS = 65_536;
/** Files up to this size are counted even for a glance. */
const COUNTED_AT_ONCE_BYTES = 16 * 1024 ** 2;
const KEPT_VALUES = 8 * 1024 ** 2;

/**
 * Opens a table of numbers in a text file. Its lines are counted, which reads the file once, but are converted to numbers
 * only where they are read.
 *
 * @param skip lines before the table, which are returned as `preamble` with any others above the numbers
 * @param glance facts only: the number of lines of a large file is estimated
 * @throws UserError where there is no such table, or a line has another number of columns
 */
export function openNumberTable(path: string, skip: number, glance: boolean): NumberTable {
  const lines = new TextLines(path);
  try {
    return tableIn(lines, skip, glance);
  } catch (thrown) {
    lines.close();
    throw thrown;
  }
}

function tableIn(lines: TextLines, skip: number, glance: boolean): NumberTable {
  const { path, head } = lines;
  const start = head.findIndex(
    (line, i) => i >= skip && i < skip + MOST_PREAMBLE && formatOf([line]) !== undefined,
  );
  const format = start < 0 ? undefined : formatOfTable(head, start);
  if (!format) throw new UserError(`${path} is not a table of numbers.`);
  if (format.fields > MOST_COLUMNS)
    throw new UserError(
      `${path} has ${format.fields} columns, but at most ${MOST_COLUMNS} can be read. Save the signals alone.`,
    );
  lines.startAt(start);
  const block = blockReader(lines, start, format);
  const seen = glance ? lines.glance() : undefined;
  const isEstimated = seen !== undefined && seen.bytes > COUNTED_AT_ONCE_BYTES;
  const rows = isEstimated ? Number((seen.bytes / seen.bytesPerLine).toPrecision(3)) : lines.count();
  const read = columnReader(block);
  if (rows <= READ_AT_ONCE_ROWS) for (let row = 0; row < rows; row += BLOCK_LINES) read(0, row, row + 1);
  return {
    ...headingsOf(head.slice(0, start), format),
    columns: format.fields,
    rows,
    last: isEstimated ? lastRow(path, seen.last, format) : undefined,
    format,
    read,
    close: () => lines.close(),
  };
}

/** The format that all of the first lines have; else that of the first line, and the one that differs is named later. */
function formatOfTable(head: readonly string[], start: number): NumberFormat | undefined {
  const heading = head[start - 1] ?? '';
  const telling = head.slice(start, start + TELLING_LINES).filter((line) => line.trim() !== '');
  return (
    formatOf(telling, heading) ?? formatOf(telling.slice(0, 3), heading) ?? formatOf([head[start]], heading)
  );
}

/** The last line above the numbers has headings; two lines if the last one has units only. */
function headingsOf(
  above: readonly string[],
  { separator, fields }: NumberFormat,
): { headings: string[]; preamble: string[] } {
  const preamble = above.filter((line) => line.trim() !== '');
  const namesIn = (line: string | undefined) => {
    const names = line === undefined ? [] : splitLine(line.replace(/^\s*[#%]+\s*/, ''), separator);
    return names.length === fields ? names : undefined;
  };
  const last = namesIn(preamble.at(-1));
  if (!last) return { headings: [], preamble };
  const names = last.every((name) => UNIT_ALONE.test(name)) ? namesIn(preamble.at(-2)) : undefined;
  return names
    ? {
        headings: names.map((name, i) => `${name} (${last[i].replace(/^[([]|[)\]]$/g, '')})`),
        preamble: preamble.slice(0, -2),
      }
    : { headings: last, preamble: preamble.slice(0, -1) };
}

/** A field of a line of units below the headings. */
const UNIT_ALONE = /^[([]?(?:[fpnuµmk]?(?:A|V|s|Ohm)|sec|seconds|volts?|amps?|Hz|°C)?[)\]]?$/iu;

type ReadBlock = (index: number) => Float64Array[];

/** Converts blocks of lines, with an LRU cache. */
function blockReader(lines: TextLines, start: number, format: NumberFormat): ReadBlock {
  const kept = new Map<number, Float64Array[]>();
  const most = Math.max(2, Math.floor(KEPT_VALUES / (BLOCK_LINES * format.fields)));
  return (index) => {
    const known = kept.get(index);
    if (known) {
      kept.delete(index);
      kept.set(index, known);
      return known;
    }
    const texts = lines.block(index);
    const columns = Array.from({ length: format.fields }, () => new Float64Array(texts.length));
    texts.forEach((line, row) => {
      readRow(
        { path: lines.path, number: start + index * BLOCK_LINES + row + 1 },
        line,
        format,
        columns,
        row,
      );
    });
    kept.set(index, columns);
    const [oldest] = kept.keys();
    if (kept.size > most) kept.delete(oldest);
    return columns;
  };
}

function lastRow(path: string, line: string, format: NumberFormat): Float64Array {
  const columns = Array.from({ length: format.fields }, () => new Float64Array(1));
  readRow({ path, number: Number.NaN }, line, format, columns, 0);
  return Float64Array.from(columns, ([value]) => value);
}

function readRow(
  { path, number }: { path: string; number: number },
  line: string,
  format: NumberFormat,
  columns: readonly Float64Array[],
  row: number,
): void {
  const fields = splitLine(line, format.separator);
  if (fields.length !== columns.length)
    throw new UserError(
      `${path} has ${fields.length} columns in line ${number} and ${columns.length} above. Correct or remove that line.`,
    );
  for (let i = 0; i < fields.length; i++) {
    const value = numberIn(fields[i], format);
    if (value === undefined)
      throw new UserError(
        `${path}: ${JSON.stringify(fields[i].slice(0, 40))} in line ${number} is not a number.`,
      );
    columns[i][row] = value;
  }
}

function columnReader(block: ReadBlock): NumberTable['read'] {
  return (column, from, to) => {
    const values = new Float64Array(to - from);
    for (let at = from; at < to; ) {
      const index = Math.floor(at / BLOCK_LINES);
      const part = block(index)[column].subarray(at - index * BLOCK_LINES, to - index * BLOCK_LINES);
      values.set(part, at - from);
      at = (index + 1) * BLOCK_LINES;
    }
    return values;
  };
}
