import assert from 'node:assert/strict';
import { test } from 'node:test';
import { CancelledError } from '../../../src/common/errors';
import { silentTask } from '../../../src/common/task';
import { resample, resampledTrace, resampledTraceReady } from '../../../src/engine/signal/resampled-trace';
import { mean, standardDeviation } from '../../../src/engine/signal/statistics';
import { type Trace, traceOf } from '../../../src/engine/signal/trace';
import { assertClose, noise } from '../../support/numbers';

test('a trace of ordinary length is resampled exactly as its samples are, whatever part is read', () => {
  const x = noise(5003, 1);
  const trace = resampledTrace(traceOf(x, 20_000, 'pA'), 1876);
  const whole = resample(x, 1876);
  assert.equal(trace.samples, 1876);
  assert.ok(Math.abs(trace.rateHz - (20_000 * 1876) / 5003) < 1e-9);
  assertClose(trace.read(700, 1200), whole.subarray(700, 1200), 0, 'a part');
  assertClose(trace.read(0, 1876), whole, 0, 'all');
});

test('resampling with pauses gives the same samples, bit for bit, and can be cancelled between them', async () => {
  // Even, odd, and with a prime factor that is done by a convolution.
  for (const [from, to] of [
    [5003, 1876],
    [9999, 20_011],
    [40_000, 30_000],
  ] as const) {
    const trace = traceOf(noise(from, from), 20_000, 'pA');
    const ready = await resampledTraceReady(trace, to, silentTask());
    assert.deepEqual(ready.read(0, to), resampledTrace(trace, to).read(0, to));
    assert.equal(ready.rateHz, resampledTrace(trace, to).rateHz);
  }

  const cancel = new AbortController();
  const length = 1_200_006;
  const long = traceOf(noise(length, 4), 20_000, 'pA');
  const resampling = resampledTraceReady(long, 3_000_011, { ...silentTask(), signal: cancel.signal });
  setImmediate(() => cancel.abort());
  await assert.rejects(resampling, CancelledError);
});

test('the same number of samples is the trace itself', () => {
  const trace = traceOf(noise(10, 2), 1, '');
  assert.equal(resampledTrace(trace, 10), trace);
});

test('blocks give a band-limited signal back wherever its samples lie, coarser and finer', () => {
  // Periodic over the trace, so that its two ends meet; frequencies below every cut-off used here.
  const n = 60_000;
  const signal = (t: number) => 3 + Math.sin(2 * Math.PI * 700 * t) + Math.cos(2 * Math.PI * 2500 * t + 1);
  const x = Float64Array.from({ length: n }, (_, i) => signal(i / n));
  for (const samples of [22_501, 6_007, 60_001, 123_457]) {
    const got = resampledTrace(traceOf(x, 50_000, 'pA'), samples, { points: 3001, margin: 4000 });
    const want = Float64Array.from({ length: samples }, (_, i) => signal(i / samples));
    assertClose(got.read(0, samples), want, 1e-6, `${samples}`);
  }
});

test('blocks differ from the whole transform of white noise by less than what is promised', () => {
  const x = noise(500_009, 3).map((v) => v - 40);
  for (const samples of [187_503, 50_001, 850_015]) {
    const whole = resample(x, samples);
    const deviation = standardDeviation(whole);
    const got = resampledTrace(traceOf(x, 50_000, 'pA'), samples, { points: 1 << 18, margin: 1 << 16 });
    const difference = got.read(0, samples).map((v, i) => v - whole[i]);
    assert.ok(standardDeviation(difference) < 0.0015 * deviation, `${samples}: deviation`);
    assert.ok(
      difference.every((d) => Math.abs(d) < 0.004 * deviation),
      `${samples}: largest`,
    );
    assert.ok(Math.abs(mean(difference)) < 1e-5, `${samples}: offset`);
  }
});

test('reading a long trace reads a bounded stretch of the one beneath', () => {
  let longest = 0;
  const endless: Trace = {
    rateHz: 50_000,
    unit: 'pA',
    samples: 180_000_000,
    read(from, to) {
      longest = Math.max(longest, to - from);
      return new Float64Array(to - from).fill(-3);
    },
  };
  const trace = resampledTrace(endless, 67_500_000);
  assertClose(trace.read(60_000_000, 60_000_500), new Float64Array(500).fill(-3), 1e-12, 'a constant');
  assert.ok(longest < 4e6, `${longest} samples at once`);
});

test('what cannot be resampled is refused', () => {
  assert.throws(() => resampledTrace(traceOf(noise(3, 1), 1, ''), 0), RangeError);
  assert.throws(() => resampledTrace(traceOf(new Float64Array(), 1, ''), 5), RangeError);
  assert.throws(() => resampledTrace(traceOf(noise(4, 1), 1, ''), 2).read(0, 3), RangeError);
});
