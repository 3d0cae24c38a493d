import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fitEventDecay } from '../../../src/engine/measuring/event-decay';
import { Random } from '../../../src/engine/signal/random';

const RATE_HZ = 50_000;

function decay(seed: number, noise: number, of: (t_s: number) => number, n = 500): Float64Array {
  const random = new Random(seed);
  return Float64Array.from({ length: n }, (_, i) => of(i / RATE_HZ) + random.normal(0, noise));
}

test('the time constant of one exponential is found within its error, with its goodness', () => {
  for (const tau of [0.5e-3, 2e-3, 4e-3]) {
    const fit = fitEventDecay(
      decay(1, 1, (t) => 20 * Math.exp(-t / tau)),
      20,
      RATE_HZ,
    )!;
    assert.ok(Math.abs(fit.tau_s / tau - 1) < 0.1, `${tau}: ${fit.tau_s}`);
    assert.ok(fit.r2 > 0.8 && fit.r2 < 1);
    assert.equal(fit.two, null);
  }
  const exact = fitEventDecay(
    decay(1, 0, (t) => 20 * Math.exp(-t / 2e-3) + 1),
    21,
    RATE_HZ,
  )!;
  assert.ok(Math.abs(exact.tau_s / 2e-3 - 1) < 1e-3);
  assert.ok(exact.r2 > 0.999_99);
});

test('two exponentials are told where they describe the decay better', () => {
  const of = (t: number) => 15 * Math.exp(-t / 0.4e-3) + 10 * Math.exp(-t / 3e-3);
  const { two } = fitEventDecay(decay(2, 0.3, of, 700), 25, RATE_HZ)!;
  assert.ok(two);
  assert.ok(Math.abs(two.fast_s / 0.4e-3 - 1) < 0.15, String(two.fast_s));
  assert.ok(Math.abs(two.slow_s / 3e-3 - 1) < 0.15, String(two.slow_s));
  assert.ok(Math.abs(two.fast_fraction - 0.6) < 0.05);
});

test('one exponential in white noise is hardly ever taken for two', () => {
  const taken = Array.from({ length: 40 }, (_, seed) =>
    fitEventDecay(
      decay(seed + 10, 2, (t) => 20 * Math.exp(-t / 2e-3)),
      20,
      RATE_HZ,
    ),
  ).filter((fit) => fit?.two);
  assert.ok(taken.length <= 2, String(taken.length));
});

test('noise, a rise, a decay longer than the samples and too few samples have no fit', () => {
  assert.equal(
    fitEventDecay(
      decay(3, 2, () => 0),
      6,
      RATE_HZ,
    ),
    null,
  );
  assert.equal(
    fitEventDecay(
      decay(3, 0.1, (t) => 1000 * t),
      10,
      RATE_HZ,
    ),
    null,
  );
  assert.equal(
    fitEventDecay(
      decay(3, 0.1, (t) => 20 * Math.exp(-t / 0.2)),
      20,
      RATE_HZ,
    ),
    null,
  );
  assert.equal(
    fitEventDecay(
      decay(3, 0.1, (t) => 20 * Math.exp(-t / 1e-3), 8),
      20,
      RATE_HZ,
    ),
    null,
  );
});
