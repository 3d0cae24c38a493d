import assert from 'node:assert/strict';
import { test } from 'node:test';
import { UserError } from '../../../src/common/errors';
import { silentTask } from '../../../src/common/task';
import { between, liesIn } from '../../../src/common/traces/sample-ranges';
import { bridged, findGaps, gapWarnings, inside } from '../../../src/engine/detection/gaps';
import { layWindows, windowWarnings } from '../../../src/engine/detection/windows';
import { traceOf } from '../../../src/engine/signal/trace';
import { noise } from '../../support/numbers';

const parameters = { win_size: 600, stride: 20, resample_to_600: true };

test('what lies between stretches, overlapping and out of order', () => {
  const stretches = [
    { from: 50, to: 60 },
    { from: 5, to: 20 },
    { from: 10, to: 12 },
    { from: 95, to: 130 },
  ];
  assert.deepEqual(between(stretches, 100), [
    { from: 0, to: 5 },
    { from: 20, to: 50 },
    { from: 60, to: 95 },
  ]);
  assert.deepEqual(between([], 3), [{ from: 0, to: 3 }]);
  assert.deepEqual(between([{ from: 0, to: 3 }], 3), []);
});

test('a stretch holds its first sample and not its last', () => {
  const stretches = [
    { from: 3, to: 5 },
    { from: 8, to: 9 },
  ];
  const held = Array.from({ length: 11 }, (_, i) => i).filter((i) => liesIn(stretches, i));
  assert.deepEqual(held, [3, 4, 8]);
});

test('missing and constant stretches are found, across the blocks they are looked for in', async () => {
  const values = noise(600_000, 1);
  values.fill(Number.NaN, 0, 10);
  values.fill(Number.NaN, 262_000, 263_000);
  values[400_000] = Number.POSITIVE_INFINITY;
  values.fill(2.5, 524_000, 525_000);
  values.fill(1, 1000, 1500);
  const gaps = await findGaps('x.abf', traceOf(values, 1000, 'pA'), 600, silentTask());
  assert.deepEqual(gaps, {
    missing: [
      { from: 0, to: 10 },
      { from: 262_000, to: 263_000 },
      { from: 400_000, to: 400_001 },
    ],
    flat: [{ from: 524_000, to: 525_000 }],
  });
  assert.deepEqual(
    gapWarnings(gaps, 1000).map(({ message }) => message),
    [
      'Values are missing in 3 segments (1.01 s in all) of the trace; no events are detected there.',
      'The trace is constant in 1 segment (1.00 s in all); no events are detected there.',
    ],
  );
});

test('missing values are bridged by lines, at the ends by the nearest value, wherever reading begins', () => {
  const values = Float64Array.of(
    Number.NaN,
    Number.NaN,
    4,
    5,
    Number.NaN,
    Number.NaN,
    Number.NaN,
    9,
    Number.NaN,
  );
  const missing = [
    { from: 0, to: 2 },
    { from: 4, to: 7 },
    { from: 8, to: 9 },
  ];
  const trace = bridged(traceOf(values, 1, ''), missing);
  assert.deepEqual([...trace.read(0, 9)], [4, 4, 4, 5, 6, 7, 8, 9, 9]);
  assert.deepEqual([...trace.read(5, 6)], [7]);
});

test('a trace without any value, or with holes everywhere, is refused by name', async () => {
  const empty = traceOf(new Float64Array(1000).fill(Number.NaN), 1000, '');
  await assert.rejects(findGaps('a.h5', empty, 10, silentTask()), /^UserError: a\.h5 contains only NaN/);
  const holes = traceOf(
    Float64Array.from({ length: 400_000 }, (_, i) => (i % 2 ? i : Number.NaN)),
    1000,
    '',
  );
  await assert.rejects(findGaps('a.h5', holes, 10, silentTask()), /a\.h5 has missing values in more than/);
});

test('values that cannot be squared are refused, with the remedy', async () => {
  const wave = (size: number) =>
    traceOf(
      Float64Array.from({ length: 1000 }, (_, i) => size * Math.sin(i)),
      1000,
      '',
    );
  await assert.rejects(
    findGaps('a.h5', wave(1e150), 10, silentTask()),
    /^UserError: a\.h5 has values that reach .*e\+149\. .*scaling\.$/,
  );
  await assert.rejects(
    findGaps('a.h5', wave(1e-150), 10, silentTask()),
    /a\.h5 has values that differ by no more than .*e-150\. .*scaling\.$/,
  );
  for (const size of [0, 1e-30, 1e30]) await findGaps('a.h5', wave(size), 10, silentTask());
});

test('a window is silent when it lies wholly within a stretch', () => {
  const silent = inside(
    [
      { from: 10, to: 30 },
      { from: 40, to: 45 },
    ],
    8,
  );
  assert.deepEqual(
    [9, 10, 22, 23, 40].map((start) => silent(start)),
    [false, true, true, false, false],
  );
});

test('windows are laid as the reference lays them: rounded to even, the last one whole', () => {
  assert.deepEqual(layWindows('', 396_000, { ...parameters, win_size: 1999, stride: 37 }, 600), {
    samples: 396_000,
    window: 1999,
    stride: 37,
    factor: 600 / 1999,
    resampled: { samples: 118_859, window: 600, step: 11 },
    count: 10_751,
  });
  assert.equal(layWindows('', 600, parameters, 600).count, 1);
});

test('what does not go together is said with the names to change', () => {
  const fails = (samples: number, p: Partial<typeof parameters>, message: RegExp) =>
    assert.throws(
      () => layWindows('cell.abf', samples, { ...parameters, ...p }, 600),
      (thrown: unknown) => thrown instanceof UserError && message.test(thrown.message),
    );
  fails(599, {}, /^cell\.abf has 599 samples, .*win_size 600/);
  fails(9000, { win_size: 800, resample_to_600: false }, /^win_size 800 .* input length of 600 samples/);
  fails(99_000, { win_size: 60_000, stride: 40 }, /^stride 40 .*at least 100/);
  fails(9000, { stride: 700 }, /^stride 700 .*at most 30/);
});

test('odd strides and thresholds are warned of', () => {
  const windows = layWindows('', 9000, { ...parameters, stride: 31 }, 600);
  assert.match(windowWarnings(windows, { model_threshold: 0.5 })[0].message, /^stride is 31, more than 5 %/);
  const usual = layWindows('', 9000, parameters, 600);
  assert.deepEqual(windowWarnings(usual, { model_threshold: 0.5 }), []);
  assert.match(windowWarnings(usual, { model_threshold: 0.05 })[0].message, /noise may count/);
  assert.match(windowWarnings(usual, { model_threshold: 0.99 })[0].message, /may be missed/);
});
