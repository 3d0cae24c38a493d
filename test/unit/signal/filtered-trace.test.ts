import assert from 'node:assert/strict';
import { test } from 'node:test';
import { UserError } from '../../../src/common/errors';
import { defaultParameters, type Parameters } from '../../../src/common/parameters/parameters';
import { butterworth, sosFilter, zeroPhaseFilter } from '../../../src/engine/signal/butterworth';
import { detrend } from '../../../src/engine/signal/detrended-trace';
import { filteredTrace } from '../../../src/engine/signal/filtered-trace';
import { lineFreeTrace, removeLineNoise } from '../../../src/engine/signal/line-free-trace';
import { savgol } from '../../../src/engine/signal/savgol';
import { standardDeviation } from '../../../src/engine/signal/statistics';
import { type Trace, traceOf } from '../../../src/engine/signal/trace';
import { assertClose, noise } from '../../support/numbers';
import { hannFilter } from '../../support/whole-trace';

const RATE = 50_000;
/** More than two blocks of every filter. */
const LONG = 1_200_003;
const long = noise(LONG, 1).map((v, i) => 10 * v - 150 + i * 1e-4);
const trace = traceOf(long, RATE, 'pA');

function filtered(changes: Partial<Parameters>, source: Trace = trace): Trace {
  return filteredTrace(source, { ...defaultParameters(), ...changes });
}

/** Reads in pieces that do not fit the blocks. */
function inPieces(source: Trace): Float64Array {
  const out = new Float64Array(source.samples);
  for (let at = 0; at < source.samples; at += 77_777)
    out.set(source.read(at, Math.min(source.samples, at + 77_777)), at);
  return out;
}

test('without filters the trace is the one it was', () => {
  assert.equal(filtered({}), trace);
});

test('filters by blocks equal those of the whole trace', () => {
  const cases: [string, Partial<Parameters>, () => Float64Array][] = [
    ['low-pass', { lowpass: 800 }, () => zeroPhaseFilter(butterworth(4, 800 / 25_000, 'low'), long)],
    [
      'odd low-pass',
      { lowpass: 5000, filter_order: 7 },
      () => zeroPhaseFilter(butterworth(7, 0.2, 'low'), long),
    ],
    ['high-pass', { highpass: 20 }, () => sosFilter(butterworth(4, 20 / 25_000, 'high'), long)],
    ['hann', { hann: 41 }, () => hannFilter(long, 41)],
    ['savgol', { savgol: 0.5 }, () => savgol(long, 25, 4)],
    ['detrend', { detrend: 'linear', detrend_segments: 7 }, () => detrend(long, 'linear', 7)],
    [
      'high-pass, then low-pass',
      { highpass: 50, lowpass: 2000, hann: 30 },
      () => zeroPhaseFilter(butterworth(4, 0.08, 'low'), sosFilter(butterworth(4, 0.002, 'high'), long)),
    ],
  ];
  for (const [name, changes, whole] of cases) assertClose(inPieces(filtered(changes)), whole(), 1e-9, name);
});

test('line noise goes, with its harmonics, and the rest stays', () => {
  const n = 100_000;
  const rest = noise(n, 2);
  const hum = (i: number) =>
    [1, 2, 3, 4, 5].reduce((sum, m) => sum + 2 * Math.sin((2 * Math.PI * 50 * m * i) / RATE), 0);
  const clean = filtered(
    { line_freq: 50 },
    traceOf(
      rest.map((v, i) => v + hum(i)),
      RATE,
      'pA',
    ),
  ).read(0, n);
  const left = clean.map((v, i) => v - rest[i]);
  assert.ok(standardDeviation(left) < 0.02, `${standardDeviation(left)}`);
});

test('line noise of a long trace is removed in blocks as it is from the whole', () => {
  const n = 500_000;
  // The blocks are shorter than those in use, and the bands wider in proportion.
  const x = noise(n, 3).map((v, i) => v + 5 * Math.sin((2 * Math.PI * 601 * i) / RATE) + 20);
  const whole = removeLineNoise(x, RATE, 600, 20);
  const blocks = inPieces(lineFreeTrace(traceOf(x, RATE, 'pA'), 600, 20, 1 << 17));
  // At the very ends the whole transform sees the trace repeat and a block does not.
  const inside = blocks.map((v, i) => v - whole[i]).subarray(10_000, n - 10_000);
  assert.ok(standardDeviation(inside) < 0.02);
});

test('harmonics beyond the Nyquist frequency are left out', () => {
  const short = traceOf(noise(1000, 4), 1000, 'pA');
  assert.equal(filtered({ line_freq: 150 }, short).read(0, 1000).length, 1000);
});

test('the low-pass replaces Savitzky–Golay and Hann', () => {
  assertClose(
    filtered({ lowpass: 1000, savgol: 1, hann: 20 }).read(0, 5000),
    filtered({ lowpass: 1000 }).read(0, 5000),
    0,
    'low-pass alone',
  );
});

test('traces shorter than a filter wants are filtered or refused, never broken', () => {
  for (const n of [1, 2, 5, 12]) {
    const tiny = traceOf(noise(n, 5), RATE, 'pA');
    for (const changes of [{ lowpass: 1000 }, { highpass: 5 }, { hann: 20 }, { line_freq: 50 }] as const)
      assert.ok(filtered(changes, tiny).read(0, n).every(Number.isFinite), `${n} ${JSON.stringify(changes)}`);
    assert.throws(() => filtered({ savgol: 1 }, tiny), UserError);
  }
});

test('a parameter that does not fit the trace is named', () => {
  const wrong: [string, Partial<Parameters>][] = [
    ['lowpass', { lowpass: 25_000 }],
    ['lowpass', { lowpass: 1e-9 }],
    ['highpass', { highpass: 1e-12 }],
    ['highpass', { highpass: 30_000 }],
    ['line_freq', { line_freq: 25_001 }],
    ['savgol', { savgol: 0.05 }],
    ['detrend_segments', { detrend: 'linear', detrend_segments: LONG + 1 }],
  ];
  for (const [name, changes] of wrong)
    assert.throws(
      () => filtered(changes),
      (e) => e instanceof UserError && e.message.startsWith(`${name} `),
      name,
    );
});

test('a cut-off that would need the whole of an hour at once is refused', () => {
  const hour: Trace = { ...trace, samples: 180_000_000 };
  assert.throws(() => filtered({ lowpass: 0.01 }, hour), /^UserError: lowpass is too low/);
});
