import { strToU8, zipSync } from 'fflate';
import type { Task } from '../../common/task';
import { writeZip, type ZipPart } from '../files/zip-write';

/** A sheet of a workbook: its name and its rows; null is an empty cell. */
export interface Sheet {
  name: string;
  rows: Iterable<readonly (string | number | null)[]>;
}

const EARLIEST_ZIP_TIME = new Date(1980, 0, 1);
const HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n';
const MAIN = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main';
const RELATIONS = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
const PACKAGE = 'http://schemas.openxmlformats.org/package/2006';
const CONTENT = 'application/vnd.openxmlformats-officedocument.spreadsheetml';

/**
 * Workbook in SpreadsheetML (ECMA-376 part 1): the first row of each sheet is bold and frozen. Numbers keep every
 * digit; NaN and infinities are empty cells.
 */
export function workbook(sheets: readonly Sheet[]): Uint8Array {
  const files = framework(sheets);
  sheets.forEach((sheet, i) => {
    files[sheetName(i)] = [...worksheet(sheet)].join('');
  });
  const bytes = Object.entries(files).map(([name, text]) => [name, strToU8(HEAD + text)] as const);
  // A time of the archive's own would make every workbook of the same results another file.
  return zipSync(Object.fromEntries(bytes), { mtime: EARLIEST_ZIP_TIME });
}

/** Writes a {@link workbook} a part at a time, so that its rows never lie in memory together. */
export async function writeWorkbook(file: string, sheets: readonly Sheet[], task: Task): Promise<void> {
  const parts: ZipPart[] = [
    ...Object.entries(framework(sheets)).map(([name, text]) => ({ name, texts: [HEAD, text] })),
    ...sheets.map((sheet, i) => ({ name: sheetName(i), texts: worksheetFile(sheet) })),
  ];
  await writeZip(file, parts, task);
}

function* worksheetFile(sheet: Sheet): Generator<string> {
  yield HEAD;
  yield* worksheet(sheet);
}

function sheetName(i: number): string {
  return `xl/worksheets/sheet${i + 1}.xml`;
}

/** All parts of a workbook except its sheets. */
function framework(sheets: readonly Sheet[]): Record<string, string> {
  const numbers = sheets.map((_, i) => i + 1);
  return {
    '[Content_Types].xml': `<Types xmlns="${PACKAGE}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Override PartName="/xl/workbook.xml" ContentType="${CONTENT}.sheet.main+xml"/><Override PartName="/xl/styles.xml" ContentType="${CONTENT}.styles+xml"/>${numbers.map((n) => `<Override PartName="/xl/worksheets/sheet${n}.xml" ContentType="${CONTENT}.worksheet+xml"/>`).join('')}</Types>`,
    '_rels/.rels': relationships([['officeDocument', 'xl/workbook.xml']]),
    'xl/workbook.xml': `<workbook xmlns="${MAIN}" xmlns:r="${RELATIONS}"><sheets>${sheets.map(({ name }, i) => `<sheet name="${escaped(name.slice(0, 31))}" sheetId="${i + 1}" r:id="r${i + 1}"/>`).join('')}</sheets></workbook>`,
    'xl/_rels/workbook.xml.rels': relationships([
      ...numbers.map((n) => ['worksheet', `worksheets/sheet${n}.xml`] as const),
      ['styles', 'styles.xml'],
    ]),
    'xl/styles.xml': `<styleSheet xmlns="${MAIN}"><fonts count="2"><font/><font><b/></font></fonts><fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills><borders count="1"><border/></borders><cellStyleXfs count="1"><xf/></cellStyleXfs><cellXfs count="2"><xf xfId="0"/><xf xfId="0" fontId="1" applyFont="1"/></cellXfs><cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>`,
  };
}

function relationships(targets: readonly (readonly [type: string, target: string])[]): string {
  const each = targets.map(
    ([type, target], i) => `<Relationship Id="r${i + 1}" Type="${RELATIONS}/${type}" Target="${target}"/>`,
  );
  return `<Relationships xmlns="${PACKAGE}/relationships">${each.join('')}</Relationships>`;
}

function* worksheet({ rows }: Sheet): Generator<string> {
  const frozen = '<pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/>';
  yield `<worksheet xmlns="${MAIN}"><sheetViews><sheetView workbookViewId="0">${frozen}</sheetView></sheetViews><sheetData>`;
  let r = 0;
  for (const row of rows) {
    yield `<row r="${r + 1}">${row.map((value, c) => cell(value, r, c)).join('')}</row>`;
    r++;
  }
  yield '</sheetData></worksheet>';
}

function cell(value: string | number | null, row: number, column: number): string {
  if (value === null || (typeof value === 'number' && !Number.isFinite(value))) return '';
  const place = `r="${columnName(column)}${row + 1}"${row === 0 ? ' s="1"' : ''}`;
  if (typeof value === 'number') return `<c ${place}><v>${value}</v></c>`;
  return `<c ${place} t="inlineStr"><is><t xml:space="preserve">${escaped(value)}</t></is></c>`;
}

/** 0 → A, 25 → Z, 26 → AA. */
function columnName(column: number): string {
  const last = String.fromCharCode(65 + (column % 26));
  return column < 26 ? last : columnName(Math.floor(column / 26) - 1) + last;
}

/** Control characters are not allowed in XML, escaped or not. */
function escaped(text: string): string {
  return text
    .replace(/[\p{Cc}\uFFFE\uFFFF]/gu, ' ')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
}
