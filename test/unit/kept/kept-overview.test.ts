import assert from 'node:assert/strict';
import { mkdtempSync, readdirSync, readFileSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { defaultParameters } from '../../../src/common/parameters/parameters';
import { keepOverview, keptOverview } from '../../../src/engine/kept/kept-overview';
import { openedRecordings } from '../../../src/engine/service/recordings';
import { eventually } from '../../support/eventually';
import { temporaryFolder } from '../../support/folder';
import { writeAbf } from '../../support/write-abf';

const emptyStore = (limit_bytes = 1e9) => ({
  folder: path.join(mkdtempSync(path.join(temporaryFolder(), 'o-')), 'overviews'),
  limit_bytes,
});
const buckets = Float32Array.from({ length: 5000 }, (_, i) => Math.sin(i));

test('an overview is kept under its key, and no other is returned', async () => {
  const store = emptyStore();
  assert.equal(await keptOverview(store, 'a', 5000), undefined);
  await keepOverview(store, 'a', buckets);
  assert.deepEqual(await keptOverview(store, 'a', 5000), buckets);
  assert.equal(await keptOverview(store, 'b', 5000), undefined);
  assert.equal(readdirSync(store.folder).length, 1);
});

test('a damaged overview is not returned, is removed, and can be kept anew', async () => {
  const store = emptyStore();
  await keepOverview(store, 'a', buckets);
  const file = path.join(store.folder, readdirSync(store.folder)[0]);
  const bytes = readFileSync(file);
  const flipped = Buffer.from(bytes);
  flipped[9000] ^= 1;
  for (const damaged of [flipped, bytes.subarray(0, 9000), Buffer.alloc(0), Buffer.concat([bytes, bytes])]) {
    writeFileSync(file, damaged);
    assert.equal(await keptOverview(store, 'a', 5000), undefined);
    assert.deepEqual(readdirSync(store.folder), []);
  }
  await keepOverview(store, 'a', buckets);
  assert.deepEqual(await keptOverview(store, 'a', 5000), buckets);
});

test('beyond the limit those used longest ago go; what is larger than the limit is not kept', async () => {
  const store = emptyStore(45_000);
  await keepOverview(store, 'a', buckets);
  await keepOverview(store, 'b', buckets);
  for (const name of readdirSync(store.folder)) utimesSync(path.join(store.folder, name), 1000, 1000);
  await keptOverview(store, 'a', 5000);
  await keepOverview(store, 'c', buckets);
  assert.ok(await keptOverview(store, 'a', 5000));
  assert.equal(await keptOverview(store, 'b', 5000), undefined);
  assert.ok(await keptOverview(store, 'c', 5000));
  await keepOverview(store, 'd', new Float32Array(50_000));
  assert.equal(await keptOverview(store, 'd', 50_000), undefined);
});

test('the second opening of a long recording is exact at once; one that holds something else is read', async () => {
  const store = emptyStore();
  const file = path.join(path.dirname(store.folder), 'long.abf');
  const write = (level: number) =>
    writeAbf(file, {
      rateHz: 50_000,
      channels: [{ name: 'I', unit: 'pA', scale: 1 }],
      sweeps: [6_000_000],
      stored: (from, to) => Int16Array.from({ length: to - from }, (_, i) => ((from + i) % 977) + level),
    });
  write(0);
  const { mtime } = statSync(file);
  const request = {
    recipe: { path: file, parameters: defaultParameters() },
    as: 'recorded',
    from: 0,
    to: 6_000_000,
    columns: 800,
    keep: store,
  } as const;
  const first = openedRecordings(assert.fail);
  assert.equal((await first.window(request)).exact, false);
  await eventually(async () => assert.equal((await first.window(request)).exact, true));
  await eventually(async () => assert.equal(readdirSync(store.folder).length, 1));
  const picture = await first.window(request);
  assert.deepEqual(await openedRecordings(assert.fail).window(request), picture);
  // Of the same size, path and time.
  write(2000);
  utimesSync(file, mtime, mtime);
  const other = openedRecordings(assert.fail);
  assert.equal((await other.window(request)).exact, false);
  await eventually(async () => assert.ok(Math.min(...(await other.window(request)).y) >= 2000));
});
