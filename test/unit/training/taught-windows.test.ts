import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { after, describe, test } from 'node:test';
import { defaultParameters } from '../../../src/common/parameters/parameters';
import { silentTask } from '../../../src/common/task';
import { OnnxBackend } from '../../../src/engine/backends/onnx/onnx-backend';
import { readModel } from '../../../src/engine/network/keras/read-model';
import { writeModel } from '../../../src/engine/network/keras/write-model';
import { evaluate } from '../../../src/engine/training/evaluate';
import { readTrainingSet, readWindows } from '../../../src/engine/training/read-training-set';
import { train } from '../../../src/engine/training/train';
import { writeTrainingSet } from '../../../src/engine/training/write-training-set';
import { temporaryFolder } from '../../support/folder';
import { smallNetwork } from '../../support/small-network';
import { madeUpTrainingSet } from '../../support/training-sets';

const folder = temporaryFolder();
const backend = new OnnxBackend({ provider: 'cpu', threads: 1, workers: 1, description: 'CPU' });
after(() => backend.dispose());

const LENGTH = 48;
const own = madeUpTrainingSet(folder, 'own.h5', { seed: 1, windows: 60, length: LENGTH });
const others = madeUpTrainingSet(folder, 'others.h5', { seed: 2, windows: 40, length: LENGTH });

async function trained(name: string, file: string, base: string): Promise<string> {
  const out = path.join(folder, name);
  const parameters = { ...defaultParameters(), epochs: 1, learning_rate: 0.01 };
  await train({ files: [file], base, out, overwrite: true, parameters }, backend, silentTask(), () => {});
  return out;
}

const model = (async () => {
  const base = path.join(folder, 'base.h5');
  await writeModel(base, smallNetwork(LENGTH), { overwrite: true, attributes: {} });
  return trained('model.h5', await own, base);
})();

async function evaluatedOn(file: string, by = model) {
  return evaluate({ model: await by, files: [file], parameters: defaultParameters() }, backend, silentTask());
}

/** All windows of two files in one, as a person merges them. */
async function merged(): Promise<string> {
  const sets = [await readTrainingSet(await own), await readTrainingSet(await others)];
  const values: number[] = [];
  for (const set of sets) values.push(...(await readWindows(set.path, 0, set.windows)));
  const file = path.join(folder, 'merged.h5');
  const all = {
    ...sets[0],
    windows: 100,
    scores: Int8Array.from(sets.flatMap(({ scores }) => [...scores])),
  };
  await writeTrainingSet(file, { overwrite: true }, all, (from, to) =>
    Float64Array.from(values.slice(from * LENGTH, to * LENGTH)),
  );
  return file;
}

describe('windows that taught a model', () => {
  test('all windows of its own file are told, with the figures of its validation', async () => {
    const report = await evaluatedOn(await own);
    assert.equal(report.taught, 60);
    assert.equal(report.untaught, null);
    assert.equal(report.validation?.windows, 12);
    assert.match(report.warnings.join(), /60 of 60 of these windows were used to train this model/);
    assert.match(report.warnings.join(), /On its 12 validation windows it reached accuracy [\d.]+ %/);
  });

  test('they are found within a merged file, and the others have figures of their own', async () => {
    const report = await evaluatedOn(await merged());
    assert.equal(report.taught, 60);
    const alone = await evaluatedOn(await others);
    assert.equal(alone.taught, 0);
    assert.deepEqual(alone.warnings, []);
    assert.equal(report.untaught?.windows, 40);
    assert.deepEqual(
      [report.untaught.positive, report.untaught.negative, report.untaught.accuracy, report.untaught.mcc],
      [alone.positive, alone.negative, alone.accuracy, alone.mcc],
    );
    assert.match(report.warnings.join(), /60 of 100 .* On the other 40: accuracy/);
  });

  test('the windows of the base model are known to the model trained from it', async () => {
    const second = trained('second.h5', await others, await model);
    assert.equal((await evaluatedOn(await own, second)).taught, 60);
    assert.equal((await evaluatedOn(await merged(), second)).taught, 100);
  });

  test('a copy under another name is the same file; a file of other windows is new', async () => {
    const copy = path.join(folder, 'copy.h5');
    writeFileSync(copy, readFileSync(await own));
    assert.equal((await evaluatedOn(copy)).taught, 60);
    assert.equal((await evaluatedOn(await others)).taught, 0);
  });
});

test('a model holds the fingerprints of as many windows as there are', async () => {
  const file = path.join(folder, 'large.h5');
  const text = 'A'.repeat(4_000_000);
  await writeModel(file, smallNetwork(LENGTH), { overwrite: true, attributes: { miniml_windows: text } });
  assert.equal((await readModel(file)).attributes['miniml_windows'], text);
});
