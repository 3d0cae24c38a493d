import assert from 'node:assert/strict';
import { test } from 'node:test';
import { packed, unpacked } from '../../../src/engine/training/checkpoint';

const value = {
  key: 'a "key"\nwith a line',
  numbers: [1, -0.1, 1e-300],
  nothing: null,
  state: { weights: Float32Array.of(1, Number.NaN, -0, 3.4e38), empty: new Float32Array(0), after: true },
  list: [{ weights: Float32Array.of(5) }, Float32Array.of(6, 7)],
};

test('what is packed comes back bit by bit', () => {
  assert.deepEqual(unpacked(packed(value)), value);
});

test('what is cut short or longer comes back as nothing', () => {
  const bytes = packed(value);
  for (const length of [0, 1, 10, bytes.length - 1])
    assert.equal(unpacked(bytes.subarray(0, length)), undefined);
  assert.equal(unpacked(Buffer.concat([bytes, Buffer.of(0)])), undefined);
});
