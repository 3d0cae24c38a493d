import assert from 'node:assert/strict';
import { test } from 'node:test';
import { UserError } from '../../../src/common/errors';
import { compare } from '../../../src/engine/results/compare';
import { matchTimes } from '../../../src/engine/results/match-times';

const times = (...values: number[]) => Float64Array.from(values);

test('equal lists match entirely', () => {
  const list = times(1, 2, 3);
  const result = compare(list, list, 0.1);
  assert.deepEqual([result.precision, result.recall, result.f1, result.median_difference_s], [1, 1, 1, 0]);
});

test('precision is the share of A, recall that of B', () => {
  const result = compare(times(1, 2, 3, 4), times(1.001, 2.002, 9), 0.005);
  assert.deepEqual(
    result.matched.map(({ a, b }) => [a, b]),
    [
      [0, 0],
      [1, 1],
    ],
  );
  assert.deepEqual([result.only_a, result.only_b], [[2, 3], [2]]);
  assert.deepEqual([result.precision, result.recall, result.f1], [2 / 4, 2 / 3, 4 / 7]);
  assert.ok(Math.abs(result.median_difference_s - 0.0015) < 1e-12);
});

test('an event is never the partner of two', () => {
  assert.deepEqual(matchTimes(times(1, 1.001), times(1.0005), 0.01), [{ a: 0, b: 0 }]);
});

test('as many pairs as possible come before near ones', () => {
  // The nearest pair is 2 and 2.1; taking it would leave 1.5 and 2.7 without partners.
  assert.deepEqual(matchTimes(times(1.5, 2.1), times(2, 2.7), 0.65), [
    { a: 0, b: 0 },
    { a: 1, b: 1 },
  ]);
});

test('among equally many pairs the nearest are taken', () => {
  assert.deepEqual(matchTimes(times(1), times(0.7, 0.9, 1.2), 0.5), [{ a: 0, b: 1 }]);
  assert.deepEqual(matchTimes(times(0.7, 0.9, 1.2), times(1), 0.5), [{ a: 1, b: 0 }]);
});

test('the tolerance itself is within the tolerance', () => {
  assert.equal(matchTimes(times(0.3), times(0.305), 0.005).length, 1);
  assert.equal(matchTimes(times(0.3), times(0.3051), 0.005).length, 0);
});

test('empty lists have no pairs, and no precision or recall where nothing is to be divided by', () => {
  assert.deepEqual(matchTimes(times(), times(1), 1), []);
  const none = compare(times(), times(), 1);
  assert.ok(Number.isNaN(none.precision) && Number.isNaN(none.recall) && Number.isNaN(none.f1));
  assert.deepEqual(compare(times(), times(1), 1).recall, 0);
});

test('as good as the best of all possible pairings', () => {
  let state = 7;
  const random = () => {
    state = (state * 48_271) % 2_147_483_647;
    return state / 2_147_483_647;
  };
  for (let trial = 0; trial < 400; trial++) {
    const list = () =>
      Float64Array.from({ length: Math.floor(random() * 7) }, () => Math.round(random() * 40)).sort();
    const [a, b, tolerance] = [list(), list(), Math.floor(random() * 12)];
    const pairs = matchTimes(a, b, tolerance);
    const sum = pairs.reduce((total, pair) => total + Math.abs(a[pair.a] - b[pair.b]), 0);
    assert.ok(pairs.every((pair) => Math.abs(a[pair.a] - b[pair.b]) <= tolerance));
    assert.equal(new Set(pairs.map((pair) => pair.a)).size, pairs.length);
    assert.equal(new Set(pairs.map((pair) => pair.b)).size, pairs.length);
    assert.deepEqual([pairs.length, sum], best(Array.from(a), Array.from(b), tolerance), `trial ${trial}`);
  }
});

/** By trying everything: pairs and sum of distances. */
function best(a: number[], b: number[], tolerance: number): [pairs: number, sum: number] {
  const [first, ...rest] = a;
  if (first === undefined) return [0, 0];
  let found = best(rest, b, tolerance);
  b.forEach((time, j) => {
    if (Math.abs(time - first) > tolerance) return;
    const [pairs, sum] = best(rest, b.toSpliced(j, 1), tolerance);
    const candidate: [number, number] = [pairs + 1, sum + Math.abs(time - first)];
    if (candidate[0] > found[0] || (candidate[0] === found[0] && candidate[1] < found[1])) found = candidate;
  });
  return found;
}

test('a hundred thousand events a side are matched at once', () => {
  const a = Float64Array.from({ length: 100_000 }, (_, i) => i / 100);
  const b = a.map((t, i) => t + ((i * 7919) % 100) / 20_000);
  const start = performance.now();
  assert.equal(matchTimes(a, b.sort(), 0.005).length, 100_000);
  assert.ok(performance.now() - start < 2000);
});

test('a tolerance that is none, or takes in everything, is refused', () => {
  for (const tolerance of [-1, Number.NaN, Number.POSITIVE_INFINITY])
    assert.throws(() => matchTimes(times(1), times(1), tolerance), UserError);
  const many = new Float64Array(20_000);
  assert.throws(() => matchTimes(many, many, 1), /too large for 20000 and 20000 events/);
});
