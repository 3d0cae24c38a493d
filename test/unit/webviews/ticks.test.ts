import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ticks, tickText } from '../../../src/webviews/shared/chart';
import { lossTicks } from '../../../src/webviews/shared/learning-curves';

test('ticks are round numbers within the range, never more than asked for', () => {
  assert.deepEqual(ticks(12.29, 12.46, 5), {
    values: [12.3, 12.35, 12.4, 12.45].map((v) => Math.round(v / 0.05) * 0.05),
    step: 0.05,
    decimals: 2,
  });
  for (const [min, max] of [
    [0, 1],
    [-37, 12.5],
    [1e-9, 3e-9],
    [99_990, 100_010],
    [-5e6, 8e6],
  ] as const)
    for (const most of [1, 2, 3, 5, 10]) {
      const { values, step } = ticks(min, max, most);
      assert.ok(values.length <= most + 1, `${min}…${max}, ${most}: ${values}`);
      for (const value of values) {
        assert.ok(value >= min - step * 1e-6 && value <= max + step * 1e-6);
        assert.ok(Math.abs(value / step - Math.round(value / step)) < 1e-6);
      }
    }
});

test('ticks of an empty or endless range are none', () => {
  assert.deepEqual(ticks(1, 1, 5).values, []);
  assert.deepEqual(ticks(0, Number.POSITIVE_INFINITY, 5).values, []);
  assert.deepEqual(ticks(Number.NaN, 1, 5).values, []);
});

test('ticks of very small values are short enough for an axis', () => {
  const { values, decimals } = ticks(-3e-7, 3e-7, 6);
  assert.deepEqual(
    values.map((value) => tickText(value, decimals)),
    ['−3e−7', '−2e−7', '−1e−7', '0', '1e−7', '2e−7', '3e−7'],
  );
  assert.equal(tickText(1.5e-6, 7), '1.5e−6');
  assert.equal(tickText(-0.25, 2), '−0.25');
});

test('an axis of losses has at least two ticks, however narrow it is', () => {
  assert.deepEqual(lossTicks(Math.log10(0.05), Math.log10(0.6)), [0.05, 0.1, 0.2, 0.5]);
  for (const [low, high] of [
    [0.016, 0.045],
    [0.021, 0.034],
    [0.31, 0.34],
    [1.01, 1.4],
  ] as const) {
    const found = lossTicks(Math.log10(low), Math.log10(high));
    assert.ok(found.length >= 2 && found.length <= 10, `${low}…${high}: ${found}`);
    assert.ok(found.every((loss) => loss >= low && loss <= high));
    assert.ok(
      found.every((loss) => String(loss).length < 7),
      String(found),
    );
  }
});
