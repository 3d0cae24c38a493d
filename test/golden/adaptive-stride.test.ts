import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { defaultParameters } from '../../src/common/parameters/parameters';
import { silentTask } from '../../src/common/task';
import { OnnxBackend } from '../../src/engine/backends/onnx/onnx-backend';
import { detect } from '../../src/engine/detection/detect';
import { recordedTrace } from '../../src/engine/recordings/joined-trace';
import { openRecording } from '../../src/engine/recordings/open';
import { openDetectionModel } from '../../src/engine/service/backends';
import { shared, withoutShared } from '../support/shared';

const backend = new OnnxBackend({ provider: 'cpu', threads: 1, workers: 2, description: 'CPU, 2 threads' });
after(() => backend.dispose());

test('an adaptive stride finds the same events with far fewer windows', { skip: withoutShared }, async () => {
  const model = await openDetectionModel(shared('models', 'GC_lstm_model.h5'), backend, silentTask());
  const { predictor } = model;
  let computed = 0;
  const counting: typeof model = {
    ...model,
    predictor: {
      ...predictor,
      predict: (count, ...rest) => {
        computed += count;
        return predictor.predict(count, ...rest);
      },
    },
  };
  const recording = await openRecording(shared('sim-mepsc', 'Sim1', 'Simulation.abf'), {});
  const trace = recordedTrace(recording, 0);
  const run = async (adaptive_stride: boolean) => {
    computed = 0;
    const parameters = { ...defaultParameters(), win_size: 1600, adaptive_stride };
    const { events } = await detect(trace, counting, parameters, silentTask());
    return { events: events.map(({ location, score }) => [location, score.toFixed(5)]), computed };
  };
  const every = await run(false);
  const adaptive = await run(true);
  assert.ok(every.events.length > 20);
  assert.deepEqual(adaptive.events, every.events);
  assert.ok(adaptive.computed < 0.5 * every.computed, `${adaptive.computed} of ${every.computed} windows`);
  await predictor.dispose();
  recording.close();
});
