import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { mixWarnings, windowSizeOf, windowText } from '../../../src/common/text/window-kinds';
import { kindsOf } from '../../../src/common/training/window-kind';

function kinds(...of: [rate_hz: number | null, samples: number, unit?: string][]) {
  return kindsOf(of.map(([rate_hz, samples, unit = 'pA']) => ({ samples, rate_hz, unit })));
}

describe('a mix of windows', () => {
  test('600 samples at 10, 20 and 40 kHz are 60, 30 and 15 ms', () => {
    const [warning, ...more] = mixWarnings(kinds([10_000, 600], [20_000, 600], [40_000, 600]));
    assert.match(
      warning,
      /^The windows are 60\.0, 30\.0 and 15\.0 ms long \(recorded at 10 kHz, 20 kHz and 40 kHz\)/,
    );
    assert.deepEqual(more, []);
  });

  test('windows as long as each other differ in noise only; windows alike are no mix', () => {
    assert.match(
      mixWarnings(kinds([20_000, 240], [50_000, 600])).join(),
      /equally long, but their noise differs/,
    );
    assert.deepEqual(mixWarnings(kinds([20_000, 240], [20_000, 240])), []);
    assert.deepEqual(mixWarnings(kinds([null, 600], [null, 600])), []);
  });

  test('unknown rates beside known ones, other lengths without a rate and other units are said', () => {
    assert.match(mixWarnings(kinds([20_000, 240], [null, 240])).join(), /rate of 1 window is not known/);
    assert.match(mixWarnings(kinds([null, 750], [null, 600])).join(), /have 750 and 600 samples/);
    assert.match(mixWarnings(kinds([20_000, 240, 'pA'], [20_000, 240, 'mV'])).join(), /are in pA and mV/);
  });
});

test('a window is a time where its rate is known', () => {
  assert.equal(windowSizeOf({ samples: 750, rate_hz: 20_000 }), '37.5 ms');
  assert.equal(windowSizeOf({ samples: 600, rate_hz: null }), 600);
  assert.equal(windowText({ samples: 600, rate_hz: 50_000 }), '600 samples at 50 kHz (12 ms)');
});
