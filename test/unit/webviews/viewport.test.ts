import assert from 'node:assert/strict';
import { test } from 'node:test';
import { centred, clamped, panned, revealed, wholeTrace, zoomed } from '../../../src/webviews/trace/viewport';

test('zooming keeps the sample under the cursor where it is', () => {
  const view = zoomed({ from: 1000, to: 2000 }, 0.5, 1200, 10_000);
  assert.deepEqual(view, { from: 1100, to: 1600 });
});

test('no zoom and no move leaves the trace', () => {
  for (const view of [
    zoomed({ from: 0, to: 100 }, 50, 3, 1000),
    zoomed({ from: 900, to: 1000 }, 0.0001, 1000, 1000),
    panned({ from: 0, to: 100 }, -3, 1000),
    panned({ from: 500, to: 1000 }, 7, 1000),
    clamped({ from: -50, to: 5000 }, 1000),
  ]) {
    assert.ok(view.from >= 0 && view.to <= 1000 && view.to > view.from, JSON.stringify(view));
  }
});

test('a trace shorter than the least span is shown whole', () => {
  assert.deepEqual(zoomed(wholeTrace(3), 0.1, 1, 3), { from: 0, to: 3 });
});

test('an event inside the view does not move it, one outside comes to the middle', () => {
  const view = { from: 1000, to: 2000 };
  assert.equal(revealed(view, 1500, 10_000), view);
  assert.deepEqual(revealed(view, 5000, 10_000), { from: 4500, to: 5500 });
  assert.deepEqual(centred(view, 100, 10_000), { from: 0, to: 1000 });
});
