import assert from 'node:assert/strict';
import { test } from 'node:test';
import { agreementOf } from '../../../src/common/training/agreement';

/** Scores of two raters from the counts of each pair. */
function raters(table: readonly (readonly number[])[]): [Int8Array, Int8Array] {
  const pairs = table.flatMap((row, a) => row.flatMap((n, b) => Array.from({ length: n }, () => [a, b])));
  return [Int8Array.from(pairs, ([a]) => a!), Int8Array.from(pairs, ([, b]) => b!)];
}

const near = (actual: number, expected: number) =>
  assert.ok(Math.abs(actual - expected) < 5e-5, String(actual));

test('kappa and AC1 of two raters who say yes and no, worked by hand', () => {
  // 118 + 2 + 5 + 0 of 125: Gwet's example of the paradox of kappa.
  const agreement = agreementOf(
    ...raters([
      [0, 2],
      [5, 118],
    ]),
  );
  assert.equal(agreement.compared, 125);
  assert.equal(agreement.agreed, 118);
  near(agreement.kappa, -0.0234);
  near(agreement.ac1, 0.9408);
});

test('three scores: the scale is as long as what was used', () => {
  const agreement = agreementOf(
    ...raters([
      [20, 5, 0],
      [10, 15, 2],
      [1, 2, 10],
    ]),
  );
  // Cohen: po = 45/65, pe = (25·31 + 27·22 + 13·12) / 65².
  const pe = (25 * 31 + 27 * 22 + 13 * 12) / 65 ** 2;
  near(agreement.kappa, (45 / 65 - pe) / (1 - pe));
  const shares = [56, 49, 25].map((n) => n / 130);
  const gwet = shares.reduce((sum, p) => sum + p * (1 - p), 0) / 2;
  near(agreement.ac1, (45 / 65 - gwet) / (1 - gwet));
  assert.equal(agreement.disagreements.length, 20);
});

test('windows that only one of them scored are not compared', () => {
  const agreement = agreementOf(Int8Array.of(1, -1, 0, 1), Int8Array.of(1, 1, -1, 0));
  assert.equal(agreement.compared, 2);
  assert.deepEqual([...agreement.disagreements], [3]);
  assert.deepEqual(agreement.table, [0, 0, 0, 1, 1, 0, 0, 0, 0]);
});
