import assert from 'node:assert/strict';
import { existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { after, test } from 'node:test';
import { CancelledError } from '../../../src/common/errors';
import { type Progress, silentTask, type Task } from '../../../src/common/task';
import { OnnxBackend } from '../../../src/engine/backends/onnx/onnx-backend';
import { SCREEN_TRAINING } from '../../../src/engine/distilling/train-screen';
import { openPredictor } from '../../../src/engine/prediction/predict';
import { screenOf } from '../../../src/engine/service/screening-networks';
import { temporaryFolder } from '../../support/folder';
import { smallNetwork } from '../../support/small-network';

const folder = temporaryFolder();
const backend = new OnnxBackend({ provider: 'cpu', threads: 1, workers: 1, description: 'CPU' });
after(() => backend.dispose());

const how = {
  ...SCREEN_TRAINING,
  recordings: 1,
  calibrationRecordings: 1,
  steps: 2,
  crops: 2,
  windows: 40,
};

/** Opens the screening network of a model from elsewhere, whose hash is its name. */
async function screenFor(name: string, store: string, length = 600) {
  const predictor = await openPredictor(smallNetwork(length), backend);
  const facts = { path: path.join(folder, `${name}.h5`), name, sha256: name, input_length: length };
  const screen = screenOf({ facts, predictor }, backend, { store, how, paysFrom: 1000 });
  const reports: string[] = [];
  const task: Task = { ...silentTask(), report: ({ phase }: Progress) => reports.push(phase) };
  return { ...screen, task, reports };
}

test('a screening network is distilled on first use, where that pays, and found the next time', async () => {
  const store = path.join(folder, 'store');
  const first = await screenFor('elsewhere', store);
  assert.equal(await first.open(), undefined, 'nobody needs one');
  assert.equal(await first.open({ windows: 999, task: first.task }), undefined, 'too few windows');
  assert.equal(first.reports.length, 0);
  const [one, other] = await Promise.all([
    first.open({ windows: 1000, task: first.task }),
    first.open({ windows: 2000, task: first.task }),
  ]);
  assert.ok(one);
  assert.equal(one, other, 'two predictions distil it once');
  assert.ok(first.reports.every((phase) => phase.startsWith('screening network: ')));
  assert.equal(first.reports.filter((phase) => phase === 'screening network: labelling').length, 2);
  assert.deepEqual(readdirSync(store), ['elsewhere.screen.h5']);
  await first.dispose();

  const again = await screenFor('elsewhere', store);
  assert.ok(await again.open(), 'also for a short prediction');
  assert.deepEqual(again.reports, []);
  await again.dispose();
});

test('that of another model is not used, and a damaged one is distilled anew', async () => {
  const store = path.join(folder, 'damaged');
  mkdirSync(store);
  writeFileSync(path.join(store, 'cut.screen.h5'), 'cut short');
  const { open, task, reports, dispose } = await screenFor('cut', store);
  assert.equal(await open(), undefined);
  assert.ok(await open({ windows: 5000, task }));
  assert.ok(reports.length > 0);
  await dispose();
  const mended = await screenFor('cut', store);
  assert.ok(await mended.open());
  await mended.dispose();
});

test('a store that cannot be written costs the next distillation, not this prediction', async () => {
  const store = path.join(folder, 'a file', 'store');
  writeFileSync(path.join(folder, 'a file'), '');
  const { open, task, dispose } = await screenFor('homeless', store);
  assert.ok(await open({ windows: 5000, task }));
  await dispose();
});

test('a distillation that is cancelled leaves nothing, and the next prediction begins it again', async () => {
  const store = path.join(folder, 'cancelled');
  const { open, task, dispose } = await screenFor('stopped', store);
  const cancel = new AbortController();
  const report = () => cancel.abort();
  await assert.rejects(open({ windows: 5000, task: { signal: cancel.signal, report } }), CancelledError);
  assert.ok(!existsSync(store));
  assert.ok(await open({ windows: 5000, task }));
  await dispose();
});

test('a model of windows of another length has none', async () => {
  const { open, task, dispose } = await screenFor('small', path.join(folder, 'none'), 48);
  assert.equal(await open({ windows: 5000, task }), undefined);
  await dispose();
});
