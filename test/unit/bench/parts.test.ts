import assert from 'node:assert/strict';
import path from 'node:path';
import { test } from 'node:test';
import { writeSyntheticRecording } from '../../../bench/synthetic-recording';
import { watched } from '../../../bench/watched-backend';
import { silentTask } from '../../../src/common/task';
import type { Backend, Program } from '../../../src/engine/backends/backend';
import { GraphBuilder } from '../../../src/engine/network/graph';
import { openRecording } from '../../../src/engine/recordings/open';
import { temporaryFolder } from '../../support/folder';

test('a synthetic recording is a recording', async () => {
  const file = path.join(temporaryFolder(), 'noise.abf');
  const samples = 1_300_000;
  await writeSyntheticRecording(file, { samples, rateHz: 50_000 }, silentTask());
  const recording = await openRecording(file, {});
  assert.equal(recording.rateHz, 50_000);
  assert.deepEqual(recording.channels, [{ name: 'I_mon', unit: 'pA' }]);
  assert.deepEqual(
    recording.sweeps.map((sweep) => sweep.samples),
    [samples],
  );
  const values = recording.read(0, 0, 0, samples);
  recording.close();
  const sd = Math.sqrt(values.reduce((sum, v) => sum + v * v, 0) / samples);
  assert.ok(sd > 5 && sd < 15, `${sd} pA`);
});

test('a watched backend counts the time in which any run is under way once', async () => {
  let now = 0;
  const finish: (() => void)[] = [];
  const program: Program = {
    run: () => new Promise((resolve) => finish.push(() => resolve({}))),
    dispose: () => Promise.resolve(),
  };
  const backend: Backend = {
    kind: 'onnxruntime',
    device: 'cpu',
    description: 'CPU, 2 threads',
    concurrency: 2,
    compile: () => Promise.resolve(program),
    dispose: () => Promise.resolve(),
  };
  const watching = watched(backend, () => now);
  const compiled = await watching.compile(new GraphBuilder().build());
  const first = compiled.run({});
  now = 1000;
  const second = compiled.run({});
  now = 3000;
  finish[0]();
  await first;
  assert.deepEqual(watching.busy(), { seconds: 3, runs: 2 });
  now = 4000;
  finish[1]();
  await second;
  now = 9000;
  assert.deepEqual(watching.busy(), { seconds: 4, runs: 2 });
  watching.reset();
  assert.deepEqual(watching.busy(), { seconds: 0, runs: 0 });
});
