import assert from 'node:assert/strict';
import { copyFileSync, mkdtempSync, statSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { defaultParameters } from '../../../src/common/parameters/parameters';
import { type Progress, silentTask } from '../../../src/common/task';
import { writeHdf5 } from '../../../src/engine/files/hdf5/hdf5';
import { engineHandlers } from '../../../src/engine/service/handlers';
import { readTrainingSet } from '../../../src/engine/training/read-training-set';
import { writeTrainingSet } from '../../../src/engine/training/write-training-set';
import { temporaryFolder } from '../../support/folder';
import { shared, withoutShared } from '../../support/shared';

const engine = engineHandlers(() => {});
const task = silentTask();
const temporary = temporaryFolder();
const example = shared('training', 'B_2020-06-09_002_example_training_data.h5');

const noFacts = {
  rate_hz: 10_000,
  unit: 'pA',
  direction: null,
  win_size: 100,
  sources: [{ path: 'cell.h5', sha256: '', series: '', channel: 0, sweep: null, rate_hz: null, unit: '' }],
  parameters: null,
  writtenBy: 'a test',
};

/** A recording of a slow wave and noise, and windows cut from it at `starts`. */
async function cutWindows(folder: string, starts: number[]): Promise<string> {
  const samples = Float64Array.from({ length: 5000 }, (_, i) => Math.sin(i / 17) + Math.sin(i * i) / 3);
  await writeHdf5(path.join(folder, 'cell.h5'), (open) => {
    open.create_dataset({ name: 'mini_data', data: samples });
  });
  const file = path.join(folder, 'windows.h5');
  const set = {
    windows: starts.length,
    length: 100,
    scores: new Int8Array(starts.length).fill(-1),
    starts: Float64Array.from(starts),
    labels: null,
    sources: new Int32Array(starts.length),
    facts: noFacts,
  };
  await writeTrainingSet(file, { overwrite: false }, set, (from, to) => {
    const values = starts.slice(from, to).flatMap((at) => [...samples.slice(at, at + 100)]);
    return Float64Array.from(values, (v) => v * 3 - 1);
  });
  return file;
}

test('a real training set opens with what an editor needs', { skip: withoutShared }, async () => {
  const set = await engine.trainingSet({ path: example }, task);
  assert.equal(set.windows, 530);
  assert.equal(set.length, 600);
  assert.equal(set.scores.filter((score) => score === 1).length, 86);
  assert.deepEqual(set.sources, ['./example_recordings/B_2020-06-09_002.h5']);
  assert.equal(set.source?.length, 530);
  assert.equal(set.starts?.[0], 790);
});

test('windows come in the order asked for', { skip: withoutShared }, async () => {
  const windows = await engine.trainingWindows({ path: example, windows: Int32Array.of(7, 3, 4, 5) }, task);
  const [seven, four] = [Int32Array.of(7), Int32Array.of(4)];
  assert.deepEqual(
    [...windows.subarray(0, 600)],
    [...(await engine.trainingWindows({ path: example, windows: seven }, task))],
  );
  assert.deepEqual(
    [...windows.subarray(1200, 1800)],
    [...(await engine.trainingWindows({ path: example, windows: four }, task))],
  );
});

test('heights and noise tell events from noise in what people scored', { skip: withoutShared }, async () => {
  const { down, up, noise } = await engine.trainingFeatures({ path: example }, task);
  const { scores } = await engine.trainingSet({ path: example }, task);
  const medianOf = (of: (i: number) => number, score: number) =>
    [...scores.keys()]
      .filter((i) => scores[i] === score)
      .map(of)
      .sort((a, b) => a - b)[43];
  const snr = (i: number) => down[i] / noise[i];
  // Amplitudes in pA as computed with numpy: means of 10 samples against the mean of the first 60.
  assert.ok(Math.abs(medianOf((i) => down[i], 0) - 1.75) < 0.2);
  assert.ok(medianOf(snr, 1) > 10 && medianOf(snr, 0) < 3);
  assert.ok(medianOf((i) => up[i], 1) < medianOf((i) => down[i], 1));
});

test('the recording around a window is found beside the training set, and checked', async () => {
  const folder = mkdtempSync(path.join(temporary, 'set-'));
  const file = await cutWindows(folder, [50, 1000, 4850]);
  const around = await engine.trainingSurroundings({ path: file, window: 1, columns: 1000, widths: 5 }, task);
  assert.ok('trace' in around);
  assert.deepEqual([around.from, around.to], [800, 1300]);
  assert.deepEqual(around.window, { from: 1000, to: 1100 });
  assert.equal(around.trace.y.length, 500);
  const last = await engine.trainingSurroundings({ path: file, window: 2, columns: 1000, widths: 5 }, task);
  assert.ok('trace' in last);
  assert.equal(last.to, 5000);
});

test('a recording that does not hold the window is not shown', async () => {
  const folder = mkdtempSync(path.join(temporary, 'set-'));
  const file = await cutWindows(folder, [50, 1000]);
  await writeHdf5(path.join(folder, 'cell.h5'), (open) => {
    open.create_dataset({
      name: 'mini_data',
      data: Float64Array.from({ length: 5000 }, (_, i) => Math.cos(i * i)),
    });
  });
  const around = await engine.trainingSurroundings({ path: file, window: 1, columns: 10, widths: 3 }, task);
  assert.match((around as { reason: string }).reason, /does not contain this window/);
});

test('scores are saved in place and into a copy', { skip: withoutShared }, async () => {
  const folder = mkdtempSync(path.join(temporary, 'set-'));
  const [file, copy] = [path.join(folder, 'a.h5'), path.join(folder, 'b.h5')];
  copyFileSync(example, file);
  const { scores } = await engine.trainingSet({ path: file }, task);
  scores[5] = 0;
  scores[6] = -1;
  await engine.saveTrainingScores({ path: file, target: copy, scores }, task);
  assert.deepEqual((await readTrainingSet(copy)).scores, scores);
  assert.notDeepEqual((await readTrainingSet(file)).scores, scores);
  assert.ok(statSync(copy).size >= statSync(file).size);
  await engine.saveTrainingScores({ path: file, target: file, scores }, task);
  assert.deepEqual((await readTrainingSet(file)).scores, scores);
  const { agreed, kappa, compared } = await engine.scoreAgreement({ path: file, scores, other: copy }, task);
  assert.deepEqual([agreed, kappa, compared], [529, 1, 529]);
  const other = await cutWindows(folder, [1, 2]);
  await assert.rejects(
    Promise.resolve(engine.scoreAgreement({ path: file, scores, other }, task)),
    /contains other windows/,
  );
});

test('a window that the model has predicted is not predicted again', { skip: withoutShared }, async () => {
  const predicted: number[] = [];
  const reporting = {
    ...task,
    report: ({ phase, total }: Progress) => phase === 'predicting' && predicted.push(total),
  };
  const probabilitiesOf = (...windows: number[]) =>
    engine.trainingProbabilities(
      { path: example, windows: Int32Array.from(windows), parameters: defaultParameters(), backend: 'cpu' },
      reporting,
    );
  const first = await probabilitiesOf(3, 4, 5);
  const totals = predicted.splice(0);
  assert.ok(totals.every((total) => total === 3));
  const again = await probabilitiesOf(5, 3);
  assert.deepEqual(again.probabilities, Float32Array.of(first.probabilities[2], first.probabilities[0]));
  assert.ok(
    predicted.every((total) => total === 0),
    `predicted again: ${predicted}`,
  );
  await probabilitiesOf(3, 9, 5);
  assert.ok(predicted.every((total) => total <= 1));
});
