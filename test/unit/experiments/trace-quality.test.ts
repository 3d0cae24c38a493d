import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { DetectedEvent, Detection } from '../../../src/common/events/detection';
import { traceQuality } from '../../../src/engine/advice/trace-quality';
import { traceOf } from '../../../src/engine/signal/trace';

const RATE_HZ = 1000;
const SAMPLES = 60 * RATE_HZ;

/** Normal noise of standard deviation 1, the same in every run. */
function noise(): Float64Array {
  let state = 12345;
  const uniform = () => {
    state = (state * 1103515245 + 12345) % 2147483648;
    return (state + 0.5) / 2147483648;
  };
  return Float64Array.from(
    { length: SAMPLES },
    () => Math.sqrt(-2 * Math.log(uniform())) * Math.cos(2 * Math.PI * uniform()),
  );
}

function quality(values: Float64Array, { locations = [] }: { locations?: number[] } = {}) {
  const events = locations.map((location) => ({ location, border: false }) as DetectedEvent);
  const detection = {
    events,
    samples: SAMPLES,
    excluded: [],
    missing: [],
  } as unknown as Detection;
  const { noise_sd, holding, warnings } = traceQuality(traceOf(values, RATE_HZ, 'pA'), detection);
  return { noise_sd, holding, codes: warnings.map(({ code }) => code) };
}

test('noise of SD 1 around −50 pA has these values and no warning', () => {
  const { noise_sd, holding, codes } = quality(noise().map((value) => value - 50));
  assert.ok(Math.abs(noise_sd - 1) < 0.05, `${noise_sd}`);
  assert.ok(Math.abs(holding + 50) < 0.1, `${holding}`);
  assert.deepEqual(codes, []);
});

test('noise that doubles is named', () => {
  assert.deepEqual(quality(noise().map((value, i) => (i > SAMPLES / 2 ? 2 * value : value))).codes, [
    'noise-change',
  ]);
});

test('a rate that falls is named', () => {
  const early = Array.from({ length: 100 }, (_, i) => i * 250);
  assert.deepEqual(quality(noise(), { locations: early }).codes, ['rate-change']);
  const even = Array.from({ length: 100 }, (_, i) => i * 600);
  assert.deepEqual(quality(noise(), { locations: even }).codes, []);
});

test('a trace without a sample has no noise and no warning', () => {
  const { noise_sd, codes } = quality(new Float64Array(SAMPLES).fill(Number.NaN));
  assert.ok(Number.isNaN(noise_sd));
  assert.deepEqual(codes, []);
});
