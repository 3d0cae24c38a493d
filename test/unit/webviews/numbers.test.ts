import assert from 'node:assert/strict';
import { test } from 'node:test';
import { count, decimalsFor, duration, fixed, significant } from '../../../src/webviews/shared/numbers';
import { ticks } from '../../../src/webviews/shared/ticks';

test('numbers have a true minus, grouped thousands and as many digits as asked for', () => {
  assert.equal(fixed(-9.14, 1), '\u22129.1');
  assert.equal(fixed(-0.04, 1), '0.0');
  assert.equal(fixed(12345.6, 0), '12,346');
  assert.equal(fixed(Number.NaN, 2), '–');
  assert.equal(fixed(null, 2), '–');
});

test('significant digits move with the size of the number', () => {
  assert.equal(significant(0.012345), '0.0123');
  assert.equal(significant(999.96, 4), '1,000');
  assert.equal(significant(-1234567), '\u22121,234,567');
  assert.equal(significant(1.5e-12), '1.50e\u221212');
  assert.equal(significant(0), '0');
});

test('times are said in the unit a person would use', () => {
  assert.equal(duration(0.00325), '3.25\u00a0ms');
  assert.equal(duration(0.00002), '20.0\u00a0µs');
  assert.equal(duration(90.8), '90.8\u00a0s');
  assert.equal(duration(300), '5.00\u00a0min');
  assert.equal(duration(5400), '1.50\u00a0h');
  assert.equal(duration(null), '–');
});

test('counts agree with their noun', () => {
  assert.equal(count(1, 'event'), '1 event');
  assert.equal(count(1200, 'event'), '1,200 events');
});

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

test('decimals tell ticks apart', () => {
  assert.equal(decimalsFor(0.05), 2);
  assert.equal(decimalsFor(0.1), 1);
  assert.equal(decimalsFor(20), 0);
  assert.equal(decimalsFor(0), 0);
});
