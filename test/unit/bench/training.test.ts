import assert from 'node:assert/strict';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, test } from 'node:test';
import { trainingRatios } from '../../../bench/keras-training';
import { benchTraining } from '../../../bench/run';
import { silentTask } from '../../../src/common/task';
import { OnnxBackend } from '../../../src/engine/backends/onnx/onnx-backend';
import { writeModel } from '../../../src/engine/network/keras/write-model';
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

test('an interpreter that is not there is a reason to skip', async () => {
  await ready;
  const python = path.join(folder, 'nowhere');
  const { keras_training } = await benchTraining(base, size, backend, python, silentTask());
  assert.ok(keras_training && 'skipped' in keras_training);
  assert.match(keras_training.skipped, /ENOENT/);
});

test('Keras trains in turn with us, an epoch at a time, and its times are held against ours', {
  skip: process.platform === 'win32',
}, async () => {
  await ready;
  const python = path.join(folder, 'keras');
  const asked = path.join(folder, 'asked.json');
  const lines = path.join(folder, 'lines');
  // Stands for an interpreter: $1 is "-c", $2 the program, $3 what it is asked; then a line for each epoch.
  writeFileSync(
    python,
    `#!/bin/sh
printf %s "$3" > '${asked}'
echo '"3.0"'
while read -r line; do echo "$line" >> '${lines}'; echo '{"wall_ms": 4000, "cpu_ms": 8000}'; done
`,
    { mode: 0o755 },
  );
  const { training, keras_training, training_ratios } = await benchTraining(
    base,
    size,
    backend,
    python,
    silentTask(),
  );
  assert.ok(training && keras_training && !('skipped' in keras_training));
  assert.equal(keras_training.version, '3.0');
  const speed = { epochs: 1, ms_per_epoch: 4000, cpu_ms_per_epoch: 8000, ms: [4000] };
  assert.deepEqual(keras_training.full, { batch_size: 128, ...speed });
  assert.deepEqual(keras_training.transfer, { batch_size: 64, ...speed });
  assert.deepEqual(keras_training.whole_transfer, { ...training.whole_transfer, seconds: 4, cpu_s: 8 });
  assert.deepEqual(training_ratios, trainingRatios(training, keras_training));
  assert.equal(training_ratios!.full, 4000 / training.full.ms_per_epoch);
  const request = JSON.parse(readFileSync(asked, 'utf8'));
  assert.equal(request.windows, 24);
  assert.equal(request.length, 120);
  assert.deepEqual(request.full.frozen, []);
  assert.deepEqual(request.transfer.frozen, ['conv', 'average']);
  const said = readFileSync(lines, 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));
  const epochs = ['full', 'full', 'transfer', 'transfer'].map((epoch) => ({ epoch }));
  assert.deepEqual(said.slice(0, -1), epochs);
  assert.equal(said.at(-1).epochs, 2);
});

function leftovers(): string[] {
  return readdirSync(tmpdir()).filter((name) => name.startsWith('miniml-bench-'));
}
