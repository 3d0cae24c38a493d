import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { Suggestion } from '../../src/common/api/engine/window-sizes';
import { modelAdvice } from '../../src/engine/advice/model-rules';
import { detectionAdvice } from '../../src/engine/advice/outcome-rules';
import { pieceAdvice } from '../../src/engine/advice/piece-rules';
import { traceAdvice } from '../../src/engine/advice/trace-rules';
import { Random } from '../../src/engine/signal/random';
import { type Trace, traceOf } from '../../src/engine/signal/trace';
import { eventAt, someDetection } from '../support/detection';

const suggestion: Suggestion = {
  direction: 'negative',
  clarity: 0.9,
  events: 40,
  decay_s: 0.005,
  win_size: 700,
};
const codes = (win_size: number, event_direction: 'negative' | 'positive' = 'negative', rateHz = 20_000) =>
  traceAdvice({ win_size, event_direction }, { rateHz, suggestion }).map(({ code }) => code);

test('a window is held against what the events of the trace suggest', () => {
  assert.deepEqual(codes(700), []);
  assert.deepEqual(codes(300), ['window-too-short']);
  assert.deepEqual(codes(3000), ['window-too-long']);
  assert.deepEqual(codes(20), ['window-odd', 'window-too-short']);
  assert.deepEqual(codes(Number.NaN), [], 'a time without a rate');
});

test('the direction of the steep rises is named, with the value that mends it', () => {
  const [advice] = traceAdvice(
    { win_size: 700, event_direction: 'positive' },
    { rateHz: 20_000, suggestion },
  );
  assert.equal(advice.code, 'direction');
  assert.equal(advice.change?.value, 'negative');
  const unclear = { ...suggestion, clarity: 0.1 };
  const facts = { rateHz: 20_000, suggestion: unclear };
  assert.deepEqual(traceAdvice({ win_size: 50, event_direction: 'positive' }, facts), []);
});

test('a model that was trained on the other direction is named', () => {
  assert.deepEqual(modelAdvice({ training_direction: 'negative' }, 'positive')[0].code, 'training-direction');
  assert.deepEqual(modelAdvice({ training_direction: 'negative' }, undefined), []);
});

test('no events: how near the highest probability came', () => {
  const detection = someDetection();
  assert.deepEqual(detectionAdvice(detection), []);
  const low = { ...detection, events: [], prediction: Float32Array.of(0.1, 0.31, 0.2) };
  assert.match(
    detectionAdvice(low)[0].message,
    /highest probability is 0\.31, below model_threshold \(0\.625\)/,
  );
  const strict = { ...low, parameters: { ...low.parameters, model_threshold: 0.99 } };
  assert.match(
    detectionAdvice({ ...strict, prediction: Float32Array.of(0.9) })[0].message,
    /0\.90, below model_threshold \(0\.99\)\. Choose a lower threshold\./,
  );
  const high = { ...low, prediction: Float32Array.of(0.9) };
  assert.match(detectionAdvice(high)[0].message, /Probabilities reach 0\.90, but no peak is wide/);
});

test('a trace that stands at its limit in several places is saturated, a constant or noisy one is not', () => {
  const wave = (limit: number) =>
    traceOf(
      Float64Array.from({ length: 4000 }, (_, i) =>
        Math.min(limit, Math.sin(i / 60) + 1e-3 * Math.sin(i * 7.3)),
      ),
      10_000,
      'pA',
    );
  const found = (trace: Trace, exclude: string | null = null) =>
    pieceAdvice(trace, { exclude }).map(({ code }) => code);
  assert.deepEqual(found(wave(0.8)), ['saturation']);
  assert.deepEqual(found(wave(9)), []);
  assert.deepEqual(found(traceOf(new Float64Array(4000), 10_000, 'pA')), []);
  // The wave has its top in 0.009 s, every 0.0377 s; what is excluded as it says is not said again.
  assert.deepEqual(found(wave(0.8), '0–0.21, 0.25–0.4'), []);
});

