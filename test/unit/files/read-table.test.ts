import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { zipSync } from 'fflate';
import { readTable } from '../../../src/engine/files/read-table';
import { workbook } from '../../../src/engine/results/xlsx';
import { temporaryFolder } from '../../support/folder';

const folder = temporaryFolder();
const MOST = 2 ** 20;

function tableOf(bytes: Uint8Array | string): Promise<string[][]> {
  const file = path.join(folder, 'table.xlsx');
  writeFileSync(file, bytes);
  return readTable(file, MOST);
}

const RELATIONS =
  '<Relationships><Relationship Id="rId2" Type="http://x/relationships/worksheet" Target="/xl/worksheets/s.xml"/></Relationships>';
const WORKBOOK = '<x:workbook xmlns:r="r"><x:sheets><x:sheet name="A" r:id="rId2"/></x:sheets></x:workbook>';

function book(sheet: string, strings = ''): Uint8Array {
  const files = {
    'xl/workbook.xml': WORKBOOK,
    'xl/_rels/workbook.xml.rels': RELATIONS,
    'xl/worksheets/s.xml': sheet,
    'xl/sharedStrings.xml': strings,
  };
  return zipSync(
    Object.fromEntries(Object.entries(files).map(([name, text]) => [name, new TextEncoder().encode(text)])),
  );
}

test('a workbook that we write reads back, first sheet only, empty cells and rows as in csv', async () => {
  const rows = [
    ['recording', 'cell', 'sweep'],
    ['day 1/ä & <b>.abf', 'c1', 2],
    [null, null, null],
    ['b.abf', null, 0.1],
  ];
  const read = await tableOf(
    workbook([
      { name: 'Table', rows },
      { name: 'Other', rows: [['x']] },
    ]),
  );
  assert.deepEqual(read, [
    ['recording', 'cell', 'sweep'],
    ['day 1/ä & <b>.abf', 'c1', '2'],
    ['b.abf', '', '0.1'],
  ]);
});

test('shared strings, rich text without its reading, formulas, booleans, prefixes, gaps', async () => {
  const strings =
    '<sst><si><t>recording</t></si><si><r><t>a</t></r><r><t xml:space="preserve">.abf </t></r><rPh sb="0"><t>xx</t></rPh></si><si><t/></si></sst>';
  const sheet =
    '<x:worksheet><x:sheetData><x:row r="1"><x:c r="A1" t="s"><x:v>0</x:v></x:c><x:c r="C1" t="str"><x:f>1&lt;2</x:f><x:v>include</x:v></x:c></x:row>' +
    '<x:row r="5"><x:c r="A5" t="s"><x:v>1</x:v></x:c><x:c r="B5" t="s"><x:v>2</x:v></x:c><x:c r="C5" t="b"><x:v>1</x:v></x:c><x:c r="XFD5"><x:v>7</x:v></x:c></x:row></x:sheetData></x:worksheet>';
  assert.deepEqual(await tableOf(book(sheet, strings)), [
    ['recording', '', 'include'],
    ['a.abf', '', 'TRUE'],
  ]);
});

test('a zip bomb, a cut workbook and another zip are refused in one sentence', async () => {
  const bomb = book(`<worksheet><sheetData>${'<row><c><v>1</v></c></row>'.repeat(4_000_000)}`);
  await assert.rejects(tableOf(bomb), /claims more data than its \d+ bytes can hold/);
  const whole = workbook([{ name: 'T', rows: [['recording'], ['a']] }]);
  await assert.rejects(tableOf(whole.subarray(0, whole.length / 2)), /cut short/);
  await assert.rejects(tableOf(zipSync({ a: new Uint8Array(3) })), /is not a workbook with a table/);
});

test('csv as Excel writes it: byte order mark, semicolons, Windows-1252, UTF-16 with tabs', async () => {
  const expected = [
    ['recording', 'µ'],
    ['Zelle ä.abf', '1,5'],
  ];
  const text = 'recording;µ\r\nZelle ä.abf;1,5\r\n';
  assert.deepEqual(await tableOf(`\ufeff${text}`), expected);
  assert.deepEqual(await tableOf(Buffer.from(text, 'latin1')), expected);
  const utf16 = Buffer.from(`\ufeff${text.replaceAll(';', '\t')}`, 'utf16le');
  assert.deepEqual(await tableOf(utf16), expected);
  await assert.rejects(tableOf('a\0b'), /is not a table/);
});
