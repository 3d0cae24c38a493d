import assert from 'node:assert/strict';
import { test } from 'node:test';
import { silentTask } from '../../../src/common/task';
import { PeakScanner } from '../../../src/engine/detection/peak-scanner';
import { crossings, part, streamedPeaks } from '../../../src/engine/detection/streamed-peaks';
import { findPeaks } from '../../../src/engine/signal/peaks';
import { traceOf } from '../../../src/engine/signal/trace';
import { noise } from '../../support/numbers';

/** Few levels, so that there are flat tops, equal peaks and equal valleys. */
function steps(n: number, seed: number, levels: number): Float64Array {
  return noise(n, seed).map((v) => Math.round(v * levels) / levels + 0);
}

test('peaks scanned in pieces of any size are those of the whole signal, flat tops and equal heights included', () => {
  for (let seed = 1; seed <= 60; seed++) {
    const x = steps(200 + seed, seed, 1 + (seed % 5));
    const least = -0.5 + (seed % 3) / 2;
    const expected = findPeaks(x, { height: least });
    for (const size of [1, 7, 64, x.length]) {
      const scanner = new PeakScanner(least);
      for (let at = 0; at < x.length; at += size) scanner.scan(x.subarray(at, at + size));
      const { peaks, highest } = scanner.finish();
      const inner = peaks.filter(({ edge }) => !edge);
      assert.deepEqual(
        inner.map(({ position, height, prominence }) => [position, height, prominence]),
        Array.from(expected.peaks, (p, i) => [p, expected.heights[i], expected.prominences[i]]),
        `seed ${seed}, pieces of ${size}`,
      );
      assert.equal(highest, x.indexOf(Math.max(...x)));
    }
  }
});

test('tops that an end of the signal cuts are told apart', () => {
  const scanner = new PeakScanner(0);
  scanner.scan(Float64Array.of(3, 3, 1, 2, 0, 1, 5, 5));
  const { peaks } = scanner.finish();
  assert.deepEqual(
    peaks.map(({ position, prominence, edge }) => [position, prominence, edge]),
    [
      [0, 3, true],
      [3, 1, false],
      [7, 5, true],
    ],
  );
});

test('a signal without samples, one sample and a level one have no peaks', () => {
  for (const values of [[], [1], [2, 2, 2]]) {
    const scanner = new PeakScanner(0);
    scanner.scan(Float64Array.from(values));
    assert.deepEqual(scanner.finish(), { peaks: [], highest: values.length - 1 === -1 ? -1 : 0 });
  }
});

test('widths are those of the whole signal, also where they are longer than a reading', async () => {
  const slow = Float64Array.from({ length: 60_000 }, (_, i) => Math.sin(i / 4000) + 0.2 * Math.sin(i / 171));
  const signal = traceOf(slow, 1, '');
  const expected = findPeaks(slow, { height: 0.5, prominence: 0.3 });
  const { peaks } = await streamedPeaks(signal, 0.5, silentTask());
  const prominent = peaks.filter(({ prominence, edge }) => !edge && prominence >= 0.3);
  assert.ok(prominent.length > 2);
  assert.deepEqual(
    prominent.map(({ position, height, prominence }) => {
      const { left, right } = crossings(signal, position, height - prominence / 2);
      return [position, left, right];
    }),
    Array.from(expected.peaks, (p, i) => [p, expected.leftIps[i], expected.rightIps[i]]),
  );
});

test('a part of a signal counts its samples from its own start', () => {
  const signal = part(traceOf(Float64Array.of(0, 1, 2, 3, 4), 1, ''), 1, 4);
  assert.equal(signal.samples, 3);
  assert.deepEqual([...signal.read(1, 3)], [2, 3]);
});
