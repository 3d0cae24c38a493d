import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { openRecording } from '../../../src/engine/recordings/open';
import { temporaryFolder } from '../../support/folder';
import { winEdrBytes, winWcpBytes } from '../../support/write-strathclyde';

const folder = temporaryFolder();
const [a, b] = [3, 7].map((k) => Array.from({ length: 300 }, (_, i) => ((i * k * 7919) % 997) - 400));
const near = (found: Float64Array, right: readonly number[], scale: number) =>
  found.forEach((value, i) => {
    assert.ok(Math.abs(value - right[i] * scale) < 1e-6, `${value}, written ${right[i] * scale}`);
  });

async function opened(name: string, bytes: Buffer) {
  const file = path.join(folder, name);
  writeFileSync(file, bytes);
  return openRecording(file, {});
}

test('WinEDR: channels in turns, scaled by calibration, gain and voltage range; one that was cut short says so', async () => {
  const whole = await opened('a.edr', winEdrBytes([a, b]));
  assert.deepEqual([whole.rateHz, whole.channels.length, whole.sweeps.length], [10_000, 2, 1]);
  assert.deepEqual(whole.channels[1], { name: 'Im1', unit: 'pA' });
  near(whole.read(1, 0, 0, 300), b, 10 / (0.01 * 32_768));
  whole.close();
  const cut = await opened('cut.edr', winEdrBytes([a, b]).subarray(0, -400));
  assert.equal(cut.sweeps[0].samples, 200);
  assert.match(cut.warnings.map(({ message }) => message).join(), /200 of 300 samples/);
  cut.close();
});

test('WinWCP: records are sweeps at their times, scaled by the range of each', async () => {
  const recording = await opened('a.wcp', winWcpBytes([a, b]));
  assert.deepEqual(
    recording.sweeps.map(({ start_s }) => start_s),
    [0, 5],
  );
  assert.deepEqual([recording.rateHz, recording.channels[0]], [10_000, { name: 'Im', unit: 'pA' }]);
  near(recording.read(0, 1, 0, 300), b, 10 / (0.01 * 32_767));
  recording.close();
});
