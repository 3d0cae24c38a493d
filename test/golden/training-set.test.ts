import assert from 'node:assert/strict';
import { copyFileSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { scoreCounts } from '../../src/common/training/training-set';
import { readTrainingSet, readWindows } from '../../src/engine/training/read-training-set';
import { saveScores } from '../../src/engine/training/write-training-set';
import { temporaryFolder } from '../support/folder';
import { shared, withoutShared } from '../support/shared';

const skip = withoutShared;
const published = shared('training', 'B_2020-06-09_002_example_training_data.h5');

test('published training sets: windows, lengths, scores, labels', { skip }, async () => {
  const expected = {
    'B_2020-06-09_002_example_training_data.h5': [530, 600, { '0': 86, '1': 86, '2': 358 }],
    'grad_B_2020-06-09_002_example_training_data.h5': [459, 600, { '0': 54, '1': 54, '2': 351 }],
    'nice_events_complete.h5': [299, 750, { '0': 0, '1': 299, '2': 0 }],
    'noise_complete.h5': [113, 750, { '0': 113, '1': 0, '2': 0 }],
  } as const;
  for (const [name, facts] of Object.entries(expected)) {
    const set = await readTrainingSet(shared('training', name));
    assert.deepEqual([set.windows, set.length, scoreCounts(set.scores)], facts, name);
  }
  const set = await readTrainingSet(published);
  assert.equal(set.labels![0], './example_recordings/B_2020-06-09_002.h5');
  assert.deepEqual(set.starts!.slice(0, 5), Float64Array.of(790, 22_121, 52_628, 182_686, 236_423));
  const first = await readWindows(published, 0, 1);
  assert.deepEqual(
    Array.from(first.slice(0, 3), (v) => v.toFixed(8)),
    ['-2.39646401', '-2.10268750', '-1.43387761'],
  );
});

test('scoring a published set changes its scores and nothing else', { skip }, async () => {
  const copy = path.join(temporaryFolder(), 'copy.h5');
  copyFileSync(published, copy);
  const before = await readTrainingSet(copy);
  const scores = before.scores.map((score) => (score === 2 ? 0 : score));
  await saveScores(copy, scores);
  assert.deepEqual(await readTrainingSet(copy), { ...before, scores });
  assert.deepEqual(await readWindows(copy, 0, 530), await readWindows(published, 0, 530));
});
