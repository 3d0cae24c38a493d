import assert from 'node:assert/strict';
import { test } from 'node:test';
import { averagedTrace } from '../../../src/engine/recordings/averaged-trace';
import { recordedTrace } from '../../../src/engine/recordings/joined-trace';
import type { Recording } from '../../../src/engine/recordings/recording';

function recordingOf(...sweeps: number[][]): Recording {
  return {
    path: '/data/cell.abf',
    format: 'ABF',
    version: '',
    series: '',
    allSeries: [''],
    rateHz: 10_000,
    channels: [{ name: 'IN 0', unit: 'pA' }],
    sweeps: sweeps.map(({ length }, i) => ({ samples: length, start_s: i })),
    tags: [],
    protocol: '',
    start: undefined,
    facts: [],
    warnings: [],
    read: (_channel, sweep, from, to) => Float64Array.from(sweeps[sweep].slice(from, to)),
    close: () => {},
  };
}

test('the mean of sweeps, sample by sample, over those that reach so far', () => {
  const mean = averagedTrace(recordedTrace(recordingOf([1, 2, 3, 4], [3, 4], [], [5, Number.NaN, 5]), 0));
  assert.equal(mean.samples, 4);
  assert.deepEqual([...mean.read(0, 4)], [3, 3, 4, 4]);
  assert.deepEqual([...mean.read(1, 3)], [3, 4]);
  assert.deepEqual([...mean.read(4, 4)], []);
  assert.throws(() => mean.read(0, 5), RangeError);
});

test('where every sweep is NaN there is no mean', () => {
  const mean = averagedTrace(recordedTrace(recordingOf([1, Number.NaN], [3, Number.NaN]), 0));
  assert.deepEqual([...mean.read(0, 2)], [2, Number.NaN]);
});
