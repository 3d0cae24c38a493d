import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { UserError } from '../../../src/common/errors';
import { openRecording } from '../../../src/engine/recordings/open';
import { Random } from '../../../src/engine/signal/random';
import { temporaryFolder } from '../../support/folder';
import { igorRecord, igorWave } from '../../support/write-igor';

const folder = temporaryFolder();

const [first, second, old] = [3, 4, 5].map((seed) => {
  const random = new Random(seed);
  return Array.from({ length: 500 }, () => Math.fround(random.normal()));
});
const name = (text: string) => Buffer.from(text.padEnd(32, '\0'), 'latin1');
const experiment = Buffer.concat([
  igorRecord(2, Buffer.from('history\r')),
  igorRecord(9, name('root')),
  igorRecord(3, igorWave('wave0', first, 5e-5)),
  igorRecord(9, name('cell 1')),
  igorRecord(0x8003, igorWave('replaced', old, 5e-5)),
  igorRecord(3, igorWave('minis', second, 1e-4)),
  igorRecord(10, Buffer.alloc(0)),
  igorRecord(10, Buffer.alloc(0)),
]);

async function opened(bytes: Buffer, series?: string) {
  const file = path.join(folder, 'experiment.pxp');
  writeFileSync(file, bytes);
  return openRecording(file, { series });
}

test('Igor packed experiments: each wave is a series, under its data folder; replaced ones are gone', async () => {
  const expected: [series: string | undefined, values: number[], rateHz: number][] = [
    [undefined, first, 20_000],
    ['cell 1/minis', second, 10_000],
  ];
  for (const [series, values, rateHz] of expected) {
    const recording = await opened(experiment, series);
    assert.equal(recording.format, 'Igor packed experiment');
    assert.deepEqual(recording.allSeries, ['wave0', 'cell 1/minis']);
    assert.equal(recording.rateHz, rateHz);
    assert.equal(recording.channels[0].unit, 'pA');
    assert.deepEqual(Array.from(recording.read(0, 0, 0, 500)), values);
    recording.close();
  }
});

test('Igor packed experiments: records that later versions of Igor added are passed over', async () => {
  const added = [11, 12, 13, 17, 26].map((type) => igorRecord(type, Buffer.alloc(50, 7)));
  const recording = await opened(Buffer.concat([...added, experiment]), 'cell 1/minis');
  assert.deepEqual(Array.from(recording.read(0, 0, 0, 500)), second);
  recording.close();
});

test('Igor packed experiments: cut and damaged files are refused in a sentence, or read', async () => {
  const damage = new Random(12);
  for (let i = 0; i < 150; i++) {
    const cut = experiment.subarray(0, 1 + damage.integer(experiment.length - 1));
    const bytes = Buffer.from(i % 3 === 0 ? cut : experiment);
    if (i % 3 > 0) for (let k = 0; k < 4; k++) bytes[damage.integer(bytes.length)] = damage.integer(256);
    try {
      const recording = await opened(bytes);
      recording.read(0, 0, 0, Math.min(100, recording.sweeps[0].samples));
      recording.close();
    } catch (thrown) {
      assert.ok(thrown instanceof UserError, `${i}: ${(thrown as Error).stack}`);
    }
  }
});
