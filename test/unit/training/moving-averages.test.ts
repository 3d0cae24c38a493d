import assert from 'node:assert/strict';
import { test } from 'node:test';
import { initialState } from '../../../src/engine/training/learning-state';
import { followMoments } from '../../../src/engine/training/step';
import { assertClose } from '../../support/numbers';
import { NetworkSketch } from '../../support/random-network';

/** A network of one normalisation of two channels, momentum 0.9. */
function normalizing(movingMean: number, movingVariance: number) {
  const network = new NetworkSketch(1, 8).conv(2, 3).normalization().flatten().classifier();
  const layer = network.layers.find((l) => l.kind === 'batchNormalization');
  assert.ok(layer?.kind === 'batchNormalization');
  layer.movingMean.data.fill(movingMean);
  layer.movingVariance.data.fill(movingVariance);
  return network;
}

test('the moments of a batch are those of its parts together', () => {
  const network = normalizing(5, 2);
  const state = { ...initialState(network), steps: 1 };
  // Samples 0 0 0 6 and 4: two parts of 4 and 1 windows; together mean 2, variance 6.4.
  followMoments(network, state, [
    { windows: 4, moments: Float32Array.of(1.5, 0, 6.75, 0) },
    { windows: 1, moments: Float32Array.of(4, 0, 0, 0) },
  ]);
  assertClose(state.statistic, [5 * 0.9 + 2 * 0.1, 4.5, 2 * 0.9 + 6.4 * 0.1, 1.8], 1e-6, 'moving averages');
});

test('averages that began from nothing reach what is seen within a few steps; known ones keep their momentum', () => {
  const fresh = normalizing(0, 1);
  const state = initialState(fresh);
  for (state.steps = 1; state.steps <= 12; state.steps++)
    followMoments(fresh, state, [{ windows: 8, moments: Float32Array.of(3, 3, 0.01, 0.01) }]);
  assertClose(state.statistic, [3, 3, 0.01, 0.01], 0.01, 'fresh');

  const known = normalizing(1, 1);
  const slow = { ...initialState(known), steps: 1 };
  followMoments(known, slow, [{ windows: 8, moments: Float32Array.of(3, 3, 0.01, 0.01) }]);
  assertClose(slow.statistic, [1.2, 1.2, 0.901, 0.901], 1e-6, 'known');
});
