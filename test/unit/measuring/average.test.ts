import assert from 'node:assert/strict';
import { test } from 'node:test';
import { averageEvent, fitDecay } from '../../../src/engine/measuring/average';
import { spansOf } from '../../../src/engine/measuring/spans';
import { noise } from '../../support/numbers';

const RATE = 50_000;
const spans = spansOf({ win_size: 600, bsl_win: 0.33 }, RATE);
const LENGTH = spans.before + spans.after;
const RISE = 20;
const TAU = 90;

/** Rises from 190 on, decays with TAU; negative, as recorded. */
const EVENT = Float64Array.from({ length: LENGTH }, (_, i) => {
  const t = i - 190;
  return -10 * (t < 0 ? 0 : t < RISE ? t / RISE : Math.exp(-(t - RISE) / TAU));
});

test('the average of like events is the event, with its measures and its time constant', () => {
  const snippets = new Float64Array(3 * LENGTH);
  for (const [row, scale] of [1, 7, 3].entries())
    snippets.set(
      EVENT.map((v) => v * scale),
      row * LENGTH,
    );
  const average = averageEvent(snippets, [0, 2], -1, spans, 'classic');
  assert.ok(average);
  assert.equal(average.count, 2);
  for (let i = 0; i < LENGTH; i++) assert.ok(Math.abs(average.values[i] - 2 * EVENT[i]) < 1e-12);
  assert.ok(Math.abs(average.amplitude + 20) < 1e-9);
  assert.ok(Math.abs(average.risetime_s - (0.8 * RISE) / RATE) < 1e-5);
  assert.equal(average.halfdecay_s, Math.ceil(TAU * Math.LN2) / RATE);
  assert.ok(Math.abs(average.halfwidth_s * RATE - (RISE / 2 + TAU * Math.LN2)) < 0.01);
  assert.ok(Math.abs(average.decay_tau_s * RATE - TAU) < 1e-4);
  assert.ok(average.fit && average.fit.amplitude < 0 && Math.abs(average.fit.offset) < 1e-4);
  const end = 4 * Math.ceil(TAU * Math.LN2) - 1;
  const area = -20 * (RISE / 2 + TAU * (1 - Math.exp(-end / TAU)));
  assert.ok(Math.abs((average.charge * RATE) / area - 1) < 1e-3, `charge ${average.charge}`);
});

test('without events there is no average', () => {
  assert.equal(averageEvent(new Float64Array(0), [], -1, spans, 'classic'), null);
});

test('an average of positive events has the same measures with other signs', () => {
  const noisy = EVENT.map((v, i) => v + 0.1 * noise(LENGTH, 3)[i]);
  const negative = averageEvent(noisy, [0], -1, spans, 'classic');
  const positive = averageEvent(
    noisy.map((v) => -v),
    [0],
    1,
    spans,
    'classic',
  );
  assert.ok(negative && positive);
  assert.deepEqual(
    [positive.amplitude, positive.charge, positive.risetime_s, positive.decay_tau_s],
    [-negative.amplitude, -negative.charge, negative.risetime_s, negative.decay_tau_s],
  );
});

test('a decay that begins too near to the end is not fitted', () => {
  const late = Float64Array.from({ length: LENGTH }, (_, i) => i);
  assert.equal(fitDecay(late, 10, spans), null);
});

test('of equal tops the first one counts, also where rounding makes a later one higher', () => {
  const upwards = EVENT.map((v) => -v);
  upwards[213] = upwards[210] + 1e-12;
  assert.equal(fitDecay(upwards, 10, spans)?.from, 210 + 6);
});
