import assert from 'node:assert/strict';
import { test } from 'node:test';
import { defaultParameters } from '../../../src/common/parameters/parameters';
import { silentTask } from '../../../src/common/task';
import { prepareWindows } from '../../../src/engine/training/prepare-windows';
import { temporaryFolder } from '../../support/folder';
import { madeUpTrainingSet } from '../../support/training-sets';

const folder = temporaryFolder();
const parameters = defaultParameters();

test('windows of any length come to the network’s, scaled each by itself', async () => {
  const file = await madeUpTrainingSet(folder, 'long.h5', { seed: 1, windows: 6, length: 90 });
  const { values, labels, count } = await prepareWindows([file], 60, parameters, silentTask());
  assert.equal(count, 6);
  assert.deepEqual(Array.from(labels), [0, 1, 0, 1, 0, 1]);
  for (let w = 0; w < 6; w++) {
    const window = values.subarray(w * 60, (w + 1) * 60);
    assert.equal(Math.min(...window), 0);
    assert.equal(Math.max(...window), 1);
  }
});

test('events that point the other way than the network learnt are turned over', async () => {
  const down = await madeUpTrainingSet(folder, 'down.h5', {
    seed: 2,
    windows: 40,
    length: 60,
    direction: 'negative',
  });
  const up = await madeUpTrainingSet(folder, 'up.h5', {
    seed: 2,
    windows: 40,
    length: 60,
    direction: 'positive',
  });
  const { values } = await prepareWindows([down, up], 60, parameters, silentTask());
  const peakOf = (window: number) => {
    const samples = Array.from(values.subarray(window * 60, (window + 1) * 60));
    return [samples.indexOf(0), samples.indexOf(1)];
  };
  for (let w = 1; w < 40; w += 2)
    for (const [lowest, highest] of [peakOf(w), peakOf(40 + w)]) {
      assert.ok(lowest! > 11 && lowest! < 30, `window ${w} has its event at ${lowest}`);
      assert.ok(highest! < 18 || highest! > 25);
    }
});

test('what is unscored, undecided or no number is left out and counted', async () => {
  const scores = [0, 1, 2, -1, 1, 0, 2, 0] as const;
  const file = await madeUpTrainingSet(folder, 'mixed.h5', {
    seed: 3,
    windows: 8,
    length: 60,
    scoreOf: (i) => scores[i],
    labelOf: (i) => (i < 4 ? 'a.abf' : 'b.abf'),
  });
  const { refs, leftOut, recordings, labels } = await prepareWindows(
    [file, file],
    60,
    parameters,
    silentTask(),
  );
  assert.deepEqual(
    refs.map(({ row }) => row),
    [0, 1, 4, 5, 7, 0, 1, 4, 5, 7],
  );
  assert.deepEqual(Array.from(labels.subarray(0, 5)), [0, 1, 1, 0, 0]);
  assert.deepEqual(Array.from(recordings), [0, 0, 1, 1, 1, 0, 0, 1, 1, 1]);
  assert.equal(leftOut, 6);
});

test('a set that nobody has scored is refused', async () => {
  const file = await madeUpTrainingSet(folder, 'unscored.h5', {
    seed: 4,
    windows: 5,
    length: 60,
    scoreOf: () => -1,
  });
  await assert.rejects(prepareWindows([file], 60, parameters, silentTask()), {
    name: 'UserError',
    message: /unscored\.h5 has no window with a score/,
  });
});

test('windows that are too short to hold an event are refused in a sentence', async () => {
  for (const length of [1, 9]) {
    const file = await madeUpTrainingSet(folder, `short-${length}.h5`, { seed: 4, windows: 8, length });
    await assert.rejects(prepareWindows([file], 600, parameters, silentTask()), {
      name: 'UserError',
      message: `${file} has windows of ${length === 1 ? '1 sample' : '9 samples'}, too short to hold an event. Extract windows of 10 samples or more.`,
    });
  }
  const shortest = await madeUpTrainingSet(folder, 'short-10.h5', { seed: 4, windows: 8, length: 10 });
  assert.equal((await prepareWindows([shortest], 600, parameters, silentTask())).count, 8);
});

test('a set whose windows are all NaN says so', async () => {
  const file = await madeUpTrainingSet(folder, 'nan.h5', {
    seed: 5,
    windows: 4,
    length: 60,
    sampleOf: () => Number.NaN,
  });
  await assert.rejects(prepareWindows([file], 60, parameters, silentTask()), {
    name: 'UserError',
    message: `${file}: all scored windows contain NaN or infinite values. Extract the windows again.`,
  });
});

test('windows with NaN are excluded with a warning, and the others used', async () => {
  const file = await madeUpTrainingSet(folder, 'some-nan.h5', {
    seed: 5,
    windows: 4,
    length: 60,
    sampleOf: (window, value) => (window === 1 ? Number.NaN : value),
  });
  const { count, refs, warnings } = await prepareWindows([file], 60, parameters, silentTask());
  assert.equal(count, 3);
  assert.deepEqual(
    refs.map(({ row }) => row),
    [0, 2, 3],
  );
  assert.ok(warnings.includes('1 of 4 windows contain NaN or infinite values and were excluded.'));
});
