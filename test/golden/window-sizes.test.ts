import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { after, test } from 'node:test';
import { defaultParameters } from '../../src/common/parameters/parameters';
import { silentTask } from '../../src/common/task';
import { OnnxBackend } from '../../src/engine/backends/onnx/onnx-backend';
import { detect } from '../../src/engine/detection/detect';
import type { DetectionModel } from '../../src/engine/detection/prediction';
import { baseModelPath } from '../../src/engine/files/model-path';
import { recordedTrace } from '../../src/engine/recordings/joined-trace';
import { openRecording } from '../../src/engine/recordings/open';
import { compare, DEFAULT_TOLERANCE_S } from '../../src/engine/results/compare';
import { openDetectionModel } from '../../src/engine/service/backends';
import { clearEvents, inOrder } from '../../src/engine/tuning/clear-events';
import { candidateSizes, scoreSizes } from '../../src/engine/tuning/window-sizes';
import { shared, withoutShared } from '../support/shared';

const skip = withoutShared || (baseModelPath() ? false : 'the base model is not here');
const backend = new OnnxBackend({ provider: 'cpu', threads: 1, workers: 2, description: 'CPU, 2 threads' });
after(() => backend.dispose());

async function suggested(file: string, channel: number, model: DetectionModel) {
  const recording = await openRecording(file, {});
  const trace = recordedTrace(recording, channel);
  const parameters = { ...defaultParameters(), adaptive_stride: true };
  const found = clearEvents(trace, parameters);
  const expected = found.suggestion!.win_size;
  const sizes = candidateSizes(expected, [parameters.win_size], trace.samples / 6);
  const clear = inOrder(trace, found, null, parameters);
  const how = { sizes, expected };
  const { best, seconds } = await scoreSizes(trace, model, parameters, clear, how, silentTask());
  assert.ok(seconds <= 20);
  return { recording, trace, parameters, best: best! };
}

/**
 * The suggestion is made without the truth. F1 of detections against it, measured with the base model: Sim1 0.70 (600),
 * 0.86 (830), 0.80 (1400), 0.75 (2400), 0.71 (4000); Sim2 0.71 (460), 0.95 (1300), 0.84 (2200), 0.76 (3700).
 */
test('the suggested window finds the known events better than half of it and twice as much', {
  skip,
}, async () => {
  const model = await openDetectionModel(baseModelPath()!, backend, silentTask());
  for (const name of ['Sim1', 'Sim2']) {
    const file = shared('sim-mepsc', name, 'Simulation.abf');
    const { recording, trace, parameters, best } = await suggested(file, 0, model);
    assert.ok(best >= 950 && best <= 1900, `${name}: ${best}`);
    const truth = Float64Array.from(
      readFileSync(shared('sim-mepsc', name, 'EventTimes.txt'), 'utf8')
        .trim()
        .split(/\s+/),
      Number,
    ).sort();
    const f1 = async (win_size: number) => {
      const { events } = await detect(trace, model, { ...parameters, win_size }, silentTask());
      return compare(
        Float64Array.from(events, ({ time_s }) => time_s),
        truth,
        DEFAULT_TOLERANCE_S,
      ).f1;
    };
    const its = await f1(best);
    for (const other of [best / 2, best * 2]) {
      const worse = await f1(Math.round(other));
      assert.ok(its > worse, `${name}: ${its} at ${best}, ${worse} at ${other}`);
    }
    recording.close();
  }
  await model.predictor.dispose();
});

/**
 * F1 against what people marked. Minis: 0.48 (220), 0.86 (290), 0.92 (380), 0.89 (640), 0.92 (830), 0.88 (1800). Currents
 * that five people rated, the mean of the five: 0.75 (180), 0.76 (300), 0.78 (390), 0.77 (510), 0.73 (1100), 0.71 (1500).
 */
test('in recordings of cells, too, the suggested window is one that finds what people marked', {
  skip,
}, async () => {
  const model = await openDetectionModel(baseModelPath()!, backend, silentTask());
  for (const [file, channel, least, most] of [
    [shared('minis', '19911002-2.abf'), 1, 350, 1200],
    [shared('rated-sepsc', 'GroupA.abf'), 0, 280, 700],
  ] as const) {
    const { recording, best } = await suggested(file, channel, model);
    recording.close();
    assert.ok(best >= least && best <= most, `${file}: ${best}`);
  }
  await model.predictor.dispose();
});
