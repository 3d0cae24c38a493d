import assert from 'node:assert/strict';
import { copyFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { UserError } from '../../../src/common/errors';
import { readingThread } from '../../../src/engine/files/apart/reading-thread';
import { writeHdf5 } from '../../../src/engine/files/hdf5/hdf5';
import { readAhead } from '../../../src/engine/recordings/apart/read-ahead';
import { openRecording } from '../../../src/engine/recordings/open';
import { openRecordingHere } from '../../../src/engine/recordings/open-here';
import type { ReadChannel, Recording } from '../../../src/engine/recordings/recording';
import { temporaryFolder } from '../../support/folder';
import { writeAbf } from '../../support/write-abf';

const folder = temporaryFolder();
const at = (name: string) => path.join(folder, name);
const SAMPLES = 400_000;

async function examples(): Promise<string[]> {
  writeAbf(at('a.abf'), {
    rateHz: 2e4,
    channels: [
      { name: 'Im', unit: 'pA' },
      { name: 'Vm', unit: 'mV' },
    ],
    sweeps: [SAMPLES, 1000],
    stored: (from, to) => Int16Array.from({ length: to - from }, (_, i) => ((from + i) * 7919) % 30_011),
  });
  await writeHdf5(at('b.h5'), (open) => {
    const data = Float64Array.from({ length: SAMPLES }, (_, i) => Math.sin(i));
    open.create_dataset({ name: 'mini_data', data, shape: [SAMPLES], chunks: [5000], compression: 4 });
  });
  const rows = Array.from({ length: 5000 }, (_, i) => `${i * 1e-4},${i % 97}`);
  writeFileSync(at('c.csv'), ['time (s),Im (pA)', ...rows].join('\n'));
  return [at('a.abf'), at('b.h5'), at('c.csv')];
}

/** Reads of all sizes, as pictures, events and detections make them, at the borders of pieces and blocks. */
function readsOf({ sweeps }: Recording): [sweep: number, from: number, to: number][] {
  const n = sweeps[0]?.samples ?? 0;
  const small = Array.from({ length: 60 }, (_, i): [number, number, number] => {
    const from = Math.floor((i * (n - 900)) / 60);
    return [0, from, from + 900];
  });
  return [[0, 0, n], [0, 5, n - 3], [0, n, n], [sweeps.length - 1, 1, 999], ...small, ...small.reverse()];
}

test('a recording read in the thread has the facts, samples and extremes that it has when read here', async () => {
  for (const file of await examples()) {
    const apart = await openRecording(file, {});
    const here = await openRecordingHere(file, {});
    const factsOf = ({ read: _, close: __, ...facts }: Recording) => facts;
    assert.deepEqual(factsOf(apart), factsOf(here));
    for (const [channel] of here.channels.entries())
      for (const [sweep, from, to] of readsOf(here))
        assert.deepEqual(apart.read(channel, sweep, from, to), here.read(channel, sweep, from, to), file);
    assert.equal(apart.read.extremes !== undefined, here.read.extremes !== undefined);
    for (const bucket of [1, 64, 999])
      assert.deepEqual(
        apart.read.extremes?.(0, 0, 3, SAMPLES - 1, bucket),
        here.read.extremes?.(0, 0, 3, SAMPLES - 1, bucket),
      );
    assert.throws(() => apart.read(0, 0, 0, SAMPLES * 2), RangeError);
    assert.throws(() => apart.read(99, 0, 0, 1), RangeError);
    apart.close();
    here.close();
    apart.close();
    assert.throws(() => apart.read(0, 0, 0, 1), /read after it was closed/);
  }
});

test('open recordings outlive the thread that was ended in another file', async () => {
  const files = await examples();
  const open = await Promise.all(files.map((file) => openRecording(file, {})));
  const before = open.map(({ read }) => read(0, 0, 1000, 4000));
  await readingThread().end();
  assert.deepEqual(
    open.map(({ read }) => read(0, 0, 1000, 4000)),
    before,
  );
  await readingThread().end();
  for (const recording of open) recording.close();
  const again = await openRecording(files[1] ?? '', {});
  assert.deepEqual(again.read(0, 0, 1000, 4000), before[1]);
  again.close();
});

test('a file can be replaced as soon as it is closed', async () => {
  await examples();
  copyFileSync(at('b.h5'), at('d.h5'));
  const recording = await openRecording(at('d.h5'), {});
  recording.close();
  rmSync(at('d.h5'));
  await assert.rejects(openRecording(at('d.h5'), {}), UserError);
});

test('samples that nobody asked for may be unreadable', () => {
  const damagedFrom = 20_000;
  let reads = 0;
  const read: ReadChannel = (_channel, _sweep, from, to) => {
    reads++;
    if (to > damagedFrom) throw new UserError('cut short');
    return Float64Array.from({ length: to - from }, (_, i) => from + i);
  };
  const ahead = readAhead(read, [{ samples: 1e6, start_s: 0 }]);
  for (let from = 0; from < damagedFrom; from += 100)
    assert.deepEqual(ahead(0, 0, from, from + 100), read(0, 0, from, from + 100));
  assert.throws(() => ahead(0, 0, damagedFrom, damagedFrom + 100), /cut short/);
  reads = 0;
  const whole = readAhead(read, [{ samples: damagedFrom, start_s: 0 }]);
  for (let from = 0; from < damagedFrom; from += 100) whole(0, 0, from, from + 100);
  assert.ok(reads < 5, `${reads} reads`);
});
