import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { after, test } from 'node:test';
import { defaultParameters, type Parameters } from '../../src/common/parameters/parameters';
import { silentTask } from '../../src/common/task';
import { OnnxBackend } from '../../src/engine/backends/onnx/onnx-backend';
import { detect } from '../../src/engine/detection/detect';
import { baseModelPath } from '../../src/engine/files/model-path';
import { recordedTrace } from '../../src/engine/recordings/joined-trace';
import { openRecording } from '../../src/engine/recordings/open';
import { compare, DEFAULT_TOLERANCE_S } from '../../src/engine/results/compare';
import { openDetectionModel } from '../../src/engine/service/backends';
import { chooseParameters } from '../../src/engine/tuning/choose-parameters';
import { shared, withoutShared } from '../support/shared';

const skip = withoutShared || (baseModelPath() ? false : 'the base model is not here');
const backend = new OnnxBackend({ provider: 'cpu', threads: 1, workers: 2, description: 'CPU, 2 threads' });
after(() => backend.dispose());

function knownOnsets(name: string): number[][] {
  const text = readFileSync(shared('sim-mepsc', name, 'EventTimes.txt'), 'utf8');
  return [text.trim().split(/\s+/).map(Number)];
}

/** Half way from their onsets to their peaks: an event is where it rises most steeply. */
function risesOfMinis(): number[][] {
  const text = readFileSync(shared('minis', '19911002-2.mini.json'), 'utf8');
  const minis = JSON.parse(text) as { t: number; start_idx: number }[];
  return [minis.map(({ t, start_idx }) => (t + start_idx / 10_000) / 2)];
}

function eventsOfRaters(): number[][] {
  const text = readFileSync(shared('rated-sepsc', 'GroupA.raters.json'), 'utf8');
  const { raters } = JSON.parse(text) as { raters: { rater: number; manual: number[] }[] };
  return raters.filter(({ rater }) => rater <= 5).map(({ manual }) => manual);
}

/**
 * The best F1 that any window size reaches with the default smoothing, of nine around what the decay suggests and 600:
 * measured with the base model. A recording with several raters has their mean.
 */
const cases = [
  { name: 'Sim1', file: ['sim-mepsc', 'Sim1', 'Simulation.abf'], channel: 0, best: 0.857 },
  { name: 'Sim2', file: ['sim-mepsc', 'Sim2', 'Simulation.abf'], channel: 0, best: 0.949 },
  { name: 'Train1', file: ['sim-mepsc', 'Train1', 'Simulation.abf'], channel: 0, best: 0.947 },
  { name: 'Train2', file: ['sim-mepsc', 'Train2', 'Simulation.abf'], channel: 0, best: 0.833 },
  { name: 'minis', file: ['minis', '19911002-2.abf'], channel: 1, best: 0.922 },
  { name: 'GroupA', file: ['rated-sepsc', 'GroupA.abf'], channel: 0, best: 0.78 },
];

const known: Record<string, () => number[][]> = { minis: risesOfMinis, GroupA: eventsOfRaters };

for (const { name, file, channel, best } of cases)
  test(`${name}: what is chosen without the truth comes within 0.02 of the best window, F1 ${best}`, {
    skip,
  }, async (t) => {
    const model = await openDetectionModel(baseModelPath()!, backend, silentTask());
    const recording = await openRecording(shared(...file), {});
    const trace = recordedTrace(recording, channel);
    const parameters: Parameters = { ...defaultParameters(), adaptive_stride: true };
    const context = { trainedOn: 'negative', fixed: new Set<keyof Parameters>() } as const;
    const chosen = await chooseParameters(trace, model, parameters, context, silentTask());
    const { events } = await detect(trace, model, chosen.parameters, silentTask());
    recording.close();
    await model.predictor.dispose();
    const times = Float64Array.from(
      events.filter(({ border }) => !border),
      ({ time_s }) => time_s,
    );
    const f1s = (known[name] ?? (() => knownOnsets(name)))().map(
      (truth) => compare(times, Float64Array.from(truth).sort(), DEFAULT_TOLERANCE_S).f1,
    );
    const f1 = f1s.reduce((sum, one) => sum + one, 0) / f1s.length;
    t.diagnostic(`F1 ${f1.toFixed(3)} with ${JSON.stringify(chosen.choices)}`);
    assert.ok(f1 >= best - 0.02, `F1 ${f1} with a window of ${chosen.parameters.win_size}`);
  });
