import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { Random } from '../../../src/engine/signal/random';
import { type Split, splitWindows } from '../../../src/engine/training/split';

const SETTINGS = { split: 'auto', training_share: 0.8, folds: 1 } as const;

/** `sizes` windows of each recording, every other one an event. */
function recordingsOf(sizes: readonly number[]): { labels: Uint8Array; recordings: Int32Array } {
  const recordings = Int32Array.from(
    sizes.flatMap((size, recording) => new Array<number>(size).fill(recording)),
  );
  return { recordings, labels: Uint8Array.from(recordings.keys(), (i) => i % 2) };
}

function assertWhole({ training, validation }: Split, windows: number): void {
  const all = [...training, ...validation].sort((a, b) => a - b);
  assert.deepEqual(
    all,
    Array.from({ length: windows }, (_, i) => i),
  );
}

function positiveShare(labels: Uint8Array, windows: Int32Array): number {
  return windows.reduce((sum, i) => sum + labels[i], 0) / windows.length;
}

test('without recordings the classes are split alike, with a warning', () => {
  const labels = Uint8Array.from({ length: 100 }, (_, i) => Number(i < 30));
  const plan = splitWindows(labels, new Int32Array(100).fill(-1), SETTINGS, new Random(1));
  assert.equal(plan.by, 'window');
  assert.match(plan.warnings[0], /do not name the recordings/);
  const [split] = plan.splits as [Split];
  assertWhole(split, 100);
  assert.equal(split.validation.length, 20);
  assert.equal(positiveShare(labels, split.validation), 0.3);
});

test('the seed decides, and nothing else', () => {
  const { labels, recordings } = recordingsOf([20, 20, 20]);
  const windows = { ...SETTINGS, split: 'window' } as const;
  const first = splitWindows(labels, recordings, windows, new Random(5));
  assert.deepEqual(splitWindows(labels, recordings, windows, new Random(5)), first);
  assert.notDeepEqual(splitWindows(labels, recordings, windows, new Random(6)), first);
});

describe('by recording', () => {
  test('no recording stands on both sides, and the share is near what was asked for', () => {
    const { labels, recordings } = recordingsOf([40, 7, 23, 11, 60, 9, 30, 20]);
    for (let seed = 0; seed < 20; seed++) {
      const plan = splitWindows(labels, recordings, SETTINGS, new Random(seed));
      assert.equal(plan.by, 'recording');
      assert.deepEqual(plan.warnings, []);
      const [split] = plan.splits as [Split];
      assertWhole(split, labels.length);
      const taught = new Set(Array.from(split.training, (i) => recordings[i]));
      assert.ok(split.validation.every((i) => !taught.has(recordings[i])));
      assert.ok(Math.abs(split.validation.length / labels.length - 0.2) < 0.06, `${split.validation.length}`);
    }
  });

  test('both classes are on both sides, even where few recordings have both', () => {
    const recordings = Int32Array.from({ length: 60 }, (_, i) => Math.floor(i / 10));
    const labels = Uint8Array.from(recordings, (r, i) => (r < 2 ? i % 2 : Number(r < 4)));
    const { by, splits } = splitWindows(
      labels,
      recordings,
      { ...SETTINGS, training_share: 0.7 },
      new Random(3),
    );
    assert.equal(by, 'recording');
    for (const side of [splits[0].training, splits[0].validation]) {
      const share = positiveShare(labels, side);
      assert.ok(share > 0 && share < 1);
    }
  });

  test('recordings of one class each cannot be split: said when asked for, else split by window', () => {
    const recordings = Int32Array.from({ length: 40 }, (_, i) => Math.floor(i / 20));
    const labels = Uint8Array.from(recordings, (r) => r);
    assert.throws(
      () => splitWindows(labels, recordings, { ...SETTINGS, split: 'recording' }, new Random(1)),
      {
        name: 'UserError',
        message: /events and non-events on both sides/,
      },
    );
    const plan = splitWindows(labels, recordings, SETTINGS, new Random(1));
    assert.equal(plan.by, 'window');
    assert.equal(plan.warnings.length, 1);
  });

  test('one recording is too few', () => {
    const { labels, recordings } = recordingsOf([50]);
    assert.throws(
      () => splitWindows(labels, recordings, { ...SETTINGS, split: 'recording' }, new Random(1)),
      /name 1 recording where 2/,
    );
    assert.equal(splitWindows(labels, recordings, SETTINGS, new Random(1)).by, 'window');
  });
});

describe('folds', () => {
  test('each window validates once, by recording', () => {
    const { labels, recordings } = recordingsOf([12, 30, 8, 22, 18, 10]);
    const { by, splits } = splitWindows(labels, recordings, { ...SETTINGS, folds: 3 }, new Random(2));
    assert.equal(by, 'recording');
    assert.equal(splits.length, 3);
    for (const split of splits) assertWhole(split, 100);
    assert.deepEqual(
      splits.flatMap(({ validation }) => [...validation]).sort((a, b) => a - b),
      Array.from({ length: 100 }, (_, i) => i),
    );
  });

  test('by window they are of one size and balance', () => {
    const labels = Uint8Array.from({ length: 60 }, (_, i) => Number(i < 20));
    const { splits } = splitWindows(
      labels,
      new Int32Array(60).fill(-1),
      { ...SETTINGS, folds: 4 },
      new Random(2),
    );
    for (const { validation } of splits) {
      assert.equal(validation.length, 15);
      assert.ok(Math.abs(positiveShare(labels, validation) - 1 / 3) < 1e-9);
    }
  });
});

test('too few windows of a class are refused in a sentence', () => {
  assert.throws(
    () => splitWindows(Uint8Array.of(1, 1, 1, 0), new Int32Array(4).fill(-1), SETTINGS, new Random(1)),
    {
      name: 'UserError',
      message: /There is 1 window of score 0/,
    },
  );
});
