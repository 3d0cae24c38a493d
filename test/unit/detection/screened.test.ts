import assert from 'node:assert/strict';
import { test } from 'node:test';
import { defaultParameters } from '../../../src/common/parameters/parameters';
import { silentTask } from '../../../src/common/task';
import { detect } from '../../../src/engine/detection/detect';
import { explain } from '../../../src/engine/detection/explain';
import type { DetectionModel } from '../../../src/engine/detection/prediction';
import { predictionPicture } from '../../../src/engine/detection/prediction-picture';
import { EXAMPLE_SETTINGS } from '../../../src/engine/simulation/settings';
import { simulate } from '../../../src/engine/simulation/simulate';
import { ruleModel } from '../../support/rule-model';

test('a screened detection finds the exact events, and says what it did not compute', async () => {
  const { trace, parameters } = await recording();
  const model = modelOf(ruleModel);
  const exact = await detect(trace, model, parameters, silentTask());
  assert.ok(exact.events.length > 5, `${exact.events.length} events`);
  assert.equal(exact.screening, undefined);
  const screen = screenOf(exact.prediction, 0.1);
  const screened = await detect(
    trace,
    { ...model, screen: async () => screen },
    { ...parameters, prediction_method: 'screened' },
    silentTask(),
  );
  assert.deepEqual(screened.events, exact.events);
  assert.deepEqual(screened.statistics, exact.statistics);
  assert.equal(screened.gradient_threshold, exact.gradient_threshold);
  assert.deepEqual(screened.warnings, exact.warnings);
  const { computed, windows, passed } = screened.screening!;
  assert.ok(passed && computed < windows / 2, `${computed} of ${windows}`);
  const known = screened.prediction.filter((p) => !Number.isNaN(p));
  assert.equal(known.length, computed);
  for (const [i, p] of screened.prediction.entries())
    if (!Number.isNaN(p)) assert.ok(Math.abs(p - exact.prediction[i]) < 1e-6);

  // Where nothing was computed, no view gets a made-up zero.
  const silent = screened.prediction.findIndex(
    (_, i) => i > 40 && screened.prediction.subarray(i - 3, i + 4).every(Number.isNaN),
  );
  const at = (silent * exact.samples) / windows;
  const { probability, text } = explain(screened, Math.round(at + 0.37 * parameters.win_size));
  assert.ok(Number.isNaN(probability) || probability < 0.1);
  assert.match(text, /not every window was computed/);
  const picture = (await predictionPicture(screened, silentTask()))({
    from: Math.floor(at) - 10,
    to: Math.ceil(at) + 10,
    columns: 500,
  });
  assert.ok(picture.y.some(Number.isNaN));
  assert.ok(picture.y.every((p) => Number.isNaN(p) || known.includes(p)));
});

test('a screen that does not suit the recording costs time but no event', async () => {
  const { trace, parameters } = await recording();
  const model = modelOf(ruleModel);
  const exact = await detect(trace, model, parameters, silentTask());
  const blind = screenOf(new Float32Array(exact.prediction.length), 1);
  const screened = await detect(
    trace,
    { ...model, screen: async () => blind },
    { ...parameters, prediction_method: 'screened' },
    silentTask(),
  );
  assert.deepEqual(screened.events, exact.events);
  assert.deepEqual(screened.prediction, exact.prediction);
  assert.match(screened.warnings.map(({ message }) => message).join(), /does not suit this recording/);
});

test('without a screening network every window is computed, and a warning says so', async () => {
  const { trace, parameters } = await recording();
  const asked = { ...parameters, prediction_method: 'screened' as const };
  const { prediction, screening, warnings } = await detect(trace, modelOf(ruleModel), asked, silentTask());
  assert.ok(prediction.every(Number.isFinite));
  assert.equal(screening, undefined);
  assert.deepEqual(
    warnings.map(({ code }) => code),
    ['not-screened'],
  );
});

/** Clear events at a low frequency. */
async function recording() {
  const { events, noise } = EXAMPLE_SETTINGS;
  const settings = {
    ...EXAMPLE_SETTINGS,
    duration_s: 8,
    events: { ...events, rate_hz: 4 },
    noise: { ...noise, signal_to_noise: 10 },
  };
  const { trace } = await simulate(settings, silentTask());
  return { trace, parameters: defaultParameters() };
}

function modelOf(predictor: DetectionModel['predictor']): DetectionModel {
  return { facts: { path: '', name: 'rule', sha256: '', input_length: predictor.inputLength }, predictor };
}

/** A screen whose scores are known probabilities. */
function screenOf(scores: Float32Array, cutoff: number) {
  return {
    cutoffFor: () => cutoff,
    program: {
      dispose: async () => {},
      scores: async (_: unknown, from: number, to: number) => scores.slice(from, to),
    },
  };
}
