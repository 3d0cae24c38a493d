import { readFileSync } from 'node:fs';
import { UserError } from '../../../common/errors';
import { fieldNumber } from '../../files/csv';
import { signOfLife, waiting } from '../../scheduling/sign-of-life';

/** Columns of numbers, with headings if there are any. */
export interface NumberTable {
  headings: string[];
  /** Lines above the headings. */
  preamble: string[];
  columns: Float64Array[];
}

/** Longer files are recordings of other programs, or do not fit into memory as numbers. */
const MOST_BYTES = 1024 ** 3;
const MOST_COLUMNS = 4096;
const ROWS_PER_SIGN = 4096;
/** Maximum number of lines above the numbers. */
const MOST_PREAMBLE = 200;

const NUMBER = /^[-+]?(\d+([.,]\d*)?|[.,]\d+)(e[-+]?\d+)?$|^[-+]?(nan|inf(inity)?)$/i;

/**
 * Reads a table of numbers from a text file. The separator (tab, semicolon, comma, blanks) and the decimal comma are
 * determined from the first line of numbers.
 *
 * @param skip lines before the table, which are returned as `preamble` with any others above the numbers
 * @throws UserError where there is no such table, or a line has another number of columns
 */
export function readNumberTable(path: string, skip = 0): NumberTable {
  const bytes = waiting(
    () => readFileSync(path),
    ({ length }) => length,
  );
  if (bytes.length > MOST_BYTES)
    throw new UserError(`${path} is larger than 1 GB. Save it in a binary format, such as ABF.`);
  const lines = linesOf(bytes);
  const start = lines.findIndex(
    (line, i) => i >= skip && i < skip + MOST_PREAMBLE && shapeOf(line) !== undefined,
  );
  const shape = start < 0 ? undefined : shapeOf(lines[start], lines[start - 1]);
  if (!shape) throw new UserError(`${path} is not a table of numbers.`);
  const { separator, decimalComma, fields } = shape;
  if (fields > MOST_COLUMNS)
    throw new UserError(
      `${path} has ${fields} columns, but at most ${MOST_COLUMNS} can be read. Save the signals alone.`,
    );
  let last = lines.length;
  while (last > start && lines[last - 1].trim() === '') last--;
  const columns = Array.from({ length: fields }, () => new Float64Array(last - start));
  for (let row = start; row < last; row++) {
    if (row % ROWS_PER_SIGN === 0) signOfLife();
    readRow(path, lines[row], row, { separator, decimalComma }, columns, row - start);
  }
  const above = lines.slice(0, start).filter((line) => line.trim() !== '');
  const heading = above.at(-1);
  const names = heading === undefined ? [] : split(heading, separator).map(unquoted);
  const headed = names.length === fields;
  return { headings: headed ? names : [], preamble: headed ? above.slice(0, -1) : above, columns };
}

function linesOf(bytes: Buffer): string[] {
  const utf16 = bytes.length > 2 && bytes[0] === 0xff && bytes[1] === 0xfe;
  const text = utf16 ? bytes.toString('utf16le') : bytes.toString('latin1').replace(/^\xef\xbb\xbf/, '');
  return text.split(/\r\n|\n|\r/);
}

interface Shape {
  separator: string;
  decimalComma: boolean;
  fields: number;
}

/**
 * Number format of a line of numbers; undefined for other lines. "1,5" alone is one number with a decimal comma, unless
 * the heading above has two parts.
 */
export function shapeOf(line: string, heading = ''): Shape | undefined {
  const text = line.trim();
  if (text === '' || text.length > 1 << 20) return undefined;
  const separator = ['\t', ';'].find((one) => text.includes(one));
  const comma = text.includes(',') && !text.includes('.');
  if (separator !== undefined) return numbers(text, separator, comma);
  const decimal = comma && !/,\s/.test(text) && !heading.includes(',') ? numbers(text, ' ', true) : undefined;
  return decimal ?? numbers(text, text.includes(',') ? ',' : ' ', false);
}

function numbers(text: string, separator: string, decimalComma: boolean): Shape | undefined {
  const fields = split(text, separator);
  return fields.every((field) => NUMBER.test(field))
    ? { separator, decimalComma, fields: fields.length }
    : undefined;
}

function split(line: string, separator: string): string[] {
  const text = line.trim();
  const fields = separator === ' ' ? text.split(/ +/) : text.split(separator);
  // Some programs end lines with a separator.
  if (fields.length > 1 && fields[fields.length - 1].trim() === '') fields.pop();
  return fields.map((field) => field.trim());
}

function unquoted(field: string): string {
  return field.replace(/^"(.*)"$/, '$1').trim();
}

function readRow(
  path: string,
  line: string,
  number: number,
  { separator, decimalComma }: Pick<Shape, 'separator' | 'decimalComma'>,
  columns: readonly Float64Array[],
  row: number,
): void {
  const fields = split(line, separator);
  if (fields.length !== columns.length)
    throw new UserError(
      `${path} has ${fields.length} columns in line ${number + 1} and ${columns.length} above. Correct or remove that line.`,
    );
  fields.forEach((field, i) => {
    const value = decimalComma ? fieldNumber(field) : Number(field);
    if (Number.isNaN(value) && !/^(nan|)$/i.test(field))
      throw new UserError(
        `${path}: ${JSON.stringify(field.slice(0, 40))} in line ${number + 1} is not a number.`,
      );
    columns[i][row] = field === '' ? Number.NaN : value;
  });
}
