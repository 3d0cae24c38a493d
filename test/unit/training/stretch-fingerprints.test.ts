import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  FINGERPRINTS,
  fingerprints,
  sharedSegments,
} from '../../../src/engine/training/segment-fingerprints';
import { noise } from '../../support/numbers';

/** Marks of windows of a trace that start at these samples, each minus its own mean as extraction leaves them. */
function marksOf(trace: Float64Array, starts: readonly number[], scale = 1): Float64Array {
  const marks = new Float64Array(starts.length * FINGERPRINTS);
  for (const [i, start] of starts.entries()) {
    const window = trace.slice(start, start + 600);
    const mean = window.reduce((sum, v) => sum + v, 0) / window.length;
    marks.set(fingerprints(window.map((v) => (v - mean) * scale)), i * FINGERPRINTS);
  }
  return marks;
}

function refs(count: number) {
  return Array.from({ length: count }, (_, row) => ({ file: 'set.h5', row }));
}

test('windows that overlap are found, whatever their offset, scale and direction', () => {
  const trace = noise(20_000, 1);
  const apart = [0, 700, 1400, 2100, 2800];
  const overlapping = [120, 1300, 5000];
  const marks = Float64Array.of(...marksOf(trace, apart), ...marksOf(trace, overlapping, -3.7));
  assert.deepEqual(sharedSegments(marks, refs(8), [0, 1, 2, 3, 4], [5, 6, 7]), [
    { training: { file: 'set.h5', row: 0 }, validation: { file: 'set.h5', row: 5 } },
    { training: { file: 'set.h5', row: 2 }, validation: { file: 'set.h5', row: 6 } },
  ]);
});

test('thousands of windows of different noise share nothing, even where samples are coarse', () => {
  const coarse = noise(2_400_000, 2).map((v) => Math.round(v * 200) / 200);
  const starts = Array.from({ length: 4000 }, (_, i) => i * 600);
  const marks = marksOf(coarse, starts);
  const half = Array.from({ length: 2000 }, (_, i) => i);
  assert.deepEqual(
    sharedSegments(
      marks,
      refs(4000),
      half,
      half.map((i) => i + 2000),
    ),
    [],
  );
});

test('flat and very short windows have no marks, and are like no other', () => {
  assert.ok(fingerprints(new Float64Array(600)).every(Number.isNaN));
  assert.ok(fingerprints(Float64Array.of(1, 2, 3)).every(Number.isNaN));
  const marks = new Float64Array(2 * FINGERPRINTS).fill(Number.NaN);
  assert.deepEqual(sharedSegments(marks, refs(2), [0], [1]), []);
});
