import assert from 'node:assert/strict';
import { test } from 'node:test';
import { CancelledError } from '../../../src/common/errors';
import { defaultParameters, type Parameters } from '../../../src/common/parameters/parameters';
import { silentTask } from '../../../src/common/task';
import type { SampleRange } from '../../../src/common/traces/sample-ranges';
import { detect } from '../../../src/engine/detection/detect';
import { bridged } from '../../../src/engine/detection/gaps';
import { prepareTrace } from '../../../src/engine/detection/prepare';
import { layWindows } from '../../../src/engine/detection/windows';
import { traceOf } from '../../../src/engine/signal/trace';
import { filterPreview, predictRange, proposeInRange } from '../../../src/engine/tuning/filter-preview';
import {
  amplitudeDensity,
  logarithmicPoints,
  pictureBefore,
  preprocessingPreview,
  shownOf,
} from '../../../src/engine/tuning/preprocessing-preview';
import { syntheticTrace } from '../../support/synthetic-trace';
import { toyModel } from '../../support/toy-model';

const onsets = [3000, 7000, 7400, 12_000, 16_000, 21_000, 26_000];
const trace = syntheticTrace({
  samples: 30_000,
  events: onsets.map((onset, i) => ({ onset, amplitude: -20 - 2 * i })),
  noise: 0.3,
});
const strengthsAround = (convolve_win: number) =>
  [convolve_win / 2, convolve_win, convolve_win * 2].map((size) => ({
    convolve_win: Math.round(size),
    filter_factor: 20,
    gradient_convolve_win: null,
  }));

async function preview(from: number, to: number, changes: Partial<Parameters> = {}) {
  const parameters = { ...defaultParameters(), convolve_win: 8, ...changes };
  const ready = await prepareTrace(trace, parameters, silentTask());
  const predict = (searched: SampleRange) =>
    predictRange('', ready, searched, toyModel(), parameters, silentTask());
  const stretch = await proposeInRange(ready, { from, to }, predict, parameters, silentTask());
  const strengths = strengthsAround(8);
  return {
    stretch,
    shown: await filterPreview(stretch, parameters, { strengths, around: null, columns: 200 }, silentTask()),
  };
}

test('each strength shows what a detection of that stretch finds with it', async () => {
  const { stretch, shown } = await preview(5000, 23_000);
  const { from, to } = stretch.searched;
  const alone = traceOf(trace.read(from, to), trace.rateHz, trace.unit);
  assert.equal(shown.strengths.length, 3);
  for (const { smoothing, events, threshold } of shown.strengths) {
    const detection = await detect(alone, toyModel(), { ...defaultParameters(), ...smoothing }, silentTask());
    assert.equal(threshold, detection.gradient_threshold);
    assert.deepEqual(
      events.map(({ location, peak }) => ({ location: location - from, peak: peak - from })),
      detection.events
        .filter(({ border, location }) => !border && location + from >= 5000 && location + from < 23_000)
        .map(({ location, peak }) => ({ location, peak })),
    );
  }
  const [, middle] = shown.strengths;
  assert.equal(middle!.smoothing.gradient_convolve_win, 16);
  assert.ok(middle!.events.length >= 4, `${middle!.events.length} events`);
  assert.deepEqual(
    middle!.events.filter(({ overlaps }) => overlaps).map(({ location }) => Math.round(location / 100)),
    [70, 74],
  );
});

test('from the prediction of a detection of the whole trace, the events are those of the detection', async () => {
  const parameters = { ...defaultParameters(), convolve_win: 8 };
  const detection = await detect(trace, toyModel(), parameters, silentTask());
  const { stride, prediction, samples } = detection;
  const windows = layWindows('', samples, { ...parameters, stride }, 600);
  const ready = await prepareTrace(trace, parameters, silentTask());
  for (const [from, to] of [
    [5000, 23_000],
    [0, 30_000],
    [11_000, 13_000],
    [28_000, 30_000],
  ] as const) {
    const predict = async () => ({ of: { from: 0, to: samples }, windows, prediction });
    const stretch = await proposeInRange(ready, { from, to }, predict, parameters, silentTask());
    const how = { strengths: strengthsAround(8).slice(1, 2), around: null, columns: 200 };
    const { strengths } = await filterPreview(stretch, parameters, how, silentTask());
    const found = detection.events.filter(
      ({ border, location }) => !border && location >= from && location < to,
    );
    assert.deepEqual(
      strengths[0].events.map(({ location, peak }) => ({ location, peak })),
      found.map(({ location, peak }) => ({ location, peak })),
      `${from} to ${to}`,
    );
  }
});

