import assert from 'node:assert/strict';

/** Fails unless both have one length and differ nowhere by more than `tolerance`; NaN equals NaN. */
export function assertClose(
  actual: ArrayLike<number>,
  expected: ArrayLike<number>,
  tolerance: number,
  what: string,
): void {
  assert.equal(actual.length, expected.length, `${what}: length`);
  for (let i = 0; i < actual.length; i++) {
    if (Object.is(actual[i], expected[i])) continue;
    const off = Math.abs(actual[i] - expected[i]);
    assert.ok(off <= tolerance, `${what}: [${i}] is ${actual[i]}, expected ${expected[i]} (off by ${off})`);
  }
}

/** Reproducible numbers spread evenly over −1 … 1 (mulberry32), independent of the code under test. */
export function noise(n: number, seed: number): Float64Array {
  let state = seed * 0x9e3779b9;
  return Float64Array.from({ length: n }, () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), state | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 31 - 1;
  });
}
