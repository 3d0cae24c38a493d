import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Mistake } from '../../../src/common/api/engine/training';
import { mistakeSamples } from '../../../src/extension/training/mistake-samples';

const mistake = (file: string, row: number): Mistake => ({ file, row, score: 1, probability: 0.1 });

test('the samples of mistakes come in their order, one read per file', async () => {
  const reads: [string, number[]][] = [];
  const mistakes = [mistake('a.h5', 5), mistake('b.h5', 1), mistake('a.h5', 2)];
  const samples = await mistakeSamples(mistakes, async (file, windows) => {
    reads.push([file, [...windows]]);
    return Float32Array.from([...windows].flatMap((row) => [row, row * 10]));
  });
  assert.deepEqual(
    samples.map((values) => values && [...values]),
    [
      [5, 50],
      [1, 10],
      [2, 20],
    ],
  );
  assert.deepEqual(reads, [
    ['a.h5', [5, 2]],
    ['b.h5', [1]],
  ]);
});

test('a file that cannot be read any more leaves its windows without samples', async () => {
  const mistakes = [mistake('gone.h5', 0), mistake('b.h5', 1)];
  const samples = await mistakeSamples(mistakes, async (file, windows) => {
    if (file === 'gone.h5') throw new Error('gone');
    return new Float32Array(windows.length * 3);
  });
  assert.deepEqual(
    samples.map((values) => values?.length ?? null),
    [null, 3],
  );
});
