import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createRateEstimator } from '../../../src/common/rate-estimator';

test('the pace is that of the present phase', () => {
  let now = 0;
  const pace = createRateEstimator(() => now);
  const at = (ms: number, phase: string, done: number) => {
    now = ms;
    return pace({ phase, done, total: 1000, unit: 'windows' });
  };
  assert.deepEqual(at(0, 'predicting', 100), { perSecond: undefined, secondsLeft: undefined });
  assert.deepEqual(at(100, 'predicting', 200).perSecond, undefined);
  assert.deepEqual(at(2000, 'predicting', 500), { perSecond: 200, secondsLeft: 2.5 });
  assert.deepEqual(at(3000, 'measuring', 0).perSecond, undefined);
  assert.deepEqual(at(4000, 'measuring', 1000), { perSecond: 1000, secondsLeft: 0 });
});