test('a baseline that ends elsewhere than it began is named; events, steps and what is excluded are no drift', () => {
  const random = new Random(3);
  const noise = Float64Array.from({ length: 200_000 }, () => random.normal());
  const codesOf = (at: (i: number) => number, unit = 'pA', exclude: string | null = null) =>
    pieceAdvice(
      traceOf(
        noise.map((v, i) => v + at(i)),
        10_000,
        unit,
      ),
      { exclude },
    ).map(({ code }) => code);
  assert.deepEqual(
    codesOf((i) => -100 - i / 4000),
    ['drift'],
    '100 to 150 pA',
  );
  assert.deepEqual(
    codesOf((i) => -100 - i / 20_000),
    [],
    'a tenth of it',
  );
  assert.deepEqual(
    codesOf((i) => i / 100_000),
    [],
    'two standard deviations around zero',
  );
  assert.deepEqual(
    codesOf((i) => -100 - (i % 1000 < 50 ? 60 : 0)),
    [],
    'events',
  );
  assert.deepEqual(
    codesOf((i) => -100 - (i > 90_000 && i < 110_000 ? 60 : 0)),
    [],
    'a step and back',
  );
  const lost = (i: number) => (i > 170_000 ? -300 : -100);
  assert.deepEqual(codesOf(lost), ['drift']);
  assert.deepEqual(codesOf(lost, 'pA', '17–20'), []);
  assert.deepEqual(
    codesOf((i) => -70 + i / 30_000, 'mV'),
    ['drift'],
    '7 mV',
  );
  assert.deepEqual(
    codesOf((i) => -70 + i / 60_000, 'mV'),
    [],
    '3 mV',
  );
});

describe('the threshold is held against the distribution of probabilities', () => {
  /** A detection whose prediction has these peaks. */
  const withPeaks = (peaks: number[], threshold: number) => {
    const found = peaks.filter((p) => p >= threshold);
    const base = someDetection();
    return {
      ...base,
      parameters: { ...base.parameters, model_threshold: threshold },
      prediction: Float32Array.from(peaks.flatMap((p) => [0, p, p / 2.5])),
      events: found.map((score, i) => eventAt(1000 * (i + 1), { score })),
    };
  };
  const clear = Array.from({ length: 20 }, (_, i) => 0.95 + i / 1000);

  test('many near misses: the value that is proposed is where fewest peaks are', () => {
    const near = [0.26, 0.27, 0.28, 0.42, 0.44, 0.46];
    const [advice, ...others] = detectionAdvice(withPeaks([...clear, ...near], 0.5));
    assert.equal(advice.code, 'near-misses');
    assert.match(advice.message, /^6 peaks .* between 0\.25 and model_threshold \(0\.5\), for 20 events\./);
    assert.equal(advice.change?.value, 0.35);
    assert.deepEqual(others, []);
  });

  test('events that barely pass a low threshold', () => {
    const barely = [0.11, 0.12, 0.14, 0.2, 0.21, 0.3];
    const [advice] = detectionAdvice(withPeaks([...clear, ...barely], 0.1));
    assert.equal(advice.code, 'threshold-low');
    assert.match(advice.message, /^6 of 26 events barely pass .* below 0\.37\./);
    assert.ok(Number(advice.change?.value) > 0.14 && Number(advice.change?.value) <= 0.37);
  });

  test('a few of either kind say nothing, and windows that were not computed are no misses', () => {
    assert.deepEqual(detectionAdvice(withPeaks([...clear, 0.3, 0.4, 0.45, 0.55], 0.5)), []);
    const screened = withPeaks(clear, 0.5);
    const gaps = Float32Array.from({ length: 400 }, (_, i) => (i % 2 ? Number.NaN : 0.1));
    assert.deepEqual(detectionAdvice({ ...screened, prediction: gaps }), []);
  });
});

test('many events at the trace edge, and events within the noise, are said', () => {
  const base = someDetection();
  const edges = Array.from({ length: 30 }, (_, i) => eventAt(300 * (i + 1), { border: i < 4 }));
  const [edge] = detectionAdvice({ ...base, prediction: new Float32Array(3), events: edges });
  assert.match(edge.message, /^4 of 30 events are at the trace edge/);
  assert.equal(edge.code, 'edge-events');

  const random = new Random(5);
  const [before, after] = [40, 60];
  const events = Array.from({ length: 10 }, (_, i) => eventAt(900 * (i + 1), { amplitude: -6 }));
  const noisy = (sd: number) => ({
    ...base,
    prediction: new Float32Array(3),
    events,
    points_before: before,
    points_after: after,
    snippets: Float64Array.from({ length: 10 * (before + after) }, () => sd * random.normal()),
  });
  const [noise] = detectionAdvice(noisy(4));
  assert.equal(noise.code, 'noise');
  assert.match(noise.message, /smaller than 1\.\d times the noise \(SD (3|4)\.\d pA\)/);
  assert.deepEqual(detectionAdvice(noisy(1)), []);
});