test('the same events are shown for all strengths, overlapping ones among them, and stay when asked for', async () => {
  const { shown, stretch } = await preview(0, 30_000);
  assert.ok(shown.around.length === 4 && shown.around.some((at) => at >= 7000 && at < 7500));
  assert.equal(shown.excerpts.length, 4);
  for (const { excerpts } of shown.strengths) {
    assert.equal(excerpts.length, 4);
    for (const [i, { filtered, gradient }] of excerpts.entries()) {
      assert.equal(filtered.x[0], shown.excerpts[i].raw.x[0]);
      assert.equal(gradient.x.length, filtered.x.length);
    }
  }
  const parameters = defaultParameters();
  const again = await filterPreview(
    stretch,
    parameters,
    { strengths: strengthsAround(30), around: [7010, 16_010], columns: 200 },
    silentTask(),
  );
  assert.deepEqual(again.around, [7010, 16_010]);
});

test('a stretch without events shows its middle; a very long one is counted in its middle', async () => {
  const { shown } = await preview(400, 2200);
  assert.deepEqual(shown.around, [1300]);
  const { stretch } = await preview(0, 30_000, { stride: 1 });
  assert.deepEqual(stretch.counted, { from: 10_000, to: 20_000 });
});

test('what is excluded holds no event in a preview either', async () => {
  const { shown } = await preview(0, 30_000, { exclude: '0.34-0.4' });
  assert.ok(shown.strengths[1].events.every(({ location }) => location < 6800 || location >= 8000));
});

test('a stretch before and after filters: the line is gone, what is excluded is bridged', async () => {
  const hum = trace.read(0, trace.samples).map((v, i) => v + 10 * Math.sin((2 * Math.PI * 50 * i) / 20_000));
  hum.fill(900, 10_000, 10_400);
  const raw = traceOf(hum, 20_000, 'pA');
  const parameters = { ...defaultParameters(), line_freq: 50, line_width: 4, exclude: '0.49995-0.5201' };
  const { clean, masked } = await prepareTrace(raw, parameters, silentTask());
  const whole = bridged(raw, masked.excluded);
  const stretch = shownOf({ from: -5, to: 99_999 }, raw.samples);
  const recorded = pictureBefore({ raw, bridged: whole }, stretch, 100);
  const shown = await preprocessingPreview(
    { before: recorded, clean, excluded: masked.excluded },
    stretch,
    100,
    silentTask(),
  );
  assert.deepEqual(shown.shown, { from: 0, to: 30_000 });
  assert.deepEqual(shown.excluded, [{ from: 9999, to: 10_402 }]);
  assert.equal(Math.max(...shown.before.y), 900);
  assert.ok(Math.max(...shown.after.y) < 0, 'the artefact is not in it');
  const { frequency_hz, before, after } = shown.spectrum;
  const line = frequency_hz.findLastIndex((f) => f <= 50.1);
  assert.ok(before[line] > 5 * after[line], `${before[line]} and ${after[line]}`);
});

test('a preview that is no longer wanted ends', async () => {
  const controller = new AbortController();
  controller.abort();
  const task = { signal: controller.signal, report: () => {} };
  const wanted = { from: 0, to: 1000 };
  const before = pictureBefore({ raw: trace, bridged: trace }, wanted, 10);
  await assert.rejects(
    preprocessingPreview({ before, clean: trace, excluded: [] }, wanted, 10, task),
    CancelledError,
  );
});

test('the amplitude density is the root of what scipy.signal.welch gives', () => {
  const x = Float64Array.from(
    { length: 4096 },
    (_, i) => 3 * Math.sin((2 * Math.PI * 50 * i) / 1000) + 0.5 * Math.cos(i * i * 0.001) + 7,
  );
  const { binHz, values } = amplitudeDensity(x, 1000);
  assert.equal(binHz, 1000 / 2048);
  const expected = {
    0: 0.010013877393886182,
    1: 0.010093752480658186,
    102: 2.228539096284902,
    103: 1.9493071832624664,
    500: 0.015154096670450286,
    1024: 0.011732292289770754,
  };
  assert.equal(values.length, 1025);
  for (const [bin, value] of Object.entries(expected))
    assert.ok(Math.abs(values[Number(bin)] / value - 1) < 1e-9, `${bin}: ${values[Number(bin)]}`);
});

test('no line is lost where many frequencies share a point', () => {
  const values = new Float64Array(10_001).fill(1);
  values[8001] = 50;
  const { frequency_hz, largest } = logarithmicPoints({ binHz: 0.5, values }, 60);
  assert.equal(Math.max(...largest), 50);
  assert.equal(frequency_hz[0], 0.5);
  assert.ok(frequency_hz.length <= 61 && largest.length === frequency_hz.length);
});
