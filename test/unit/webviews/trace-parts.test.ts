import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { RecordingInfo } from '../../../src/common/api/engine/file-info';
import { histogramOf } from '../../../src/webviews/shared/histogram-bins';
import { firstAtLeast, nearest } from '../../../src/webviews/trace/sorted';
import { samplesOf, sweepBorders, tagsIn } from '../../../src/webviews/trace/sweeps';

test('the nearest of ascending numbers is found, also beyond the ends', () => {
  const ascending = [10, 20, 40];
  assert.equal(firstAtLeast(ascending, 20), 1);
  assert.equal(firstAtLeast(ascending, 41), 3);
  assert.deepEqual(
    [0, 14, 16, 31, 99].map((v) => nearest(ascending, v)),
    [0, 0, 1, 2, 2],
  );
  assert.equal(nearest([], 1), -1);
});

test('a histogram counts every finite value once, in bins of a round width', () => {
  const values = Float64Array.from({ length: 1000 }, (_, i) => -20 + (i % 97) / 5);
  values[3] = Number.NaN;
  const histogram = histogramOf(values, 40)!;
  assert.equal(histogram.n, 999);
  assert.equal(
    histogram.counts.reduce((a, b) => a + b, 0),
    999,
  );
  assert.ok(histogram.counts.length <= 41);
  assert.ok(histogram.start <= -20 && histogram.start + histogram.width > -20);
  assert.equal(histogramOf(Float64Array.of(Number.NaN), 10), null);
  assert.deepEqual(histogramOf(Float64Array.of(3, 3), 10)?.counts, [2]);
});

const info = {
  samples: [100, 50, 100],
  sweep_starts_s: [0, 2, 4],
  tags: [
    { time_s: 2.02, comment: 'wash' },
    { time_s: 1.5, comment: 'between sweeps' },
  ],
} as unknown as RecordingInfo;

test('joined sweeps know their borders and where a comment belongs; one between sweeps is at the border', () => {
  const joined = { channel: 0, sweep: null };
  assert.equal(samplesOf(info, joined), 250);
  assert.deepEqual(sweepBorders(info, joined), [100, 150]);
  assert.deepEqual(
    tagsIn(info, joined, 100).map((t) => [Math.round(t.sample), t.comment]),
    [
      [102, 'wash'],
      [100, 'between sweeps'],
    ],
  );
});

test('a single sweep has its own samples and comments', () => {
  const second = { channel: 0, sweep: 1 };
  assert.equal(samplesOf(info, second), 50);
  assert.deepEqual(sweepBorders(info, second), []);
  assert.equal(Math.round(tagsIn(info, second, 100)[0].sample), 2);
  assert.deepEqual(tagsIn(info, { channel: 0, sweep: 2 }, 100), []);
});
