import assert from 'node:assert/strict';
import { test } from 'node:test';
import { silentTask } from '../../../src/common/task';
import { interpolated, predictionLine } from '../../../src/engine/detection/prediction';
import { gradientThreshold, locatingTrace, smoothedGradient } from '../../../src/engine/detection/smoothing';
import { layWindows } from '../../../src/engine/detection/windows';
import { gradient } from '../../../src/engine/signal/gradient';
import { hannSmooth } from '../../../src/engine/signal/hann';
import { maximumFilter } from '../../../src/engine/signal/maximum-filter';
import { standardDeviation } from '../../../src/engine/signal/statistics';
import { type Trace, traceOf } from '../../../src/engine/signal/trace';
import { assertClose, noise } from '../../support/numbers';
import { hannFilter, interpolateEvenly } from '../../support/whole-trace';

/** Longer than two blocks of everything that is computed in blocks. */
const LONG = 1_200_000;

function piecewise(signal: Pick<Trace, 'samples' | 'read'>, size: number): Float64Array {
  const out = new Float64Array(signal.samples);
  for (let at = 0; at < out.length; at += size) out.set(signal.read(at, Math.min(out.length, at + size)), at);
  return out;
}

test('the smoothed gradient read in pieces is that of the whole trace', () => {
  const x = noise(LONG, 3);
  const rateHz = 20_000;
  const smooth = hannFilter(x, 40).map((v) => -v);
  const whole = hannSmooth(gradient(smooth, 1 / rateHz), 33);
  whole.fill(0, 0, 33);
  whole.fill(0, LONG - 33);
  const lazy = smoothedGradient(
    locatingTrace(traceOf(x, rateHz, 'pA'), { convolve_win: 20, filter_factor: 20 }),
    -1,
    33,
  );
  assertClose(piecewise(lazy, 77_777), whole, 1e-9, 'gradient');
});

test('the gradient of a low-passed trace does not depend on where reading begins', () => {
  const trace = traceOf(noise(LONG, 4), 50_000, 'pA');
  const lazy = () => smoothedGradient(locatingTrace(trace, { convolve_win: 0, filter_factor: 20 }), 1, 40);
  const ahead = lazy();
  const later = ahead.read(600_000, 601_000);
  assertClose(piecewise(lazy(), 250_000).subarray(600_000, 601_000), later, 1e-8, 'gradient');
});

test('the prediction line read in pieces is the filtered interpolation of the whole prediction', () => {
  const prediction = Float32Array.from(noise(2000, 5), (v) => (v + 1) / 2);
  const windows = layWindows('', 41_000, { win_size: 1000, stride: 20, resample_to_600: true }, 600);
  const line = predictionLine(prediction, windows);
  const even = interpolateEvenly(prediction, 0, prediction.length, line.samples);
  const whole = maximumFilter(even, Math.trunc(5 * line.ratio), -2);
  for (const size of [1013, 20_000]) assertClose(piecewise(line, size), whole, 0, `pieces of ${size}`);
});

test('a prediction that falls for long is filtered as any other', () => {
  const falling = Float32Array.from({ length: 400 }, (_, i) => 1 - i / 400);
  const windows = layWindows('', 600 + 399 * 20, { win_size: 600, stride: 20, resample_to_600: true }, 600);
  const line = predictionLine(falling, windows);
  const plain = interpolated(falling, line.samples, 0, line.samples);
  const size = Math.trunc(5 * line.ratio);
  const before = Math.floor(size / 2) - 2;
  assertClose(
    line.read(before, line.samples - size),
    plain.subarray(0, line.samples - size - before),
    0,
    'the largest is the first of each window',
  );
});

test('windows that were not computed count as 0 in the search for peaks', () => {
  const gappy = Float32Array.of(1e-3, Number.NaN, Number.NaN, 0.5, 1e-3, Number.NaN);
  const line = interpolated(gappy, 601, 0, 601);
  assert.equal(line[100], 0);
  assert.equal(line[200], 0);
  assertClose(line.subarray(250, 251), [0.25], 1e-12, 'half way to the next window');
  assert.equal(line[600], 0);
});

test('the threshold is four standard deviations of the event-free gradient, its whole part where that is little', async () => {
  const x = noise(LONG, 6);
  const free = [
    { from: 10, to: 500_000 },
    { from: 700_001, to: LONG },
  ];
  const kept = new Float64Array([...x.subarray(10, 500_000), ...x.subarray(700_001)]);
  const sd = standardDeviation(kept);
  const of = (factor: number) =>
    gradientThreshold(
      traceOf(
        x.map((v) => v * factor + 5 * factor),
        1,
        '',
      ),
      free,
      silentTask(),
    );
  assert.equal(await of(1000), Math.trunc(4000 * sd));
  assert.ok(Math.abs((await of(1e-9)) / (4e-9 * sd) - 1) < 1e-9, 'amperes keep their threshold');
  assert.equal(await gradientThreshold(traceOf(x, 1, ''), [], silentTask()), 0);
});
