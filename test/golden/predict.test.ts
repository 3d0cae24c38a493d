import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { silentTask } from '../../src/common/task';
import { OnnxBackend } from '../../src/engine/backends/onnx/onnx-backend';
import { withHdf5 } from '../../src/engine/files/hdf5/hdf5';
import { datasetAt, numbersOf } from '../../src/engine/files/hdf5/values';
import { readModel } from '../../src/engine/network/keras/read-model';
import { scaleWindow } from '../../src/engine/network/scale';
import { outputShapes, parameterCount } from '../../src/engine/network/shapes';
import { openPredictor, type Predictor } from '../../src/engine/prediction/predict';
import { predictTrace } from '../../src/engine/prediction/predict-trace';
import { recordedTrace } from '../../src/engine/recordings/joined-trace';
import { openRecording } from '../../src/engine/recordings/open';
import { resample } from '../../src/engine/signal/resampled-trace';
import { assertClose } from '../support/numbers';
import { shared, sharedJson, withoutReference, withoutShared } from '../support/shared';
import { interpolateEvenly } from '../support/whole-trace';

const skip = withoutShared;
const withoutGolden = withoutReference('golden', 'golden.json');
const backend = new OnnxBackend({ provider: 'cpu', threads: 1, workers: 2, description: 'CPU, 2 threads' });
after(() => backend.dispose());

interface Golden {
  /** Training set → model → a probability for each of its windows. */
  predict: Record<string, Record<string, number[]>>;
  detect: {
    recording: string;
    model: string;
    parameters: { win_size: number; resample_to_600?: boolean };
    reference: { n_prediction_samples: number; prediction_every_200: number[] };
  }[];
}

test('published models have the shapes and the number of parameters that are known', { skip }, async () => {
  for (const name of ['GC_lstm_model.h5', 'GC_mEPSP_lstm_transfer.h5', 'GC_model_keras3.keras']) {
    const { network } = await readModel(shared('models', name));
    const parameters = network.layers.reduce((sum, layer) => sum + parameterCount(layer), 0);
    assert.equal(parameters, 191_361, name);
    const pooled = outputShapes(network).filter((_, i) => network.layers[i].kind === 'pooling1d');
    assert.deepEqual(pooled, [
      [200, 32],
      [100, 48],
      [50, 64],
    ]);
  }
});

test('training windows get the probabilities that Keras gives them', { skip: withoutGolden }, async () => {
  const { predict } = sharedJson<Golden>('golden', 'golden.json');
  for (const [set, models] of Object.entries(predict))
    for (const [model, expected] of Object.entries(models)) {
      const predictor = await open(model);
      const windows = await trainingWindows(set, predictor.inputLength);
      const found = await predictor.predict(
        windows.length,
        (from, to, into) => {
          for (let i = from; i < to; i++)
            scaleWindow(windows[i], 0, predictor.inputLength, into, (i - from) * predictor.inputLength);
        },
        silentTask(),
        512,
      );
      // Golden values are written with ten digits; windows were scaled in float32 there.
      assertClose(found, expected, 1e-5, `${set} by ${model}`);
      await predictor.dispose();
    }
});

test('a trace gets the prediction that the Python program computes', { skip: withoutGolden }, async () => {
  const { detect } = sharedJson<Golden>('golden', 'golden.json');
  const run = detect.find(({ parameters }) => parameters.resample_to_600 === false)!;
  const recording = await openRecording(shared(run.recording), {});
  const predictor = await open(run.model);
  const step = Math.round(run.parameters.win_size / 30);
  const trace = recordedTrace(recording, 0);
  const prediction = await predictTrace(predictor, trace, { step, batchSize: 512 }, silentTask());
  const { n_prediction_samples, prediction_every_200 } = run.reference;
  const line = interpolateEvenly(prediction, 0, prediction.length, n_prediction_samples);
  const every200 = line.filter((_, i) => i % 200 === 0);
  assertClose(every200, prediction_every_200, 1e-5, run.recording);
  await predictor.dispose();
  recording.close();
});

async function open(model: string): Promise<Predictor> {
  const { network } = await readModel(shared('models', model));
  return openPredictor(network, backend);
}

/** Windows of a training set, resampled to `length` samples. */
async function trainingWindows(set: string, length: number): Promise<Float64Array[]> {
  return withHdf5(shared('training', set), (file) => {
    const events = datasetAt(file, 'events')!;
    const [count, width] = events.shape as [number, number];
    const values = numbersOf(events, 'events');
    return Array.from({ length: count }, (_, i) => {
      const window = values.subarray(i * width, (i + 1) * width);
      return width === length ? window : resample(window, length);
    });
  });
}
