import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Random } from '../../../src/engine/signal/random';
import { mean, standardDeviation } from '../../../src/engine/signal/statistics';

const draws = (n: number, draw: () => number) => Float64Array.from({ length: n }, draw);

test('the same seeds give the same numbers, other seeds others', () => {
  const first = (...seeds: number[]) => draws(8, bind(new Random(...seeds))).join();
  assert.equal(first(7), first(7));
  assert.equal(first(7, 1), first(7, 1));
  const all = [first(7), first(8), first(7, 1), first(7, 0), first(1, 7), first(0), first(2 ** 32), first()];
  assert.equal(new Set(all).size, all.length);
});

test('numbers are the same on every machine and in every version', () => {
  const random = new Random(42);
  assert.deepEqual(
    [random.integer(1000), random.integer(1000), random.uniform(), random.normal()].map((v) => v.toFixed(12)),
    ['137.000000000000', '660.000000000000', '0.718206351365', '0.406047880983'],
  );
});

test('uniform numbers fill 0 … 1 evenly', () => {
  const x = draws(100_000, bind(new Random(1)));
  assert.ok(x.every((v) => v >= 0 && v < 1));
  assert.ok(Math.abs(mean(x) - 0.5) < 0.004);
  assert.ok(Math.abs(standardDeviation(x) - Math.sqrt(1 / 12)) < 0.002);
  const counts = new Int32Array(16);
  for (const v of x) counts[Math.floor(v * 16)]++;
  const chiSquare = counts.reduce((sum, c) => sum + (c - 6250) ** 2 / 6250, 0);
  assert.ok(chiSquare < 37.7, `chi square ${chiSquare} of 15 degrees`); // p = 0.001
});

test('normal and exponential numbers have their moments', () => {
  const random = new Random(2);
  const normal = draws(100_000, () => random.normal(3, 2));
  assert.ok(Math.abs(mean(normal) - 3) < 0.02);
  assert.ok(Math.abs(standardDeviation(normal) - 2) < 0.02);
  const within = normal.filter((v) => Math.abs(v - 3) < 2).length / 100_000;
  assert.ok(Math.abs(within - 0.6827) < 0.005);
  const exponential = draws(100_000, () => random.exponential(0.5));
  assert.ok(Math.abs(mean(exponential) - 0.5) < 0.008);
  assert.ok(Math.abs(standardDeviation(exponential) - 0.5) < 0.01);
});

test('a choice has no number twice, and every number its chance', () => {
  const random = new Random(3);
  const counts = new Int32Array(10);
  for (let i = 0; i < 10_000; i++) {
    const chosen = random.choice(10, 3);
    assert.equal(new Set(chosen).size, 3);
    for (const c of chosen) counts[c]++;
  }
  assert.ok(
    counts.every((c) => Math.abs(c - 3000) < 250),
    counts.join(),
  );
  assert.throws(() => random.choice(2, 3), RangeError);
});

test('shuffling keeps the elements and makes every order as likely', () => {
  const random = new Random(4);
  const seen = new Map<string, number>();
  for (let i = 0; i < 12_000; i++) {
    const order = random.shuffle([1, 2, 3]).join('');
    seen.set(order, (seen.get(order) ?? 0) + 1);
  }
  assert.equal(seen.size, 6);
  for (const [order, count] of seen) assert.ok(Math.abs(count - 2000) < 200, `${order}: ${count}`);
});

test('a random integer below nothing is refused', () => {
  assert.throws(() => new Random(1).integer(0), RangeError);
});

function bind(random: Random): () => number {
  return () => random.uniform();
}
