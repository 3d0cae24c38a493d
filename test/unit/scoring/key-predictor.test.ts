import assert from 'node:assert/strict';
import { beforeEach, describe, mock, test } from 'node:test';
import type { ScoringAction } from '../../../src/common/api/views/scoring';
import {
  createKeyPredictor,
  type KeyPredictor,
  TIMEOUT_MS,
} from '../../../src/webviews/scoring/key-predictor';

describe('the prediction of keys', () => {
  let keys: KeyPredictor;
  let changes: number;
  let done: string[];
  const take = (action: ScoringAction) => keys.take(action, () => done.push(action));

  beforeEach(() => {
    mock.timers.reset();
    mock.timers.enable({ apis: ['setTimeout'] });
    changes = 0;
    done = [];
    keys = createKeyPredictor(() => changes++);
    for (const [key, action] of [
      ['1', 'score1'],
      ['0', 'score0'],
      ['←', 'previous'],
      ['o', 'toggleOverview'],
    ] as const) {
      keys.press(key);
      assert.deepEqual(keys.moves(), [], 'a key that was never pressed is not predicted');
      assert.ok(take(action));
    }
  });

  test('is what each did the last time, in order', () => {
    keys.press('1');
    keys.press('0');
    keys.press('←');
    assert.deepEqual(keys.moves(), [1, 1, -1]);
    assert.ok(take('score1'));
    assert.deepEqual(keys.moves(), [1, -1]);
    assert.ok(take('score0'));
    assert.ok(take('previous'));
    assert.deepEqual(keys.moves(), []);
  });

  test('ends at a key that does more than move', () => {
    keys.press('1');
    keys.press('o');
    keys.press('1');
    assert.deepEqual(keys.moves(), [1]);
  });

  test('a key without an action times out, and the picture goes back', () => {
    keys.press('1');
    mock.timers.tick(TIMEOUT_MS - 1);
    assert.deepEqual(keys.moves(), [1]);
    mock.timers.tick(1);
    assert.deepEqual([keys.moves(), changes], [[], 1]);
    keys.press('1');
    assert.deepEqual(keys.moves(), []);
    assert.ok(take('score1'));
    keys.press('1');
    assert.deepEqual(keys.moves(), [1]);
  });

  test('a score after a wrong prediction is dropped', () => {
    // The first key is lost; the second is pressed at the sight of the next window.
    keys.press('1');
    keys.press('0');
    assert.equal(take('score0'), false);
    assert.ok(!done.slice(4).includes('score0'));
    assert.deepEqual([keys.moves(), changes], [[], 1]);
    keys.press('0');
    assert.ok(take('score0'));
  });

  test('a key with a new meaning is refused at most once', () => {
    keys.press('1');
    assert.equal(take('score2'), false);
    keys.press('1');
    assert.deepEqual(keys.moves(), []);
    assert.ok(take('score2'));
    keys.press('1');
    assert.deepEqual(keys.moves(), [1]);
    assert.ok(take('score2'));
  });

  test('an action other than a score is never dropped', () => {
    keys.press('1');
    assert.ok(take('showKeys'));
    assert.deepEqual(keys.moves(), []);
  });

  test('keys without an action are skipped and not learned', () => {
    keys.press('q');
    keys.press('1');
    assert.ok(take('score1'));
    keys.press('q');
    assert.deepEqual(keys.moves(), []);
    mock.timers.tick(TIMEOUT_MS);
    keys.press('1');
    assert.deepEqual(keys.moves(), [1]);
  });

  test('actions from the palette or a menu are carried out', () => {
    assert.ok(take('score2'));
  });

  test('the mouse waits for the keys before it, with or without an action', () => {
    done = [];
    keys.afterKeys(() => done.push('at once'));
    keys.press('1');
    keys.press('1');
    keys.afterKeys(() => done.push('click'));
    assert.ok(take('score1'));
    assert.deepEqual(done, ['at once', 'score1']);
    assert.ok(take('score1'));
    assert.deepEqual(done, ['at once', 'score1', 'score1', 'click']);
    keys.press('1');
    keys.afterKeys(() => done.push('after a lost key'));
    mock.timers.tick(TIMEOUT_MS);
    assert.equal(done.at(-1), 'after a lost key');
  });

  test('forgetting drops all predictions', () => {
    keys.press('1');
    keys.forget();
    assert.deepEqual([keys.moves(), changes], [[], 1]);
    assert.ok(take('score1'));
  });
});
