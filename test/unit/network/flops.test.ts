import assert from 'node:assert/strict';
import { test } from 'node:test';
import { flopsOfWindow } from '../../../bench/flops';
import { readModel } from '../../../src/engine/network/keras/read-model';
import { shared, withoutShared } from '../../support/shared';

test('a window of miniML’s network takes 22.8 million operations', { skip: withoutShared }, async () => {
  const { network } = await readModel(shared('models', 'GC_lstm_model.h5'));
  const convolutions = 600 * 9 * 1 * 32 + 200 * 7 * 32 * 48 + 100 * 5 * 48 * 64 + 50 * 3 * 64 * 80;
  const recurrent = 2 * 50 * (80 + 96) * 4 * 96;
  const dense = 96 * 128 + 128;
  assert.equal(flopsOfWindow(network), 2 * (convolutions + recurrent + dense));
  assert.equal(Number((flopsOfWindow(network) / 1e6).toPrecision(3)), 22.8);
});
