import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parameterCount } from '../../../src/engine/network/shapes';
import { flatWeights } from '../../../src/engine/network/weights';
import { Random } from '../../../src/engine/signal/random';
import {
  defaultNetwork,
  glorotUniform,
  lstmWeights,
  orthogonal,
} from '../../../src/engine/training/default-network';

test('orthogonal rows have length 1 and stand upright on each other', () => {
  const { data } = orthogonal(new Random(1), 12, 48);
  for (let a = 0; a < 12; a++)
    for (let b = 0; b <= a; b++) {
      let dot = 0;
      for (let i = 0; i < 48; i++) dot += data[a * 48 + i] * data[b * 48 + i];
      assert.ok(Math.abs(dot - (a === b ? 1 : 0)) < 1e-6, `rows ${a} and ${b}: ${dot}`);
    }
});

test('glorot weights fill their range evenly, taps of a kernel counted in', () => {
  const { data } = glorotUniform(new Random(2), [9, 10, 32]);
  const limit = Math.sqrt(6 / (9 * 10 + 9 * 32));
  const mean = data.reduce((sum, w) => sum + w, 0) / data.length;
  const variance = data.reduce((sum, w) => sum + w * w, 0) / data.length;
  assert.ok(data.every((w) => Math.abs(w) <= limit));
  assert.ok(Math.abs(mean) < 0.05 * limit, `mean ${mean}`);
  assert.ok(Math.abs(variance / (limit ** 2 / 3) - 1) < 0.08, `variance ${variance}`);
});

test('forget gates start open', () => {
  assert.deepEqual(Array.from(lstmWeights(new Random(3), 2, 2).bias!.data), [0, 0, 1, 1, 0, 0, 0, 0]);
});

test("miniML's network has the published number of parameters, and a seed makes its weights", () => {
  const network = defaultNetwork(600, 1);
  assert.equal(
    network.layers.reduce((sum, layer) => sum + parameterCount(layer), 0),
    191_361,
  );
  assert.deepEqual(flatWeights(defaultNetwork(600, 1)), flatWeights(network));
  assert.notDeepEqual(flatWeights(defaultNetwork(600, 2)), flatWeights(network));
});

test('a window too short for one step of the LSTM is refused', () => {
  assert.equal(defaultNetwork(12, 1).inputLength, 12);
  assert.throws(() => defaultNetwork(11, 1), { name: 'UserError', message: /windows have 11 samples/ });
});
