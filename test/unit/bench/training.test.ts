import assert from 'node:assert/strict';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, test } from 'node:test';
import { OnnxBackend } from '../../../src/engine/backends/onnx/onnx-backend';
import { type KerasTrainingSpeed, trainingRatios } from '../../../src/engine/bench/keras-training';
import { benchTraining } from '../../../src/engine/bench/run';
import { writeModel } from '../../../src/engine/network/keras/write-model';
import { silentTask } from '../../../src/engine/task';
import { temporaryFolder } from '../../support/folder';
import { NetworkSketch } from '../../support/random-network';

const folder = temporaryFolder();
const base = path.join(folder, 'base.h5');
const backend = new OnnxBackend({ provider: 'cpu', threads: 1, workers: 2, description: 'CPU, 2 threads' });
after(() => backend.dispose());
const size = { windows: 24, recordings: 40, epochs: 1, wholeEpochs: 2 };
const ready = writeModel(
  base,
  new NetworkSketch(4, 120).conv(4, 5).pool('average', 4).lstm(3).dense(4).dropout(0.2).classifier(),
  { overwrite: true, attributes: {} },
);

test('training is measured on as many windows as asked, from scratch, by transfer, and as a whole', async () => {
  await ready;
  const before = leftovers();
  const { training, keras_training, training_ratios } = await benchTraining(
    base,
    size,
    backend,
    undefined,
    silentTask(),
  );
  assert.ok(training);
  assert.equal(training.windows, 24);
  assert.deepEqual([training.full.batch_size, training.transfer.batch_size], [128, 64]);
  for (const { ms_per_epoch, cpu_ms_per_epoch } of [training.full, training.transfer])
    assert.ok(ms_per_epoch > 0 && cpu_ms_per_epoch > 0);
  const { training_windows, validation_windows, epochs, seconds, cpu_s } = training.whole_transfer;
  assert.equal(training_windows + validation_windows, 24);
  assert.ok(training_windows > validation_windows && validation_windows > 0);
  assert.equal(epochs, 2);
  assert.ok(seconds > 0 && cpu_s > 0);
  assert.ok(keras_training && 'skipped' in keras_training);
  assert.match(keras_training.skipped, /--python/);
  assert.equal(training_ratios, null);
  assert.deepEqual(leftovers(), before);
});

test('a Python without Keras is a reason to skip, in its own words', {
  skip: process.platform === 'win32',
}, async () => {
  await ready;
  const python = path.join(folder, 'python');
  writeFileSync(python, '#!/bin/sh\necho "ModuleNotFoundError: No module named \'keras\'" >&2\nexit 1\n', {
    mode: 0o755,
  });
  const { keras_training } = await benchTraining(base, size, backend, python, silentTask());
  assert.ok(keras_training && 'skipped' in keras_training);
  assert.match(keras_training.skipped, /No module named 'keras'/);
});

test('Keras is asked for the same training, and its times are held against ours', {
  skip: process.platform === 'win32',
}, async () => {
  await ready;
  const python = path.join(folder, 'keras');
  const asked = path.join(folder, 'asked.json');
  const speed = { batch_size: 64, epochs: 1, ms_per_epoch: 4000, cpu_ms_per_epoch: 8000 };
  const whole = { training_windows: 1, validation_windows: 1, epochs: 2, seconds: 50, cpu_s: 90 };
  const answer: KerasTrainingSpeed = { version: '3', full: speed, transfer: speed, whole_transfer: whole };
  // Stands for an interpreter: $1 is "-c", $2 the program, $3 what it is asked.
  writeFileSync(python, `#!/bin/sh\nprintf %s "$3" > '${asked}'\necho '${JSON.stringify(answer)}'\n`, {
    mode: 0o755,
  });
  const { training, keras_training, training_ratios } = await benchTraining(
    base,
    size,
    backend,
    python,
    silentTask(),
  );
  assert.deepEqual(keras_training, answer);
  assert.deepEqual(training_ratios, trainingRatios(training!, answer));
  assert.equal(training_ratios!.full, 4000 / training!.full.ms_per_epoch);
  const request = JSON.parse(readFileSync(asked, 'utf8'));
  assert.equal(request.windows, 24);
  assert.equal(request.length, 120);
  assert.equal(request.whole_transfer.epochs, 2);
  assert.deepEqual(request.transfer.frozen, ['conv', 'average']);
});

function leftovers(): string[] {
  return readdirSync(tmpdir()).filter((name) => name.startsWith('miniml-bench-'));
}
