import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setTimeout } from 'node:timers/promises';
import { CancelledError } from '../../../src/common/errors';
import { defaultParameters, type Parameters } from '../../../src/common/parameters/parameters';
import { silentTask, type Task } from '../../../src/common/task';
import { baseModelPath } from '../../../src/engine/files/model-path';
import { predictionCache, predictionKey } from '../../../src/engine/service/predictions';
import type { PredictedRange } from '../../../src/engine/tuning/filter-preview';

const windows = {} as PredictedRange['windows'];
const predicted = (from: number, to: number): PredictedRange => ({
  of: { from, to },
  windows,
  prediction: new Float32Array(),
});
const never = () => assert.fail('the network would run');

/** A prediction that is done when the test says so. */
function slow() {
  let done: (made: PredictedRange) => void = () => {};
  let tasks = 0;
  let task: Task | undefined;
  const make = (asked: Task) =>
    new Promise<PredictedRange>((resolve, reject) => {
      tasks++;
      task = asked;
      done = resolve;
      asked.signal.addEventListener('abort', () => reject(new CancelledError()));
    });
  return { make, done: (made: PredictedRange) => done(made), task: () => task!, tasks: () => tasks };
}

test('what a kept prediction holds is not predicted again, in whole or in part', async () => {
  const predictions = predictionCache();
  const whole = predicted(0, 1000);
  predictions.keep('a', whole);
  assert.equal(await predictions.of('a', { from: 10, to: 1000 }, never, silentTask()), whole);
  const part = predicted(0, 2000);
  assert.equal(await predictions.of('a', { from: 10, to: 1001 }, async () => part, silentTask()), part);
  assert.equal(await predictions.of('a', { from: 0, to: 2000 }, never, silentTask()), part);
  const other = predicted(0, 1000);
  assert.equal(await predictions.of('b', { from: 0, to: 10 }, async () => other, silentTask()), other);
});

test('who cancels and asks again gets what was being made; progress goes to who waits', async () => {
  const predictions = predictionCache();
  const making = slow();
  const stretch = { from: 0, to: 10 };
  const first = new AbortController();
  const asked = predictions.of('a', stretch, making.make, { signal: first.signal, report: () => {} });
  first.abort();
  await assert.rejects(asked, CancelledError);
  const said: string[] = [];
  const report = ({ phase }: { phase: string }) => void said.push(phase);
  const again = predictions.of('a', stretch, making.make, { ...silentTask(), report });
  making.task().report({ phase: 'predicting', done: 1, total: 2, unit: 'windows' });
  await setTimeout(400);
  assert.equal(making.task().signal.aborted, false);
  const made = predicted(0, 10);
  making.done(made);
  assert.equal(await again, made);
  assert.deepEqual([making.tasks(), said], [1, ['predicting']]);
});

test('what nobody waits for any more ends, and is made anew for the next', async () => {
  const predictions = predictionCache();
  const making = slow();
  const stretch = { from: 0, to: 10 };
  const cancel = new AbortController();
  const asked = predictions.of('a', stretch, making.make, { signal: cancel.signal, report: () => {} });
  const { signal } = making.task();
  const ended = new Promise((resolve) => signal.addEventListener('abort', resolve));
  cancel.abort();
  await assert.rejects(asked, CancelledError);
  // The timer that ends it does not keep a process.
  const alive = setTimeout(60_000, undefined, { signal });
  await Promise.allSettled([ended, alive]);
  const next = predictions.of('a', stretch, making.make, silentTask());
  making.done(predicted(0, 10));
  await next;
  assert.equal(making.tasks(), 2);
});

test('a failure is told to who waits, and not kept', async () => {
  const predictions = predictionCache();
  const stretch = { from: 0, to: 10 };
  const fail = () => Promise.reject(new Error('no such model'));
  await assert.rejects(predictions.of('a', stretch, fail, silentTask()), /no such model/);
  const made = predicted(0, 10);
  assert.equal(await predictions.of('a', stretch, async () => made, silentTask()), made);
});

test('only parameters that the network sees decide', { skip: !baseModelPath() }, async () => {
  const recording = '/nowhere/cell.abf';
  const keyWith = (changes: Partial<Parameters>) =>
    predictionKey(recording, { ...defaultParameters(), ...changes });
  const key = await keyWith({});
  for (const same of [
    { convolve_win: 50 },
    { filter_factor: 3 },
    { gradient_convolve_win: 70 },
    { peak_w: 2 },
    { rel_prom_cutoff: 0.5 },
    { bsl_win: 0.5 },
    { batch_size: 8 },
    { epochs: 3 },
    { stride: 20, win_size: 600 },
  ])
    assert.equal(await keyWith(same), key, JSON.stringify(same));
  for (const other of [
    { win_size: 700 },
    { stride: 21 },
    { event_direction: 'positive' as const },
    { lowpass: 500 },
    { exclude: '1–2' },
    { channel: 1 },
    { model_path: '/nowhere/model.h5' },
  ])
    assert.notEqual(await keyWith(other), key, JSON.stringify(other));
  const adaptive = await keyWith({ adaptive_stride: true });
  assert.notEqual(await keyWith({ adaptive_stride: true, model_threshold: 0.9 }), adaptive);
  assert.equal(
    await keyWith({ adaptive_stride: false }),
    await keyWith({ adaptive_stride: false, model_threshold: 0.9 }),
  );
  assert.notEqual(await keyWith({ sweep: 0 }), key);
});
