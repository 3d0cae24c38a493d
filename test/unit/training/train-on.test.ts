import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { after, describe, test } from 'node:test';
import { fillEpochs, fillTraining } from '../../../src/common/parameters/fill';
import { defaultParameters, type Parameters } from '../../../src/common/parameters/parameters';
import { silentTask } from '../../../src/common/task';
import { OnnxBackend } from '../../../src/engine/backends/onnx/onnx-backend';
import { readModel } from '../../../src/engine/network/keras/read-model';
import { writeModel } from '../../../src/engine/network/keras/write-model';
import { flatWeights } from '../../../src/engine/network/weights';
import { train } from '../../../src/engine/training/train';
import { trainingRecordOf } from '../../../src/engine/training/training-record';
import { temporaryFolder } from '../../support/folder';
import { smallNetwork } from '../../support/small-network';
import { madeUpTrainingSet } from '../../support/training-sets';

const folder = temporaryFolder();
const backend = new OnnxBackend({ provider: 'cpu', threads: 1, workers: 1, description: 'CPU' });
after(() => backend.dispose());

const LENGTH = 48;
const set = madeUpTrainingSet(folder, 'set.h5', { seed: 1, windows: 60, length: LENGTH });
const base = (async () => {
  const file = path.join(folder, 'base.h5');
  await writeModel(file, smallNetwork(LENGTH), { overwrite: true, attributes: {} });
  return file;
})();

async function trained(
  name: string,
  changed: Partial<Parameters>,
  how: { trainOn?: boolean; files?: string[] } = {},
) {
  const out = path.join(folder, name);
  const parameters = { ...defaultParameters(), learning_rate: 1e-3, ...changed };
  const request = { files: [await set], base: await base, out, overwrite: false, parameters, ...how };
  return { out, report: await train(request, backend, silentTask(), () => {}) };
}

function limits(windows: number, given: Partial<Parameters> = {}, transfer = true) {
  const parameters = { ...defaultParameters(), ...given };
  const { epochs, patience } = fillEpochs(fillTraining(parameters, transfer, 10), parameters, windows);
  return [epochs, patience];
}

describe('how long a training lasts', () => {
  test('is decided by steps where there are few windows', () => {
    assert.deepEqual(limits(40), [1000, 100]);
    assert.deepEqual(limits(160), [334, 34]);
    assert.deepEqual(limits(1000), [100, 12]);
    assert.deepEqual(limits(5000, {}, false), [100, 8]);
  });

  test('is what was asked for where epochs are given, with the patience of the paper', () => {
    assert.deepEqual(limits(40, { epochs: 100 }), [100, 12]);
    assert.deepEqual(limits(40, { epochs: 100 }, false), [100, 8]);
    assert.deepEqual(limits(40, { patience: 30 }), [1000, 30]);
  });
});

describe('a training that was still improving', () => {
  test('goes on from the model it saved, for as many epochs again', async () => {
    const first = await trained('continued.h5', { epochs: 3 });
    assert.equal(first.report.still_improving, true);
    assert.ok(!existsSync(`${first.out}.checkpoint`));
    const second = await trained('continued.h5', { epochs: 3 }, { trainOn: true });
    const { history } = second.report;
    assert.equal(second.report.resumed_after, 3);
    assert.equal(second.report.epochs, 6);
    assert.deepEqual(history.slice(0, 3), first.report.history);
    assert.ok(history[5].validation_loss < history[2].validation_loss);
    const { attributes } = await readModel(second.out);
    assert.equal(trainingRecordOf(attributes)?.base?.path, 'base.h5');
  });

  test('keeps the model it had where nothing is better', async () => {
    const first = await trained('kept.h5', { epochs: 3 });
    const before = flatWeights((await readModel(first.out)).network);
    const second = await trained('kept.h5', { epochs: 3, learning_rate: 0.9 }, { trainOn: true });
    assert.equal(second.report.best_epoch, 3);
    assert.deepEqual(flatWeights((await readModel(first.out)).network), before);
  });

  test('other windows, another split and models without a record are refused, and the model stays', async () => {
    const { out } = await trained('other.h5', { epochs: 2 });
    const before = readFileSync(out);
    const again = { trainOn: true };
    await assert.rejects(trained('other.h5', { seed: 5 }, again), /was trained with seed 0, not 5/);
    const others = await madeUpTrainingSet(folder, 'others.h5', { seed: 3, windows: 60, length: LENGTH });
    await assert.rejects(trained('other.h5', {}, { ...again, files: [others] }), /was trained on set\.h5/);
    await writeModel(path.join(folder, 'bare.h5'), smallNetwork(LENGTH), { overwrite: true, attributes: {} });
    await assert.rejects(trained('bare.h5', {}, again), /has no record of its training/);
    assert.deepEqual(readFileSync(out), before);
  });
});
