import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { after, describe, test } from 'node:test';
import { defaultParameters } from '../../src/common/parameters/parameters';
import { silentTask } from '../../src/common/task';
import { OnnxBackend } from '../../src/engine/backends/onnx/onnx-backend';
import { readModel } from '../../src/engine/network/keras/read-model';
import { weightsOf } from '../../src/engine/network/shapes';
import { withWeights } from '../../src/engine/network/weights';
import { Random } from '../../src/engine/signal/random';
import { evaluate } from '../../src/engine/training/evaluate';
import { sigmoid } from '../../src/engine/training/fit';
import { openLearner } from '../../src/engine/training/learner';
import { windowData } from '../../src/engine/training/learning-data';
import { currentWeights, initialState } from '../../src/engine/training/learning-state';
import { train } from '../../src/engine/training/train';
import { temporaryFolder } from '../support/folder';
import { kerasFixture } from '../support/keras-fixtures';
import { assertClose } from '../support/numbers';
import { shared, withoutShared } from '../support/shared';

const backend = new OnnxBackend({ provider: 'cpu', threads: 1, workers: 2, description: 'CPU, 2 threads' });
after(() => backend.dispose());

/** What test/fixtures/keras/make_training_steps.py had Keras compute. */
interface TrainingSteps {
  learning_rate: number;
  x: number[];
  y: number[];
  losses: number[];
  weights: number[][][];
  predictions: number[];
}

test('three steps of Adam with AMSGrad move a network as Keras does', async () => {
  const { network } = await readModel(kerasFixture('training.h5'));
  const expected: TrainingSteps = JSON.parse(readFileSync(kerasFixture('training-steps.json'), 'utf8'));
  const labels = Uint8Array.from(expected.y);
  const batch = Int32Array.from(labels.keys());
  const data = windowData({ values: Float32Array.from(expected.x), length: network.inputLength, labels });
  const learner = await openLearner(network, data, backend, expected.learning_rate);
  try {
    const state = initialState(network);
    for (const loss of expected.losses) {
      const result = await learner.step(state, batch, new Random(0));
      assert.ok(Math.abs(result.loss - loss) < 2e-5, `loss ${result.loss}, Keras' ${loss}`);
    }
    const weights = currentWeights(state);
    // Keras' biases in front of batch normalisation wander (below), which its running means follow slowly.
    const logits = await learner.logits(weights, batch, silentTask());
    assertClose(Float32Array.from(logits, sigmoid), expected.predictions, 2e-3, 'predictions');
    const moved = withWeights(network, weights).layers.filter((layer) => weightsOf(layer).length > 0);
    moved.forEach((layer, i) => {
      weightsOf(layer).forEach(({ data: found }, k) => {
        // A bias in front of batch normalisation has no gradient; Keras moves it by the noise of rounding.
        if (layer.kind === 'conv1d' && k === 1) return;
        // Nor can the running mean be Keras', which has that bias in it.
        const tolerance = layer.kind === 'batchNormalization' && k === 2 ? 2e-3 : 1e-4;
        assertClose(found, expected.weights[i][k], tolerance, `${layer.name}, weight ${k}`);
      });
    });
  } finally {
    await learner.dispose();
  }
});

describe('transfer learning on hand-scored windows', { skip: withoutShared }, () => {
  const folder = temporaryFolder();
  const files = [shared('training', 'B_2020-06-09_002_example_training_data.h5')];
  const other = [shared('training', 'grad_B_2020-06-09_002_example_training_data.h5')];
  const base = shared('models', 'GC_lstm_model.h5');
  const out = path.join(folder, 'transfer.h5');
  const parameters = { ...defaultParameters(), epochs: 15, learning_rate: 1e-4, seed: 3 };

  test('gets better with every few epochs, and better than the base model on windows extracted otherwise', async () => {
    const report = await train(
      { files, base, out, overwrite: false, parameters },
      backend,
      silentTask(),
      () => {},
    );
    assert.equal(report.left_out, 358);
    assert.equal(report.positive + report.negative, 172);
    assert.ok(report.accuracy >= 0.9, `accuracy ${report.accuracy}`);
    assert.ok(report.auc! >= 0.97, `AUC ${report.auc}`);
    const losses = report.history.map((record) => record.validation_loss);
    assert.ok(losses.at(-1)! < 0.5 * losses[0], losses.join());

    const before = await evaluate({ model: base, files: other, parameters }, backend, silentTask());
    const after = await evaluate({ model: out, files: other, parameters }, backend, silentTask());
    assert.ok(after.brier < before.brier, `Brier score ${after.brier}, the base model's ${before.brier}`);
    assert.ok(after.accuracy >= before.accuracy);
  });

  test('finds the windows that two extractions of one recording share', async () => {
    const request = {
      files: [...files, ...other],
      base,
      out: path.join(folder, 'both.h5'),
      overwrite: false,
    };
    const report = await train(
      { ...request, parameters: { ...parameters, epochs: 1 } },
      backend,
      silentTask(),
      () => {},
    );
    assert.ok(report.shared_stretches.length > 5, `${report.shared_stretches.length} found`);
    assert.match(report.warnings.join('\n'), /overlap a training window/);
  });
});
