import assert from 'node:assert/strict';
import { mkdir, readFile, stat, utimes, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { test } from 'node:test';
import { unzipSync } from 'fflate';
import { readTable } from '../../src/engine/files/read-table';
import { workbook } from '../../src/engine/results/xlsx';
import { emptyFolder, miniml, minimlJson } from '../support/command-line';

interface Batch {
  out: string;
  rows: {
    recording: string;
    cell: string;
    status: string;
    events: number | null;
    frequency_hz: number | null;
    flags: string[];
    error: string | null;
    results: string | null;
  }[];
  totals: Record<string, number>;
}

interface Stats {
  measures: { measure: string; groups: { name: string; cells: number; animals: number; events: number }[] }[];
  notes: string[];
}

/** Two groups of two recordings of three seconds, one of them in a folder of its own under the same name. */
async function study(folder: string): Promise<string> {
  await mkdir(path.join(folder, 'day 2'));
  const names = ['a.h5', 'b.h5', 'c.h5', path.join('day 2', 'a.h5')];
  for (const [seed, name] of names.entries())
    await minimlJson(
      'simulate',
      '--out',
      path.join(folder, name),
      '--seed',
      String(seed),
      '--duration',
      '3',
      '--frequency',
      '2',
    );
  const table = path.join(folder, 'study.csv');
  const rows = [
    'recording;cell;animal;group;include;note;mine',
    'a.h5;c1;m1;ctl;;;x',
    'b.h5;c2;m2;ctl;yes;;',
    'c.h5;c3;m3;TTX;1;;',
    'day 2/a.h5;c4;m4;TTX;;;',
    'absent.h5;c5;m5;TTX;;;',
    'c.h5;c6;m6;TTX;no;bad seal;',
  ];
  await writeFile(table, `\ufeff${rows.join('\r\n')}\r\n`);
  return table;
}

const quick = ['--backend', 'cpu', '--threads', '1'];

test('an experiment: every row, a bad one costs no other, a second run does nothing again', async (t) => {
  const table = await study(await emptyFolder(t));
  const first = await miniml('batch', table, ...quick, '--json');
  assert.equal(first.code, 1, 'a row failed');
  assert.match(first.stderr, /absent\.h5 does not exist/);
  const { rows, totals, out } = JSON.parse(first.stdout) as Batch;
  assert.deepEqual(
    rows.map(({ status }) => status),
    ['done', 'done', 'done', 'done', 'failed', 'excluded'],
  );
  assert.deepEqual([totals['done'], totals['failed'], totals['excluded']], [4, 1, 1]);
  assert.equal(new Set(rows.flatMap(({ results }) => results ?? [])).size, 4, 'no two rows share an output');
  const results = rows[0].results!;
  const written = (await stat(results)).mtimeMs;
  const again = JSON.parse((await miniml('batch', table, ...quick, '--json')).stdout) as Batch;
  assert.deepEqual(again.rows, rows);
  assert.equal((await stat(results)).mtimeMs, written, 'what is done is not done again');
  const summary = await readFile(path.join(out, 'summary.csv'), 'utf8');
  assert.equal(summary.trim().split('\r\n').length, 7);
  await tablesAgree(out, rows);

  // The same table as Excel saves it.
  const xlsx = table.replace('.csv', '.xlsx');
  await writeFile(xlsx, workbook([{ name: 'Table', rows: await readTable(table, 1e6) }]));
  const status = JSON.parse(
    (await miniml('batch', xlsx, '--out', out, '--status', '--json')).stdout,
  ) as Batch;
  assert.deepEqual(status.rows, rows);

  const { measures } = await minimlJson<Stats>('stats', table, '--resamples', '100');
  const frequency = measures.find(({ measure }) => measure.startsWith('frequency'))!;
  assert.deepEqual(
    frequency.groups.map(({ name, cells, animals, events }) => [name, cells, animals, events]),
    [
      ['ctl', 2, 2, 2],
      ['TTX', 2, 2, 2],
    ],
  );
  assert.ok(measures.some(({ measure }) => measure.startsWith('amplitude')));
});

test('a comparison says which rows have no results, results of an earlier run, or a recording that changed', async (t) => {
  const folder = await emptyFolder(t);
  const table = await study(folder);
  const notes = async () => (await minimlJson<Stats>('stats', table, '--resamples', '100')).notes;
  await miniml('batch', table, ...quick);
  const missing = '1 recording (absent.h5) has no results and is not compared.';
  assert.deepEqual(await notes(), [missing]);
  const changed = path.join(folder, 'b.h5');
  await utimes(changed, new Date(0), new Date(0));
  assert.deepEqual(await notes(), [
    missing,
    '1 recording (b.h5) has changed since the events were detected. Run miniml batch again.',
  ]);
  await writeFile(changed, 'damaged');
  await miniml('batch', table, ...quick);
  assert.deepEqual(await notes(), [
    missing,
    '1 recording (b.h5) has results of an earlier run, as the last one failed. Run miniml batch to see why.',
  ]);
});

/** The tables of a run hold the same numbers: those of the cells follow from the events. */
async function tablesAgree(out: string, rows: Batch['rows']): Promise<void> {
  const [heading, ...events] = await readTable(path.join(out, 'events.csv'), 1e7);
  assert.equal(
    events.length,
    rows.reduce((sum, row) => sum + (row.events ?? 0), 0) + atBorder(heading, events),
  );
  const [cellHeading, ...cells] = await readTable(path.join(out, 'cells.csv'), 1e7);
  assert.deepEqual(
    cells.map((cell) => cell[cellHeading.indexOf('cell')]),
    ['c1', 'c2', 'c3', 'c4'],
  );
  for (const cell of cells) {
    const field = (name: string) => cell[cellHeading.indexOf(name)];
    const own = events.filter(
      (event) => event[heading.indexOf('cell')] === field('cell') && event[heading.indexOf('border')] === '0',
    );
    const values = own.map((event) => Number(event[heading.indexOf('amplitude (pA)')]));
    const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
    const logs = values.reduce((sum, value) => sum + Math.log(-value), 0) / values.length;
    assert.equal(field('events'), String(own.length));
    assert.ok(Math.abs(Number(field('amplitude mean (pA)')) - mean) < 1e-9);
    assert.ok(Math.abs(Number(field('amplitude geometric mean (pA)')) + Math.exp(logs)) < 1e-9);
    assert.ok(Math.abs(Number(field('frequency (Hz)')) - own.length / 3) < 1e-9);
  }
  const [, ...summary] = await readTable(path.join(out, 'summary.csv'), 1e7);
  const [, ...sheet] = await readTable(path.join(out, 'summary.xlsx'), 1e7);
  assert.deepEqual(sheet, summary);
  const names = Object.keys(unzipSync(await readFile(path.join(out, 'summary.xlsx'))));
  assert.equal(names.filter((name) => name.startsWith('xl/worksheets/')).length, 5);
}

function atBorder(heading: readonly string[], events: readonly string[][]): number {
  return events.filter((event) => event[heading.indexOf('border')] === '1').length;
}

test('a parameter file of the recording, of the folder; a change makes rows stale', async (t) => {
  const folder = await emptyFolder(t);
  const table = await study(folder);
  await writeFile(path.join(folder, '.miniml.json'), '{ "model_threshold": 0.6 }');
  await writeFile(path.join(folder, 'b.miniml.json'), '{ "model_threshold": 0.7 }');
  const { rows } = JSON.parse((await miniml('batch', table, ...quick, '--json')).stdout) as Batch;
  const thresholds = await Promise.all(
    rows.slice(0, 4).map(async ({ results }) => {
      const { attributes } = await minimlJson<{ attributes: Record<string, number> }>('info', results!);
      return attributes['threshold'];
    }),
  );
  assert.deepEqual(thresholds, [0.6, 0.7, 0.6, 0.6]);
  await writeFile(path.join(folder, 'b.miniml.json'), '{ "model_threshold": 0.75 }');
  const status = JSON.parse((await miniml('batch', table, '--status', '--json')).stdout) as Batch;
  assert.deepEqual(
    status.rows.map((row) => row.status),
    ['done', 'stale', 'done', 'done', 'failed', 'excluded'],
  );
});

test('several jobs give the same results as one', async (t) => {
  const folder = await emptyFolder(t);
  const table = await study(folder);
  const one = JSON.parse(
    (await miniml('batch', table, ...quick, '--out', path.join(folder, 'one'), '--json')).stdout,
  ) as Batch;
  const three = JSON.parse(
    (await miniml('batch', table, ...quick, '--jobs', '3', '--out', path.join(folder, 'three'), '--json'))
      .stdout,
  ) as Batch;
  for (const [i, { results, events }] of one.rows.slice(0, 4).entries()) {
    assert.equal(three.rows[i].events, events);
    const csv = (file: string) => readFile(file.replace('results.h5', 'individual.csv'), 'utf8');
    assert.equal(await csv(three.rows[i].results!), await csv(results!));
  }
});

test('what is wrong with a table is said in one line', async (t) => {
  const folder = await emptyFolder(t);
  const table = path.join(folder, 'study.csv');
  const said = async (text: string) => {
    await writeFile(table, text);
    const { code, stderr } = await miniml('batch', table);
    assert.equal(code, 1);
    assert.doesNotMatch(stderr, / {4}at /);
    return stderr;
  };
  assert.match(await said('file,group\na.abf,x\n'), /no column "recording"/);
  assert.match(await said('recording,group\n,x\n'), /no recording in line 2/);
  assert.match(await said('recording,channel\na.abf,first\n'), /channel "first" in line 2/);
  assert.match(await said('recording,include\na.abf,perhaps\n'), /include "perhaps" in line 2/);
  assert.match(await said('recording\n'), /has no rows/);
  assert.match(await said('recording,recording\na,b\n'), /two columns "recording"/);
  assert.match((await miniml('batch', path.join(folder, 'absent.csv'))).stderr, /does not exist/);
  assert.match((await miniml('stats', table)).stderr, /two columns|no results/);
});
