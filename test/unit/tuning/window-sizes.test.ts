import assert from 'node:assert/strict';
import { test } from 'node:test';
import { CancelledError, UserError } from '../../../src/common/errors';
import { defaultParameters } from '../../../src/common/parameters/parameters';
import { silentTask } from '../../../src/common/task';
import { scaleWindow } from '../../../src/engine/network/scale';
import { resample } from '../../../src/engine/signal/resampled-trace';
import { traceOf } from '../../../src/engine/signal/trace';
import { clearEvents, inOrder } from '../../../src/engine/tuning/clear-events';
import { suggestParameters } from '../../../src/engine/tuning/suggest';
import { windowShapes } from '../../../src/engine/tuning/window-shape';
import { candidateSizes, scoreSizes } from '../../../src/engine/tuning/window-sizes';
import { assertClose, noise } from '../../support/numbers';
import { toyModel } from '../../support/toy-model';

const rate_hz = 20_000;
/** Samples at which events begin, every one of them clear. */
const onsets = Array.from({ length: 24 }, (_, i) => 9000 + i * 9000 + ((i * 1237) % 2000));

/** Events that decay within 8 ms, on noise. */
const values = noise(250_000, 5).map((v) => 4 * v);
for (const onset of onsets)
  for (let t = 0; t < 1600; t++) values[onset + t] -= 18 * (t < 12 ? t / 12 : Math.exp(-(t - 12) / 160));
const trace = traceOf(values, rate_hz, 'pA');
const parameters = defaultParameters();

test('clear events are where they were put, in the direction that is asked for', () => {
  const { locations, suggestion } = clearEvents(trace, parameters);
  assert.equal(suggestion?.direction, 'negative');
  assert.equal(locations.length, onsets.length);
  for (const [i, at] of locations.entries())
    assert.ok(Math.abs(at - onsets[i]) < 30, `${at} for ${onsets[i]}`);
  const upwards = clearEvents(trace, { ...parameters, event_direction: 'positive' });
  assert.ok(upwards.locations.length < 3);
  const excluded = clearEvents(trace, { ...parameters, exclude: '0–5' });
  assert.ok(excluded.locations.every((at) => at >= 5 * rate_hz));
});

test('what is excluded counts for nothing: no event, no direction, no noise of it', () => {
  const pulsed = values.slice();
  // Steep pulses upwards, as of a stimulator, in the first six seconds.
  const pulses = Array.from({ length: 40 }, (_, i) => 2000 + i * 2900);
  for (const at of pulses)
    for (let t = 0; t < 1600; t++) pulsed[at + t] += 25 * (t < 12 ? t / 12 : Math.exp(-(t - 12) / 160));
  pulsed.fill(900, 118_000, 118_500);
  const disturbed = traceOf(pulsed, rate_hz, 'pA');
  assert.equal(suggestParameters(disturbed, { exclude: null })?.direction, 'positive');
  const exclude = '0–6';
  const { locations, suggestion } = clearEvents(disturbed, { ...parameters, exclude });
  assert.equal(suggestion?.direction, 'negative');
  assert.equal(suggestParameters(disturbed, { exclude })?.direction, 'negative');
  assert.ok(locations.length >= 5, `${locations.length} clear events`);
  for (const at of locations)
    assert.ok(at > 6 * rate_hz && onsets.some((onset) => Math.abs(at - onset) < 30), `${at}`);
  const nothing = clearEvents(disturbed, { ...parameters, exclude: '0–100' });
  assert.deepEqual([nothing.locations.length, nothing.suggestion], [0, null]);
});

test('a window that reaches into what is excluded is shown with its line, as a detection sees it', async () => {
  const from = onsets[2] - 60;
  const exclude = `${(from + 300) / rate_hz}-${(from + 900) / rate_hz}`;
  const windows = [{ from, win_size: 600 }];
  const [shape] = await windowShapes(trace, toyModel(), { ...parameters, exclude }, windows, silentTask());
  const steps = shape!.values.subarray(301, 600).map((value, i) => value - shape!.values[300 + i]);
  assertClose(steps, new Float32Array(steps.length).fill(steps[0]), 1e-3, 'a straight line');
});

test('the event that a person has chosen comes first, also where nobody else sees one', () => {
  const found = clearEvents(trace, parameters);
  const chosen = { from: onsets[7] - 100, to: onsets[7] + 400 };
  const order = inOrder(trace, found, chosen, parameters);
  assert.ok(Math.abs(order[0] - onsets[7]) < 30);
  assert.equal(new Set(order).size, onsets.length);
  const quiet = { from: onsets[7] + 3000, to: onsets[7] + 4000 };
  const more = inOrder(trace, found, quiet, parameters);
  assert.equal(more.length, onsets.length + 1);
  assert.ok(more[0] >= quiet.from && more[0] < quiet.to);
});

