import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { UserError } from '../../../src/common/errors';
import { contentKind } from '../../../src/engine/files/content-kind';
import { isAlive, openHdf5, writeHdf5 } from '../../../src/engine/files/hdf5/hdf5';
import { readTrainingSet, readWindows } from '../../../src/engine/training/read-training-set';
import { temporaryFolder } from '../../support/folder';
import { madeUpTrainingSet } from '../../support/training-sets';

const folder = temporaryFolder();
/** The first look reads no texts beyond as many, but the first and the last. */
const WINDOWS = 10_100;

/** A training set whose labels have a damaged heap in their middle. */
async function endlessTrainingSet(): Promise<string> {
  const file = path.join(folder, 'endless.h5');
  await writeHdf5(file, (h5) => {
    h5.create_dataset({ name: 'events', data: new Float64Array(10 * WINDOWS), shape: [WINDOWS, 10] });
    h5.create_dataset({ name: 'scores', data: new Int32Array(WINDOWS) });
    const labels = Array.from({ length: WINDOWS }, (_, window) => `recording ${window}.abf`);
    h5.create_dataset({ name: 'cell_label', data: labels, dtype: 'S' });
  });
  const bytes = readFileSync(file);
  const heaps: number[] = [];
  for (let at = bytes.indexOf('GCOL'); at >= 0; at = bytes.indexOf('GCOL', at + 4)) heaps.push(at);
  assert.ok(heaps.length > 4, `${heaps.length} heaps`);
  const first = heaps[heaps.length >> 1] + 16;
  const second = first + 16 + Math.ceil(Number(bytes.readBigUInt64LE(first + 8)) / 8) * 8;
  // Object 0 is free space: HDF5 does not get beyond it with a length that is 0 in 32 bits.
  bytes.writeUInt16LE(0, second);
  bytes.writeBigUInt64LE(6n << 32n, second + 8);
  writeFileSync(file, bytes);
  return file;
}

test('a training set that brings HDF5 down is named, and neither blocks this thread nor ends other files', {
  timeout: 120_000,
}, async () => {
  const good = await madeUpTrainingSet(folder, 'good.h5', { seed: 2, windows: 20, length: 10 });
  const endless = await endlessTrainingSet();
  const open = await openHdf5(good);
  let beats = 0;
  let longestGap_ms = 0;
  let last = performance.now();
  const heart = setInterval(() => {
    beats++;
    longestGap_ms = Math.max(longestGap_ms, performance.now() - last);
    last = performance.now();
  }, 20);
  const [stuck, beside] = await Promise.allSettled([readTrainingSet(endless), readTrainingSet(good)]);
  clearInterval(heart);
  assert.ok(stuck.status === 'rejected');
  assert.ok(stuck.reason instanceof UserError);
  assert.match(
    stuck.reason.message,
    /endless.h5 is damaged: (HDF5 cannot read it|reading it would never end)\.$/,
  );
  // In this thread, all open files would have been lost.
  assert.ok(isAlive(open));
  open.close();
  assert.equal(beside.status, 'fulfilled');
  assert.ok(beats > 5 && longestGap_ms < 3000, `${beats} beats, the longest gap was ${longestGap_ms} ms`);
  assert.equal((await readWindows(good, 0, 20)).length, 200);
  assert.equal(await contentKind(good), 'training set');
});

test('a reader passes arguments, typed arrays and errors of both kinds', async () => {
  const file = await madeUpTrainingSet(folder, 'passed.h5', { seed: 3, windows: 6, length: 10 });
  assert.ok((await readWindows(file, 2, 4)) instanceof Float64Array);
  await assert.rejects(readWindows(file, 2, 7), RangeError);
  writeFileSync(file, 'no HDF5');
  await assert.rejects(readWindows(file, 0, 1), UserError);
});
