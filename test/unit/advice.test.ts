import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Suggestion } from '../../src/common/api/engine/window-sizes';
import { detectionAdvice } from '../../src/engine/advice/advise';
import { modelAdvice } from '../../src/engine/advice/model-rules';
import { saturationAdvice } from '../../src/engine/advice/saturation';
import { traceAdvice } from '../../src/engine/advice/trace-rules';
import { traceOf } from '../../src/engine/signal/trace';
import { someDetection } from '../support/detection';

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
  assert.deepEqual(
    saturationAdvice(wave(0.8)).map(({ code }) => code),
    ['saturation'],
  );
  assert.deepEqual(saturationAdvice(wave(9)), []);
  assert.deepEqual(saturationAdvice(traceOf(new Float64Array(4000), 10_000, 'pA')), []);
});
