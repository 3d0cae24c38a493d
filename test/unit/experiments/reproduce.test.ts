import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { DetectedEvent } from '../../../src/common/events/detection';
import { compared } from '../../../src/engine/experiments/reproduce';
import { someDetection } from '../../support/detection';

const { events } = someDetection();
const changed = (change: Partial<DetectedEvent>) => [{ ...events[0], ...change }, ...events.slice(1)];

test('the same numbers are equal, NaN too', () => {
  assert.deepEqual(compared(changed({ charge: Number.NaN }), changed({ charge: Number.NaN })), {
    status: 'equal',
    equal: true,
    differences: [],
  });
});

test('rounding of other hardware is close, and named with its size', () => {
  const sizes = events.map(({ amplitude }) => Math.abs(amplitude));
  const largest = Math.max(...sizes.filter(Number.isFinite));
  const now = changed({ amplitude: events[0].amplitude + 1e-5 * largest });
  const { status, differences } = compared(events, now);
  assert.equal(status, 'close', JSON.stringify(differences));
  const amplitude = differences.find(({ measure }) => measure === 'amplitude')!;
  assert.ok(Math.abs(amplitude.largest - 1e-5) < 1e-9);
});

test('another value, a value that is gone, another place and another number of events are different', () => {
  assert.equal(compared(events, changed({ amplitude: events[0].amplitude * 1.5 })).status, 'different');
  assert.equal(compared(events, changed({ charge: Number.NaN })).status, 'different');
  assert.equal(compared(events, changed({ location: events[0].location + 1 })).status, 'different');
  assert.equal(compared(events, events.slice(1)).status, 'different');
});
