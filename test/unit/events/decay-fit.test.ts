import assert from 'node:assert/strict';
import { test } from 'node:test';
import { describesDecay } from '../../../src/common/events/decay-fit';

test('an exponential describes a decay when it falls from the peak towards the baseline, up or down', () => {
  assert.ok(describesDecay({ amplitude: -10, tau_s: 0.005, offset: -0.5 }, -11));
  assert.ok(describesDecay({ amplitude: 10, tau_s: 0.005, offset: 0.5 }, 11));
});

test('a fit on the other side of the baseline, far above the peak, or that stays up there means nothing', () => {
  assert.ok(!describesDecay({ amplitude: 3, tau_s: 0.00156, offset: 1 }, -11), 'above the baseline');
  assert.ok(!describesDecay({ amplitude: -1e4, tau_s: 1e-4, offset: 0 }, -11), 'far beyond the peak');
  assert.ok(!describesDecay({ amplitude: -1, tau_s: 0.01, offset: -9 }, -11), 'does not decay');
  assert.ok(!describesDecay({ amplitude: -10, tau_s: -0.01, offset: 0 }, -11), 'grows');
});
