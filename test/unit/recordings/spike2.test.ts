import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { openRecording } from '../../../src/engine/recordings/open';
import { temporaryFolder } from '../../support/folder';
import { type Spike2Run, spike2Bytes } from '../../support/write-spike2';

const folder = temporaryFolder();
const value = (i: number) => ((i * 7919) % 997) - 400;
const values = (n: number, from = 0) => Array.from({ length: n }, (_, i) => value(from + i));
const SCALE = 10 / 6553.6;

async function opened(name: string, runs: readonly Spike2Run[], change?: (bytes: Buffer) => void) {
  const file = path.join(folder, name);
  const bytes = spike2Bytes(runs);
  change?.(bytes);
  writeFileSync(file, bytes);
  return openRecording(file, {});
}

for (const [name, lengths] of [
  ['some blocks', [350, 120]],
  ['thousands of blocks, of which few are looked at', [650_000, 30_050, 99]],
] as const)
  test(`Spike2: uninterrupted runs are sweeps, in ${name}`, async () => {
    let start = 0;
    const runs = lengths.map((n) => {
      const run = { start, values: values(n, start) };
      start += n + 40;
      return run;
    });
    const recording = await opened('runs.smr', runs);
    assert.deepEqual([recording.rateHz, recording.channels[0]], [20_000, { name: 'Im', unit: 'pA' }]);
    assert.deepEqual(
      recording.sweeps.map(({ samples, start_s }) => [samples, Math.round(start_s * 20_000)]),
      runs.map((run) => [run.values.length, run.start]),
    );
    for (const [sweep, run] of runs.entries())
      for (const from of [0, 95, run.values.length - 7].filter(
        (at) => at >= 0 && at + 7 <= run.values.length,
      ))
        recording.read(0, sweep, from, from + 7).forEach((found, i) => {
          assert.ok(Math.abs(found - run.values[from + i] * SCALE) < 1e-4);
        });
    recording.close();
  });

test('Spike2: a block that is not where the others lead to is named when it is read', async () => {
  const recording = await opened('damaged.smr', [{ start: 0, values: values(100_000) }], (bytes) => {
    bytes.writeInt32LE(7, 512 + 140 + 500 * 220 + 8);
  });
  assert.equal(recording.read(0, 0, 0, 100).length, 100);
  assert.throws(() => recording.read(0, 0, 50_000, 50_100), /a block of samples is not where/);
  recording.close();
});
