import { UserError } from '../../common/errors';
import { readZip } from './zip';

/** Bounds of a sheet of Excel, which no real file exceeds. */
const MOST_COLUMNS = 16_384;
const MOST_ROWS = 1_048_576;
/** Maximum number of cells: rows times columns with a heading. */
const MOST_CELLS = 20_000_000;
/** Maximum size of the text of a sheet, which must fit one string. */
const MOST_TEXT_BYTES = 384 * 1024 ** 2;

const WORKBOOK = 'xl/workbook.xml';
const RELATIONS = 'xl/_rels/workbook.xml.rels';
const STRINGS = 'xl/sharedStrings.xml';

/**
 * Reads the first sheet of a workbook (SpreadsheetML, ECMA-376 part 1) into rows of trimmed fields, like a csv table:
 * without empty rows, as wide as the first row. Formulas give the values that were stored with them; numbers are
 * written with all their digits.
 *
 * @throws UserError when the file is damaged, or not a workbook, or its table is too large
 */
export function readXlsxTable(file: string): string[][] {
  const frame = readZip(file, [WORKBOOK, RELATIONS, STRINGS]);
  const sheet = sheetPath(file, textOf(frame.get(WORKBOOK)), textOf(frame.get(RELATIONS)));
  const content = readZip(file, [sheet]).get(sheet);
  if (!content) throw new UserError(`${file} is damaged: its ${sheet} is missing. Save it again in Excel.`);
  if (content.length > MOST_TEXT_BYTES)
    throw new UserError(`${file} is too large for a table. Save it as csv.`);
  const strings = sharedStrings(textOf(frame.get(STRINGS)));
  return rowsOf(file, textOf(content), strings);
}

function textOf(bytes: Uint8Array | undefined): string {
  return bytes ? Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('utf8') : '';
}

/** Name in the archive of the first sheet that is a table. */
function sheetPath(file: string, workbook: string, relations: string): string {
  const targets = new Map<string, string>();
  for (const [, attributes] of elements(relations, 'Relationship'))
    if (/\/worksheet$/.test(attribute(attributes, 'Type') ?? ''))
      targets.set(attribute(attributes, 'Id') ?? '', attribute(attributes, 'Target') ?? '');
  for (const [, attributes] of elements(workbook, 'sheet')) {
    const target = targets.get(attribute(attributes, '(?:\\w+:)?id') ?? '');
    if (target) return target.startsWith('/') ? target.slice(1) : `xl/${target}`;
  }
  throw new UserError(`${file} is not a workbook with a table. Save the table as csv or xlsx.`);
}

function sharedStrings(xml: string): string[] {
  return [...elements(xml, 'si')].map(([, , inner]) => runs(inner));
}

function rowsOf(file: string, xml: string, strings: readonly string[]): string[][] {
  const rows: string[][] = [];
  let width = 0;
  for (const [, , inner] of elements(xml, 'row')) {
    const cells = cellsOf(inner, strings, rows.length === 0 ? MOST_COLUMNS : width);
    if (cells.every((cell) => cell === '')) continue;
    if (rows.length === 0) width = cells.length;
    else while (cells.length < width) cells.push('');
    rows.push(cells);
    if (rows.length > MOST_ROWS || rows.length * width > MOST_CELLS)
      throw new UserError(`${file} is too large for a table: it has more than ${MOST_CELLS} cells.`);
  }
  return rows;
}

/** The cells of a row up to the last that is not empty, at most `most`. */
function cellsOf(xml: string, strings: readonly string[], most: number): string[] {
  const found = new Map<number, string>();
  let next = 0;
  for (const [, attributes, inner] of elements(xml, 'c')) {
    const at = columnOf(attribute(attributes, 'r')) ?? next;
    next = at + 1;
    const text = at < most ? cellText(attribute(attributes, 't'), inner, strings).trim() : '';
    if (text !== '') found.set(at, text);
  }
  const width = Math.max(0, ...[...found.keys()].map((at) => at + 1));
  return Array.from({ length: width }, (_, i) => found.get(i) ?? '');
}

/** "A7" → 0, "AB3" → 27; undefined without a reference. */
function columnOf(reference: string | undefined): number | undefined {
  const letters = /^[A-Z]{1,3}/.exec(reference ?? '')?.[0];
  if (letters === undefined) return undefined;
  return [...letters].reduce((sum, letter) => 26 * sum + letter.charCodeAt(0) - 64, 0) - 1;
}

function cellText(type: string | undefined, inner: string, strings: readonly string[]): string {
  if (type === 'inlineStr') return runs(inner);
  const [[, , stored] = ['', '', '']] = elements(inner, 'v');
  const value = unescaped(stored);
  if (type === 's') return strings[Number(value)] ?? '';
  if (type === 'b') return value === '1' ? 'TRUE' : 'FALSE';
  if (type === 'e') return '';
  return value;
}

/** The runs of text of a string, joined; not its phonetic reading. */
function runs(xml: string): string {
  let text = '';
  for (const [tag, , inner] of elements(xml, '(?:t|rPh)'))
    if (!/rPh[\s>]/.test(tag)) text += unescaped(inner);
  return text;
}

/**
 * Elements of a name, with any prefix, in order: whole match, attributes, contents. Elements of these names are never
 * nested in each other. Found by searching forwards only, so that the time is in proportion to the text.
 */
function* elements(xml: string, name: string): Generator<[string, string, string]> {
  const open = new RegExp(`<((?:\\w+:)?${name})(?=[\\s/>])([^<>]*)>`, 'g');
  for (let match = open.exec(xml); match; match = open.exec(xml)) {
    const [whole, tag, attributes] = match as unknown as [string, string, string];
    if (attributes.endsWith('/')) {
      yield [whole, attributes, ''];
      continue;
    }
    const from = open.lastIndex;
    const to = xml.indexOf(`</${tag}>`, from);
    if (to < 0) return;
    yield [whole, attributes, xml.slice(from, to)];
    open.lastIndex = to;
  }
}

function attribute(attributes: string, name: string): string | undefined {
  const found = new RegExp(`(?:^|\\s)${name}\\s*=\\s*(?:"([^"]*)"|'([^']*)')`).exec(attributes);
  return found ? unescaped(found[1] ?? found[2] ?? '') : undefined;
}

const ENTITIES: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };

function unescaped(text: string): string {
  return text
    .replace(/&(?:#x([\da-f]{1,6})|#(\d{1,7})|(amp|lt|gt|quot|apos));/gi, (_all, hex, decimal, name) => {
      if (name !== undefined) return ENTITIES[(name as string).toLowerCase()] ?? '';
      const code = hex === undefined ? Number(decimal) : Number.parseInt(hex as string, 16);
      return code > 0 && code <= 0x10ffff ? String.fromCodePoint(code) : '';
    })
    .replace(/_x([\dA-F]{4})_/g, (_all, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
}
