import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { butterworth, sosFilter, zeroPhaseFilter } from '../../../src/engine/signal/butterworth';
import { convolveSame } from '../../../src/engine/signal/convolve';
import { detrend } from '../../../src/engine/signal/detrended-trace';
import { gradient } from '../../../src/engine/signal/gradient';
import { hannWindow } from '../../../src/engine/signal/hann';
import { fitExponential } from '../../../src/engine/signal/least-squares';
import { maximumFilter } from '../../../src/engine/signal/maximum-filter';
import { findPeaks, type PeakConditions } from '../../../src/engine/signal/peaks';
import { resample } from '../../../src/engine/signal/resampled-trace';
import { savgol } from '../../../src/engine/signal/savgol';
import { mean, median, standardDeviation } from '../../../src/engine/signal/statistics';
import { assertClose } from '../../support/numbers';
import { interpolateEvenly } from '../../support/whole-trace';

// scipy.json holds what numpy and scipy compute on the same input; reference.py beside it writes it.
const root = __dirname.split(`${path.sep}dist${path.sep}`)[0];
const reference = JSON.parse(readFileSync(path.join(root, 'test/unit/signal/scipy.json'), 'utf8'));

function wave(n: number, a = 0.37, b = 1.9): Float64Array {
  return Float64Array.from({ length: n }, (_, i) => Math.sin(a * i) + 0.5 * Math.cos(b * i) + 0.01 * i);
}

test('resampling agrees with scipy.signal.resample, up and down, even and odd', () => {
  for (const { from, to, values } of reference.resample)
    assertClose(resample(wave(from), to), values, 1e-13, `${from} → ${to}`);
});

test('the Hann window agrees with scipy.signal.windows.hann', () => {
  for (const { n, values } of reference.hann) assertClose(hannWindow(n), values, 1e-15, `${n}`);
});

test('convolution of mode "same" agrees with scipy.signal.convolve, direct and by blocks', () => {
  for (const { n, kernel, values } of reference.convolve)
    assertClose(convolveSame(wave(n), wave(kernel, 1.1, 0.3)), values, 1e-11, `${n} * ${kernel}`);
});

test('Butterworth filters agree with scipy, forward and without delay', () => {
  for (const { order, cutoff, kind, forward, zeroPhase } of reference.butterworth) {
    const sections = butterworth(order, cutoff, kind);
    const x = wave(120).map((v) => v + 3);
    assertClose(sosFilter(sections, x), forward, 1e-11, `${kind} ${order} ${cutoff}`);
    assertClose(zeroPhaseFilter(sections, x), zeroPhase, 1e-10, `zero phase ${kind} ${order} ${cutoff}`);
  }
});

test('the gradient agrees with numpy.gradient', () => {
  assertClose(gradient(wave(12), 0.02), reference.gradient, 1e-13, 'gradient');
});

test('the maximum filter agrees with scipy.ndimage, for every size and origin', () => {
  for (const { n, size, origin, values } of reference.maximumFilter)
    assertClose(maximumFilter(wave(n), size, origin), values, 1e-15, `${n}, ${size}, ${origin}`);
});

test('interpolation agrees with numpy.interp over numpy.linspace', () => {
  for (const { n, to, length, values } of reference.interpolate)
    assertClose(interpolateEvenly(wave(n), 0, to, length), values, 1e-14, `${n} → ${length}`);
});

test('peaks and their properties agree with scipy.signal.find_peaks, flat tops included', () => {
  const signals = { wave: wave(200, 0.2, 0.9), flat: wave(200, 0.2, 0.9).map((v) => halfToEven(v * 2) / 2) };
  for (const { signal, conditions, ...expected } of reference.peaks) {
    const found = findPeaks(signals[signal as 'wave' | 'flat'], conditions as PeakConditions);
    for (const [name, values] of Object.entries(expected))
      assertClose(
        found[name as keyof typeof found],
        values as number[],
        1e-12,
        `${signal} ${JSON.stringify(conditions)} ${name}`,
      );
  }
});

test('Savitzky–Golay agrees with scipy, even windows and ends included', () => {
  for (const { n, window, order, values } of reference.savgol)
    assertClose(savgol(wave(n), window, order), values, 1e-11, `${n}, ${window}, ${order}`);
});

test('detrending agrees with scipy.signal.detrend', () => {
  for (const { n, kind, segments, values } of reference.detrend)
    assertClose(detrend(wave(n), kind, segments), values, 1e-13, `${n} ${kind} ${segments}`);
});

test('a polynomial of high degree is fitted exactly, where powers of the position lose digits', () => {
  const x = Float64Array.from({ length: 300 }, (_, i) => ((i - 150) / 100) ** 6 - 3 * ((i - 150) / 100) ** 3);
  assertClose(savgol(x, 151, 6), x, 1e-10, 'degree 6');
});

test('the mean is subtracted from each segment on its own', () => {
  assertClose(
    detrend(Float64Array.of(1, 3, 10, 20, 30, -5), 'constant', 3),
    [-1, 1, -5, 5, 17.5, -17.5],
    1e-15,
    '3',
  );
});

test('the exponential fit finds the minimum that scipy.optimize.curve_fit finds', () => {
  const t = Float64Array.from({ length: 200 }, (_, i) => i * 2e-5);
  const y = wave(200).map((w, i) => 8 * Math.exp(-t[i] / 1.3e-3) + 0.4 + 0.3 * w);
  for (const { start, values } of reference.exponential) {
    const fit = fitExponential(t, y, { amplitude: start[0], tau: start[1], offset: start[2] });
    assert.ok(fit, 'it settles');
    assertClose(
      [fit.amplitude / values[0], fit.tau / values[1], fit.offset / values[2]],
      [1, 1, 1],
      1e-6,
      `from ${start}`,
    );
  }
});

test('mean, deviation and median agree with numpy', () => {
  const x = wave(21);
  const { statistics } = reference;
  assertClose(
    [mean(x), standardDeviation(x), standardDeviation(x, 1), median(x), median(x.subarray(0, 20))],
    [statistics.mean, statistics.sd, statistics.sd1, statistics.median, statistics.median20],
    1e-15,
    'statistics',
  );
  assert.ok(Number.isNaN(median([])) && Number.isNaN(standardDeviation([1], 1)));
});

/** As numpy rounds. */
function halfToEven(x: number): number {
  const down = Math.floor(x);
  return x - down === 0.5 ? down + (Math.abs(down) % 2) : Math.round(x);
}
