import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { TraceWindow } from '../../../src/common/traces/trace-window';
import { shareRead, splitByUnread, unreadIn } from '../../../src/webviews/trace/plot/envelope';

const picture = (unread?: TraceWindow['unread']): TraceWindow => ({
  x: Float64Array.of(0, 500, 999),
  y: Float32Array.of(1, 2, 3),
  kind: 'extremes',
  exact: false,
  unread,
});

test('how much of the view is read counts the view alone', () => {
  const half = picture([{ from: 400, to: 1000 }]);
  assert.equal(shareRead(half, { from: 0, to: 1000 }), 0.4);
  assert.equal(shareRead(half, { from: 0, to: 400 }), 1);
  assert.equal(shareRead(half, { from: 300, to: 500 }), 0.5);
  assert.equal(shareRead(picture(), { from: 0, to: 1000 }), 0, 'nothing is said of what is read');
  assert.equal(shareRead({ ...half, exact: true }, { from: 0, to: 1000 }), 1);
  assert.equal(shareRead(undefined, { from: 0, to: 1000 }), 1);
});

test('what is not read yet is never drawn as the trace', () => {
  const points = [0, 500, 999].map((x, i) => ({ x: x / 10, y: i + 1 }));
  const { read, glimpsed } = splitByUnread(points, unreadIn(picture([{ from: 400, to: 600 }])), 10);
  assert.deepEqual(
    read.map(({ y }) => y),
    [1, Number.NaN, 3],
  );
  assert.deepEqual(
    glimpsed.map(({ y }) => y),
    [Number.NaN, 2, Number.NaN],
  );
});