test('candidates go from a third to three times the middle, and hold what was given', () => {
  const sizes = candidateSizes(1000, [600, 1250], 100_000);
  assert.ok(sizes.length >= 9 && sizes.length <= 11, sizes.join());
  for (const given of [600, 1250]) assert.ok(sizes.includes(given), sizes.join());
  assert.ok(sizes[0] < 400 && sizes.at(-1)! > 2500, sizes.join());
  assert.ok(
    sizes.every((size, i) => i === 0 || size / sizes[i - 1] > 1.04),
    sizes.join(),
  );
  assert.ok(candidateSizes(1000, [600], 900).every((size) => size <= 900));
});

test('sizes that hold an event find all of them; the best is one of those', async () => {
  const clear = [...clearEvents(trace, parameters).locations].slice(0, 6);
  const sizes = [300, 800, 1100, 1500];
  const reports: number[] = [];
  const task = {
    ...silentTask(),
    report: ({ done, total }: { done: number; total: number }) => void reports.push(done / total),
  };
  const scores = await scoreSizes(trace, toyModel(), parameters, clear, { sizes, expected: 1100 }, task);
  assert.deepEqual(
    scores.sizes.map(({ win_size }) => win_size),
    sizes,
  );
  const best = scores.sizes.find(({ win_size }) => win_size === scores.best)!;
  assert.equal(best.found, scores.clear);
  assert.ok(scores.clear >= 5 && scores.seconds <= 20, `${scores.clear} in ${scores.seconds} s`);
  assert.ok(scores.sizes.every(({ agreement }) => agreement >= 0 && agreement <= 1));
  assert.ok(best.agreement >= Math.max(...scores.sizes.map(({ agreement }) => agreement)) - 0.0101);
  for (const { found, clear_score, events } of scores.sizes) assert.ok(found <= events && clear_score <= 1);
  assert.ok(reports.every((share, i) => share <= 1.01 && (i === 0 || share >= reports[i - 1] - 1e-9)));
});

test('a size at which the model is sure of much noise is not suggested', async () => {
  const clear = [...clearEvents(trace, parameters).locations].slice(0, 6);
  const how = { sizes: [60, 80, 300, 800, 1100, 1500], expected: 300 };
  const { sizes, best } = await scoreSizes(trace, toyModel(), parameters, clear, how, silentTask());
  const [short] = sizes;
  assert.ok(short!.events > 3 * sizes.at(-1)!.events, `${short!.events} events`);
  assert.ok(best! >= 300, `${best}`);
});

test('what cannot be tried is said, and what is tried can be cancelled', async () => {
  const how = { sizes: [1100], expected: 1100 };
  await assert.rejects(scoreSizes(trace, toyModel(), parameters, [], how, silentTask()), UserError);
  // At the very start no window has room around it.
  await assert.rejects(scoreSizes(trace, toyModel(), parameters, [40], how, silentTask()), UserError);
  const cancel = new AbortController();
  const task = { signal: cancel.signal, report: () => cancel.abort() };
  await assert.rejects(
    scoreSizes(trace, toyModel(), parameters, [onsets[3]], how, task),
    (thrown) => thrown instanceof CancelledError || (thrown as Error).name === 'AbortError',
  );
});

test('a window is shown as the model gets it: resampled with the whole trace, scaled by its own range', async () => {
  const windows = [300, 900].map((win_size) => ({ from: onsets[2] - 60, win_size }));
  const shapes = await windowShapes(trace, toyModel(), parameters, windows, silentTask());
  for (const [i, { from, win_size }] of windows.entries()) {
    const samples = Math.round((trace.samples * 600) / win_size);
    const whole = resample(values, samples);
    const expected = new Float32Array(600);
    scaleWindow(whole, Math.round((from * 600) / win_size), 600, expected, 0);
    assert.deepEqual(shapes[i].values, expected);
    assert.equal(Math.min(...shapes[i].values), 0);
    assert.equal(Math.max(...shapes[i].values), 1);
  }
  const upside = { ...parameters, event_direction: 'positive' as const };
  const [turned] = await windowShapes(trace, toyModel(), upside, windows.slice(0, 1), silentTask());
  assertClose(
    turned!.values,
    shapes[0].values.map((value) => 1 - value),
    1e-5,
    'turned round',
  );
  await assert.rejects(
    windowShapes(trace, toyModel(), parameters, [{ from: 0, win_size: 300_000 }], silentTask()),
    UserError,
  );
});
