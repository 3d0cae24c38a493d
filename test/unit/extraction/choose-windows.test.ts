import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  type Choice,
  chooseWindows,
  type FoundWindows,
  noiseWindows,
} from '../../../src/engine/extraction/choose-windows';
import { Random } from '../../../src/engine/signal/random';

const every100 = Array.from({ length: 50 }, (_, i) => i * 1000);

function found(parts: Partial<FoundWindows>): FoundWindows {
  return {
    clear: [],
    doubtful: [],
    certainty: null,
    suspects: [],
    thresholds: { high: 4, mid: 3, low: 2, unit: '' },
    template: null,
    ...parts,
  };
}

function choice(parts: Partial<Choice> = {}): Choice {
  return { window: 600, most: Number.POSITIVE_INFINITY, usable: () => true, random: new Random(1), ...parts };
}

test('noise windows keep a window from suspects, do not overlap, and fill the stretches', () => {
  const suspects = [100, 350, 3000, 4200, 5401];
  assert.deepEqual(noiseWindows(suspects, 600), [950, 1550, 2150, 4800]);
  for (let n = 0; n < 2; n++) assert.deepEqual(noiseWindows(suspects.slice(0, n), 600), []);
});

test('noise windows of neighbouring stretches do not overlap either', () => {
  const random = new Random(2);
  const suspects = Array.from({ length: 300 }, () => random.integer(200_000)).sort((a, b) => a - b);
  const starts = noiseWindows(suspects, 150);
  assert.ok(starts.length > 20);
  starts.forEach((start, i) => {
    if (i > 0) assert.ok(start >= starts[i - 1] + 150);
    assert.ok(
      suspects.every((s) => s <= start - 150 || s >= start + 150),
      `${start}`,
    );
  });
});

test('doubtful windows that repeat a clear one are left out', () => {
  const chosen = chooseWindows(
    found({ clear: [1000, 5000], doubtful: [979, 980, 1000, 1019, 1020, 3000, 4990] }),
    choice(),
  );
  assert.deepEqual(chosen.doubtful, [979, 1020, 3000]);
});

test('windows that are not usable are of no kind, and repeat nothing', () => {
  const chosen = chooseWindows(
    found({ clear: [100, 5000], doubtful: [110, 7000, 9000], suspects: [0, 9000] }),
    choice({ usable: (start) => start > 105 && start < 8000 }),
  );
  assert.deepEqual(chosen.clear, [5000]);
  assert.deepEqual(chosen.doubtful, [110, 7000]);
  assert.equal(chosen.noise.length, 1);
});

test('no more of a kind than asked for, as much noise as clear events, chosen by the seed alone', () => {
  const all = found({ clear: every100, doubtful: every100.map((s) => s + 500), suspects: [0, 90_000] });
  const first = chooseWindows(all, choice({ most: 7 }));
  assert.deepEqual([first.clear.length, first.doubtful.length, first.noise.length], [7, 7, 7]);
  for (const starts of Object.values(first))
    assert.deepEqual(
      starts,
      starts.toSorted((a: number, b: number) => a - b),
    );
  assert.deepEqual(chooseWindows(all, choice({ most: 7 })), first);
  assert.notDeepEqual(chooseWindows(all, choice({ most: 7, random: new Random(2) })), first);
});

test('clear windows beyond the cap do not come back as doubtful', () => {
  const chosen = chooseWindows(found({ clear: every100, doubtful: every100 }), choice({ most: 3 }));
  assert.deepEqual(chosen.doubtful, []);
});

test('the least certain windows are kept first where certainty is known', () => {
  const chosen = chooseWindows(
    found({ doubtful: [1000, 2000, 3000, 4000], certainty: [0.3, 0.1, 0.4, 0.2] }),
    choice({ most: 2 }),
  );
  assert.deepEqual(chosen.doubtful, [2000, 4000]);
});
