import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import {
  copyFileSync,
  existsSync,
  readdirSync,
  renameSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { test } from 'node:test';
import type { KeptStore } from '../../../src/common/api/engine/kept';
import { silentTask } from '../../../src/common/task';
import { sha256Of } from '../../../src/engine/files/hash';
import { ownIdentity } from '../../../src/engine/files/process-identity';
import { shownFile } from '../../../src/engine/files/shown-file';
import { findKept } from '../../../src/engine/kept/find-kept';
import { keepDetection } from '../../../src/engine/kept/keep-detection';
import { recordingStamp } from '../../../src/engine/kept/kept-name';
import { writeResults } from '../../../src/engine/results/write';
import { someDetection } from '../../support/detection';
import { temporaryFolder } from '../../support/folder';

const temporary = temporaryFolder();
const unlimited = 1e9;
let folders = 0;

/** A folder with recordings, and a store. */
async function setUp() {
  const folder = path.join(temporary, `kept-${folders++}`);
  await mkdir(path.join(folder, 'data'), { recursive: true });
  const store: KeptStore = { folder: path.join(folder, 'store'), limit_bytes: unlimited };
  const log: string[] = [];
  const hashed: string[] = [];
  const recording = (name: string, content: string) => {
    const file = path.join(folder, 'data', name);
    writeFileSync(file, content);
    return file;
  };
  const detectionIn = (file: string, content: string, sweep: number | null = null, threshold = 0.5) => {
    const detection = someDetection();
    const sha256 = createHash('sha256').update(content).digest('hex');
    const source = { ...detection.source, path: file, sha256, sweep };
    return { ...detection, source, parameters: { ...detection.parameters, model_threshold: threshold } };
  };
  const keep = async (file: string, content: string, sweep: number | null = null, threshold = 0.5) =>
    keepDetection(store, detectionIn(file, content, sweep, threshold), (await recordingStamp(file))!);
  const find = (file: string) =>
    findKept(store.folder, file, {
      hash(asked) {
        hashed.push(asked);
        return sha256Of(asked, silentTask());
      },
      log: (line) => log.push(line),
    });
  const stored = () => readdirSync(store.folder).filter((name) => name.endsWith('.h5'));
  return { store, log, hashed, recording, detectionIn, keep, find, stored };
}

test('the last detection of each trace comes back whole, and the recording is not read for it', async () => {
  const { recording, keep, find, hashed, stored } = await setUp();
  const cell = recording('cell.abf', 'samples');
  await keep(cell, 'samples', null, 0.5);
  await keep(cell, 'samples', 2, 0.6);
  const last = await keep(cell, 'samples', null, 0.7);
  const found = await find(cell);
  assert.equal(stored().length, 2);
  assert.deepEqual(hashed, []);
  assert.deepEqual(
    found.map(({ results, recordingChanged, exported }) => [
      results.detection.source.sweep,
      results.detection.parameters.model_threshold,
      recordingChanged,
      exported,
    ]),
    [
      [null, 0.7, false, null],
      [2, 0.6, false, null],
    ],
  );
  const [{ file, results }] = found;
  assert.equal(file, last);
  const { events, prediction, snippets, recipe } = someDetection();
  assert.deepEqual(results.detection.events, events);
  assert.deepEqual(results.detection.prediction, prediction);
  assert.deepEqual(results.detection.snippets, snippets);
  assert.deepEqual(results.detection.recipe, recipe);
});

test('a renamed, copied or touched recording is recognised by its content; another of its size is not', async () => {
  const { recording, keep, find, hashed } = await setUp();
  const cell = recording('cell.abf', 'samples');
  await keep(cell, 'samples');
  const renamed = path.join(path.dirname(cell), 'renamed.abf');
  renameSync(cell, renamed);
  assert.equal((await find(renamed)).length, 1);
  const copied = path.join(path.dirname(cell), 'copied.abf');
  copyFileSync(renamed, copied);
  utimesSync(copied, new Date(1e12), new Date(1e12));
  const [ofCopy] = await find(copied);
  assert.equal(ofCopy.recordingChanged, false);
  // The same size and time at another path, as from one archive: only the content tells them apart.
  const other = recording('other.abf', 'SAMPLES');
  const { atimeMs, mtimeMs } = statSync(renamed);
  utimesSync(other, atimeMs / 1000, mtimeMs / 1000);
  assert.deepEqual(await find(other), []);
  assert.deepEqual(hashed, [renamed, copied, other]);
  const longer = recording('longer.abf', 'more samples');
  assert.deepEqual(await find(longer), []);
  assert.equal(hashed.length, 3);
});

test('what was found before a recording changed is there, marked so, until the new one is searched', async () => {
  const { recording, keep, find } = await setUp();
  const cell = recording('cell.abf', 'samples');
  await keep(cell, 'samples');
  recording('cell.abf', 'samples and more');
  assert.deepEqual(
    (await find(cell)).map(({ recordingChanged }) => recordingChanged),
    [true],
  );
  await keep(cell, 'samples and more', null, 0.9);
  const now = await find(cell);
  assert.deepEqual(
    now.map(({ recordingChanged, results }) => [
      recordingChanged,
      results.detection.parameters.model_threshold,
    ]),
    [[false, 0.9]],
  );
});

test('windows that keep detections of one trace at once leave one, and it can be read', async () => {
  const { recording, keep, find, stored } = await setUp();
  const cell = recording('cell.abf', 'samples');
  await Promise.all(Array.from({ length: 8 }, (_, i) => keep(cell, 'samples', null, 0.1 + i / 20)));
  const found = await find(cell);
  assert.equal(found.length, 1);
  assert.equal(stored().length, 1);
  assert.equal(path.basename(found[0].file), stored()[0]);
});

test('beyond its limit a store loses what was used longest ago, but nothing that a window shows', async () => {
  const { store, recording, keep, find, stored } = await setUp();
  const files: string[] = [];
  const cells = [1, 2, 3, 4].map((n) => recording(`cell${n}.abf`, `samples ${n}`));
  for (const [i, cell] of cells.entries()) {
    const file = await keep(cell, `samples ${i + 1}`);
    // An hour apart.
    utimesSync(file, 1_700_000_000 + i * 3600, 1_700_000_000 + i * 3600);
    files.push(file);
  }
  const one = statSync(files[0]).size;
  // The first is in sight in a window, the second was shown again just now.
  writeFileSync(shownFile(store.folder), JSON.stringify([path.basename(files[0])]));
  await find(cells[1]);
  store.limit_bytes = 3.5 * one;
  const last = await keep(recording('cell5.abf', 'samples 5'), 'samples 5');
  const left = [files[0], files[1], last].map((file) => path.basename(file));
  assert.deepEqual(stored().sort(), left.sort());
});

test('a limit smaller than one detection keeps the one that was just made', async () => {
  const { store, recording, keep, find, stored } = await setUp();
  store.limit_bytes = 1;
  const cell = recording('cell.abf', 'samples');
  await keep(recording('other.abf', 'other samples'), 'other samples');
  await keep(cell, 'samples');
  assert.equal(stored().length, 1);
  assert.equal((await find(cell)).length, 1);
});

test('what a killed window showed is held no longer', async () => {
  const { store, recording, keep, stored } = await setUp();
  const cell = recording('cell.abf', 'samples');
  const file = await keep(cell, 'samples');
  utimesSync(file, 1_700_000_000, 1_700_000_000);
  // No process has this number.
  writeFileSync(
    shownFile(store.folder, { ...ownIdentity(), pid: 4_999_999 }),
    JSON.stringify([path.basename(file)]),
  );
  store.limit_bytes = 1;
  await keep(recording('other.abf', 'other samples'), 'other samples');
  assert.ok(!stored().includes(path.basename(file)));
});

test('what a window on another machine shows is held while that machine shows that it lives', async () => {
  const { store, recording, keep, stored } = await setUp();
  const file = await keep(recording('cell.abf', 'samples'), 'samples');
  utimesSync(file, 1_700_000_000, 1_700_000_000);
  const shown = shownFile(store.folder, { machine: 'm0123456789', pid: process.pid });
  writeFileSync(shown, JSON.stringify([path.basename(file)]));
  store.limit_bytes = 1;
  await keep(recording('other.abf', 'other samples'), 'other samples');
  assert.ok(stored().includes(path.basename(file)));
  utimesSync(shown, 1_700_000_000, 1_700_000_000);
  await keep(recording('third.abf', 'third samples'), 'third samples');
  assert.ok(!stored().includes(path.basename(file)));
  assert.ok(!existsSync(shown));
});

test('a broken kept file is one line in the log, and the others are there', async () => {
  const { recording, keep, find, log } = await setUp();
  const cell = recording('cell.abf', 'samples');
  const broken = await keep(cell, 'samples', 0);
  await keep(cell, 'samples', 1);
  writeFileSync(broken, 'no HDF5');
  const found = await find(cell);
  assert.deepEqual(
    found.map(({ results }) => results.detection.source.sweep),
    [1],
  );
  assert.equal(log.length, 1);
  assert.match(log[0], /^A kept detection cannot be read/);
});

test('exported results beside the recording are the detection where nothing is kept, and no second one', async () => {
  const { recording, detectionIn, keep, find } = await setUp();
  const cell = recording('cell.abf', 'samples');
  const exported = detectionIn(cell, 'samples', null, 0.5);
  const folder = path.dirname(cell);
  const options = { folder, stem: 'cell', overwrite: false, formats: ['h5'], prediction: true } as const;
  const [file] = await writeResults(exported, options);
  assert.deepEqual(
    (await find(cell)).map((found) => [found.file, found.exported]),
    [[file, file]],
  );
  const kept = await keep(cell, 'samples', null, 0.5);
  assert.deepEqual(
    (await find(cell)).map((found) => [found.file, found.exported]),
    [[kept, file]],
  );
  // Another recording of that name was searched there before.
  recording('cell.abf', 'SAMPLES');
  assert.deepEqual(
    (await find(cell)).map((found) => [found.recordingChanged, found.exported]),
    [[true, null]],
  );
});
