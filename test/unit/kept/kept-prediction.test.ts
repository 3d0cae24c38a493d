import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { appendFileSync, readFileSync, renameSync, truncateSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { CancelledError } from '../../../src/common/errors';
import { silentTask } from '../../../src/common/task';
import { type KeptPrediction, keptPrediction } from '../../../src/engine/kept/kept-prediction';
import type { Predictor } from '../../../src/engine/prediction/predict';
import { predictTrace } from '../../../src/engine/prediction/predict-trace';
import type { Trace } from '../../../src/engine/signal/trace';
import { temporaryFolder } from '../../support/folder';
import { filesIn, giveToOtherMachine } from '../../support/other-machine';

const temporary = temporaryFolder();
const trace: Trace = {
  rateHz: 1000,
  unit: 'pA',
  samples: 40_000,
  read: (from, to) => Float64Array.from({ length: to - from }, (_, i) => Math.sin((from + i) ** 2)),
};
const how = { step: 5, batchSize: 256 };

/** Answers with a number that depends on the window; counts what it is asked, and fails after so many windows. */
function predictorThat(failsAfter = Number.POSITIVE_INFINITY) {
  const asked = { windows: 0 };
  const predictor: Predictor = {
    inputLength: 20,
    device: 'test',
    dispose: async () => {},
    async predict(count, fill) {
      if (asked.windows + count > failsAfter) throw new CancelledError();
      asked.windows += count;
      const windows = new Float32Array(count * 20);
      await fill(0, count, windows);
      return Float32Array.from({ length: count }, (_, i) => windows[20 * i + 7]);
    },
  };
  return { predictor, asked };
}

/** As if the process that wrote the blocks had been killed: its number belongs to nobody. */
function killWriter(folder: string): string {
  const [name] = filesIn(folder);
  const { pid } = spawnSync(process.execPath, ['--version']);
  const left = name.replace(`-${process.pid}-`, `-${pid}-`);
  renameSync(path.join(folder, name), path.join(folder, left));
  return path.join(folder, left);
}

async function interrupted(folder: string, running = false): Promise<KeptPrediction> {
  const memory = await keptPrediction(folder, 'key');
  const { predictor } = predictorThat(5000);
  await assert.rejects(predictTrace(predictor, trace, how, silentTask(), memory), CancelledError);
  if (!running) await memory.close();
  return memory;
}

test('a prediction that was interrupted goes on where its finished blocks end, with the same values', async () => {
  const folder = path.join(temporary, 'resumed');
  const whole = predictorThat();
  const expected = await predictTrace(whole.predictor, trace, how, silentTask());
  await interrupted(folder);
  killWriter(folder);
  const rest = predictorThat();
  const memory = await keptPrediction(folder, 'key');
  assert.deepEqual(await predictTrace(rest.predictor, trace, how, silentTask(), memory), expected);
  assert.ok(memory.restored > 4000, `${memory.restored} windows restored`);
  // Neighbouring chunks share a window.
  assert.ok(rest.asked.windows <= whole.asked.windows - memory.restored);
  await memory.remove();
  assert.deepEqual(filesIn(folder), []);
});

test('what was restored is there again after a second interruption', async () => {
  const folder = path.join(temporary, 'twice');
  await interrupted(folder);
  killWriter(folder);
  await (await keptPrediction(folder, 'key')).close();
  killWriter(folder);
  const memory = await keptPrediction(folder, 'key');
  await predictTrace(predictorThat().predictor, trace, how, silentTask(), memory);
  assert.ok(memory.restored > 4000, `${memory.restored} windows restored`);
  await memory.remove();
});

test('blocks of another prediction, or of one that is still made, are left alone', async () => {
  const folder = path.join(temporary, 'others');
  const running = await interrupted(folder, true);
  const second = await keptPrediction(folder, 'key');
  assert.equal(second.restore(0, 513), undefined);
  await second.remove();
  await running.close();
  const other = await keptPrediction(folder, 'another key');
  assert.equal(other.restore(0, 513), undefined);
  await other.remove();
  assert.equal(filesIn(folder).length, 1);
  // A failure of the backend ends an attempt, not its process.
  const again = await keptPrediction(folder, 'key');
  await predictTrace(predictorThat().predictor, trace, how, silentTask(), again);
  assert.ok(again.restored > 4000, `${again.restored} windows restored`);
  await again.remove();
});

test('blocks that another machine writes in a shared folder are left to it until it has ended', async () => {
  const folder = path.join(temporary, 'machines');
  await interrupted(folder);
  const die = giveToOtherMachine(folder);
  const beside = await keptPrediction(folder, 'key');
  assert.equal(beside.restore(0, 513), undefined);
  await beside.remove();
  assert.equal(filesIn(folder).length, 1);
  die();
  const after = await keptPrediction(folder, 'key');
  await predictTrace(predictorThat().predictor, trace, how, silentTask(), after);
  assert.ok(after.restored > 4000, `${after.restored} windows restored`);
  await after.remove();
});

test('a block that was cut short or damaged is predicted again', async () => {
  const folder = path.join(temporary, 'damaged');
  await interrupted(folder);
  const left = killWriter(folder);
  const { length } = readFileSync(left);
  truncateSync(left, length - 7);
  appendFileSync(left, 'garbage after a power cut');
  const expected = await predictTrace(predictorThat().predictor, trace, how, silentTask());
  const memory = await keptPrediction(folder, 'key');
  assert.deepEqual(await predictTrace(predictorThat().predictor, trace, how, silentTask(), memory), expected);
  assert.ok(memory.restored > 3000 && memory.restored < 5200, `${memory.restored} windows restored`);
  await memory.remove();
});
