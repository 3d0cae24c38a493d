import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Measures } from '../../../src/common/events/event-columns';
import { withoutMasked } from '../../../src/engine/measuring/measure-events';

/** An event that rises at `location`, peaks 10 samples later and has decayed to half 30 after that. */
function measured(location: number, changes: Partial<Measures> = {}): Measures {
  return {
    amplitude: -20,
    baseline: -60,
    baseline_from: location - 100,
    baseline_to: location - 10,
    onset: location - 5,
    peak: location + 10,
    peak_value: -80,
    risetime_s: 0.001,
    halfdecay_s: 0.003,
    halfdecay: location + 40,
    halfwidth_s: 0.004,
    charge: -0.1,
    interval_s: 0.05,
    ...changes,
  };
}

const numbers = ({ halfdecay_s, halfwidth_s, charge, interval_s, amplitude }: Measures) =>
  [amplitude, halfdecay_s, halfwidth_s, charge, interval_s].map((value) => !Number.isNaN(value));

test('without excluded stretches measures are as they were', () => {
  const measures = [measured(100), measured(500)];
  assert.deepEqual(withoutMasked(measures, [100, 500], []), measures);
});

test('a half decay in an excluded stretch is none; a charge that only ends in one is none either', () => {
  const at = (from: number, to: number) =>
    withoutMasked([measured(1000)], [1000], [{ from, to }]).map(numbers)[0];
  assert.deepEqual(at(1035, 1036), [true, false, false, false, true]);
  // The integral goes on to four half decay times after the peak: sample 1130.
  assert.deepEqual(at(1100, 1200), [true, true, true, false, true]);
  assert.deepEqual(at(1131, 1200), [true, true, true, true, true]);
  assert.deepEqual(at(900, 995), [true, true, true, true, true]);
});

test('events that share a charge with one that is not seen to its end have none', () => {
  const hidden = { halfdecay: Number.NaN, halfdecay_s: Number.NaN, halfwidth_s: Number.NaN };
  const measures = [measured(1000, hidden), measured(1030), measured(3000)];
  const seen = withoutMasked(measures, [1000, 1030, 3000], [{ from: 1100, to: 1200 }]);
  assert.deepEqual(
    seen.map(({ charge }) => Number.isNaN(charge)),
    [true, true, false],
  );
  assert.deepEqual(
    seen.map(({ interval_s }) => Number.isNaN(interval_s)),
    [false, false, true],
    'nobody knows what happened between the last two',
  );
});
