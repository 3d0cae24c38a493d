import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { after, describe, test } from 'node:test';
import { defaultParameters } from '../../../src/common/parameters/parameters';
import { silentTask } from '../../../src/common/task';
import { modelFacts } from '../../../src/engine/advice/model-rules';
import { modelTraceAdvice } from '../../../src/engine/advice/model-trace-rules';
import { OnnxBackend } from '../../../src/engine/backends/onnx/onnx-backend';
import { writeModel } from '../../../src/engine/network/keras/write-model';
import { train } from '../../../src/engine/training/train';
import { temporaryFolder } from '../../support/folder';
import { inProcessEngine } from '../../support/in-process-engine';
import { smallNetwork } from '../../support/small-network';
import { madeUpTrainingSet } from '../../support/training-sets';

const folder = temporaryFolder();
const backend = new OnnxBackend({ provider: 'cpu', threads: 1, workers: 1, description: 'CPU' });
after(() => backend.dispose());

/** Trained on windows of 60 samples at 20 kHz (3 ms), in pA, resampled to 48. */
const trained = (async () => {
  const file = await madeUpTrainingSet(folder, 'set.h5', { seed: 1, windows: 60, length: 60, lowpass: 2000 });
  const base = path.join(folder, 'base.h5');
  await writeModel(base, smallNetwork(48), { overwrite: true, attributes: {} });
  const out = path.join(folder, 'model.h5');
  const parameters = {
    ...defaultParameters(),
    epochs: 1,
    training_direction: 'positive' as const,
    model_threshold: 0.6,
  };
  const request = { files: [file], base, out, overwrite: true, parameters };
  const report = await train(request, backend, silentTask(), () => {});
  return { out, report };
})();

describe('a model remembers its windows', () => {
  test('its card says window, rate, unit and filters', async () => {
    const { report } = await trained;
    const card = readFileSync(report.card, 'utf8');
    assert.match(
      card,
      /Window: 60 samples at 20 kHz \(3 ms\), in pA\. Set win_size to "3 ms" and resample_to_600 to true\./,
    );
    assert.match(card, /Filters of the windows: lowpass 2000\./);
  });

  test('what it is used with is asked of its file', async () => {
    const { use } = await inProcessEngine().request('model', { path: (await trained).out });
    assert.deepEqual(use, {
      win_size: '3 ms',
      resample_to_600: true,
      training_direction: 'positive',
      model_threshold: 0.6,
    });
  });

  test('a recording of another rate, window, unit or filter is a warning, each with its code', async () => {
    const facts = await modelFacts((await trained).out);
    const codes = (changed: object, rateHz: number, unit: string) =>
      modelTraceAdvice({ ...defaultParameters(), lowpass: 2000, ...changed }, facts, { rateHz, unit }).map(
        ({ code }) => code,
      );
    assert.deepEqual(codes({ win_size: 60 }, 20_000, 'pA'), []);
    assert.deepEqual(codes({ win_size: 60 }, 20_000, 'nA'), []);
    assert.deepEqual(codes({ win_size: 120 }, 40_000, 'pA'), ['model-rate']);
    assert.deepEqual(codes({ win_size: 600 }, 20_000, 'pA'), ['model-window']);
    assert.deepEqual(codes({ win_size: 60 }, 20_000, 'mV'), ['model-unit']);
    assert.deepEqual(codes({ win_size: 60, lowpass: null }, 20_000, 'pA'), ['model-filters']);
  });
});
