import assert from 'node:assert/strict';
import { copyFile, mkdir, rename, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { test } from 'node:test';
import { zipSync } from 'fflate';
import { emptyFolder, miniml, minimlJson } from '../support/command-line';

interface Reproduced {
  rows: { recording: string; status: string; equal: boolean; events: number; events_now: number | null }[];
}

const quick = ['--backend', 'cpu', '--threads', '1'];

test('a bundle says elsewhere whether its numbers come out the same', async (t) => {
  const folder = await emptyFolder(t);
  const study = path.join(folder, 'study');
  await mkdir(path.join(study, 'day 1'), { recursive: true });
  const recording = path.join(study, 'day 1', 'a.h5');
  await minimlJson('simulate', '--out', recording, '--seed', '1', '--duration', '2', '--frequency', '3');
  const table = path.join(study, 'study.csv');
  await writeFile(table, 'recording,group\nday 1/a.h5,ctl\n');
  await writeFile(path.join(study, '.miniml.json'), '{ "model_threshold": 0.6, "convolve_win": "0.5 ms" }');
  await minimlJson('batch', table, ...quick);

  const whole = path.join(folder, 'whole.zip');
  await minimlJson('bundle', table, '--out', whole, '--recordings');
  const hashed = path.join(folder, 'elsewhere', 'hashed.zip');
  await minimlJson('bundle', table, '--out', hashed);
  // Nothing of the study is left in its place.
  await rename(study, path.join(folder, 'moved'));

  const own = await minimlJson<Reproduced>('reproduce', whole, ...quick);
  const [{ events, events_now, ...row }] = own.rows;
  assert.deepEqual(row, {
    recording: 'day 1/a.h5',
    equal: true,
    status: 'equal',
    differences: [],
    error: null,
  });
  assert.ok(events > 0);
  assert.equal(events_now, events);

  const missing = await miniml('reproduce', hashed, ...quick, '--json');
  assert.equal(missing.code, 1);
  assert.equal((JSON.parse(missing.stdout) as Reproduced).rows[0].status, 'missing');
  await copyFile(path.join(folder, 'moved', 'day 1', 'a.h5'), path.join(folder, 'a.h5'));
  const found = await minimlJson<Reproduced>('reproduce', hashed, '--recordings', folder, ...quick);
  assert.equal(found.rows[0].status, 'equal');
});

test('what is not a bundle, and an experiment without results, are named', async (t) => {
  const folder = await emptyFolder(t);
  const other = path.join(folder, 'other.zip');
  await writeFile(other, zipSync({ a: new Uint8Array(3) }));
  assert.match((await miniml('reproduce', other)).stderr, /is not a bundle/);
  const table = path.join(folder, 'study.csv');
  await writeFile(table, 'recording\na.abf\n');
  const { code, stderr } = await miniml('bundle', table, '--out', path.join(folder, 'b.zip'));
  assert.equal(code, 1);
  assert.match(stderr, /has no results in .*Run miniml batch first/);
});
