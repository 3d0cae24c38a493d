import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { strFromU8, unzipSync } from 'fflate';
import { resultsWorkbook } from '../../../src/engine/results/results-tables';
import { workbook, writeWorkbook } from '../../../src/engine/results/xlsx';
import { someDetection } from '../../support/detection';
import { temporaryFolder } from '../../support/folder';

const sheet = (bytes: Uint8Array, n: number) => strFromU8(unzipSync(bytes)[`xl/worksheets/sheet${n}.xml`]);

test('cells have their places; text is escaped, numbers keep every digit, what is none is empty', () => {
  const wide = Array.from({ length: 28 }, (_, i) => i);
  const bytes = workbook([
    { name: 'A & B', rows: [['<"&>', 0.1 + 0.2, Number.NaN, null, -1e-7], wide] },
    { name: 'second', rows: [] },
  ]);
  const xml = sheet(bytes, 1);
  assert.match(xml, /<c r="A1" s="1" t="inlineStr"><is><t xml:space="preserve">&lt;&quot;&amp;&gt;<\/t>/);
  assert.match(xml, /<c r="B1" s="1"><v>0.30000000000000004<\/v><\/c><c r="E1" s="1"><v>-1e-7<\/v>/);
  assert.match(xml, /<c r="Z2"><v>25<\/v><\/c><c r="AA2"><v>26<\/v><\/c><c r="AB2"><v>27<\/v>/);
  assert.match(
    strFromU8(unzipSync(bytes)['xl/workbook.xml']),
    /<sheet name="A &amp; B" sheetId="1" r:id="r1"\/>/,
  );
});

test('a workbook written to a file a part at a time has the same parts', async () => {
  const rows = Array.from({ length: 30_000 }, (_, i) => [i, `row ${i}`, i / 7]);
  const sheets = [
    { name: 'A', rows },
    { name: 'B', rows: [['x']] },
  ];
  const file = path.join(temporaryFolder(), 'a.xlsx');
  const task = { signal: new AbortController().signal, report: () => {} };
  await writeWorkbook(file, sheets, task);
  assert.deepEqual(unzipSync(readFileSync(file)), unzipSync(workbook(sheets)));
});

test('the workbook of results holds events, average, statistics and parameters', () => {
  const detection = someDetection();
  const bytes = resultsWorkbook(detection);
  const rows = (n: number) => sheet(bytes, n).match(/<row /g)!.length;
  assert.equal(rows(1), detection.events.length + 1);
  assert.equal(rows(2), detection.average!.values.length + 1);
  assert.match(sheet(bytes, 1), /amplitude \(pA\)/);
  assert.match(sheet(bytes, 3), /<v>3<\/v>/);
  assert.match(sheet(bytes, 4), /win_size.*<v>750<\/v>/);
});

test('every part is declared, every relation leads to one, and each is well-formed', () => {
  const parts = Object.fromEntries(
    Object.entries(unzipSync(resultsWorkbook(someDetection()))).map(([name, bytes]) => [
      name,
      strFromU8(bytes),
    ]),
  );
  const declared = [...parts['[Content_Types].xml'].matchAll(/PartName="\/([^"]+)"/g)].map(
    ([, name]) => name,
  );
  const others = Object.keys(parts).filter(
    (name) => name !== '[Content_Types].xml' && !name.endsWith('.rels'),
  );
  assert.deepEqual(declared.sort(), others.sort());
  const targets = (name: string, folder: string) =>
    [...parts[name].matchAll(/Id="([^"]+)".*?Target="([^"]+)"/g)].map(([, id, target]) => [
      id,
      folder + target,
    ]);
  assert.deepEqual(targets('_rels/.rels', ''), [['r1', 'xl/workbook.xml']]);
  const related = targets('xl/_rels/workbook.xml.rels', 'xl/');
  for (const [, target] of related) assert.ok(parts[target!], target);
  for (const [, id] of parts['xl/workbook.xml'].matchAll(/r:id="([^"]+)"/g))
    assert.match(related.find(([own]) => own === id)?.[1] ?? '', /worksheets/);
  for (const [name, xml] of Object.entries(parts)) {
    const open: string[] = [];
    for (const [, closing, tag, selfClosing] of xml.matchAll(/<(\/?)([\w:]+)(?:\s[^<>]*?)?(\/?)>/g))
      if (closing) assert.equal(open.pop(), tag, name);
      else if (!selfClosing) open.push(tag!);
    assert.deepEqual(open, [], name);
    assert.doesNotMatch(xml.replace(/<[^<>]*>/g, '').replace(/&(amp|lt|gt|quot);/g, ''), /[<>&]/, name);
  }
});
