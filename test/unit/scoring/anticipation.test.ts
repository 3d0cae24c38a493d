import assert from 'node:assert/strict';
import { beforeEach, describe, mock, test } from 'node:test';
import type { ScoringAction } from '../../../src/common/api/views/scoring';
import {
  type Anticipation,
  createAnticipation,
  patience_ms,
} from '../../../src/webviews/scoring/anticipation';

describe('what keys are about to do', () => {
  let keys: Anticipation;
  let changes: number;
  let done: string[];
  const take = (action: ScoringAction) => keys.take(action, () => done.push(action));

  beforeEach(() => {
    mock.timers.reset();
    mock.timers.enable({ apis: ['setTimeout'] });
    changes = 0;
    done = [];
    keys = createAnticipation(() => changes++);
    for (const [key, action] of [
      ['1', 'score1'],
      ['0', 'score0'],
      ['←', 'previous'],
      ['o', 'toggleOverview'],
    ] as const) {
      keys.press(key);
      assert.deepEqual(keys.moves(), [], 'nothing is foreseen of a key that was never pressed');
      assert.ok(take(action));
    }
  });

  test('is what they did the last time, one after the other', () => {
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

  test('is not known beyond a key that changes more than the place', () => {
    keys.press('1');
    keys.press('o');
    keys.press('1');
    assert.deepEqual(keys.moves(), [1]);
  });

  test('a lost key is forgotten, and the picture goes back', () => {
    keys.press('1');
    mock.timers.tick(patience_ms - 1);
    assert.deepEqual(keys.moves(), [1]);
    mock.timers.tick(1);
    assert.deepEqual([keys.moves(), changes], [[], 1]);
    keys.press('1');
    assert.deepEqual(keys.moves(), []);
    assert.ok(take('score1'));
    keys.press('1');
    assert.deepEqual(keys.moves(), [1]);
  });

  test('a score that was meant for a picture foreseen in error is not taken', () => {
    // The first key is lost; the second is pressed at the sight of the next window.
    keys.press('1');
    keys.press('0');
    assert.equal(take('score0'), false);
    assert.ok(!done.slice(4).includes('score0'));
    assert.deepEqual([keys.moves(), changes], [[], 1]);
    keys.press('0');
    assert.ok(take('score0'));
  });

  test('a key that has been given another meaning is refused once at most', () => {
    keys.press('1');
    assert.equal(take('score2'), false);
    keys.press('1');
    assert.deepEqual(keys.moves(), []);
    assert.ok(take('score2'));
    keys.press('1');
    assert.deepEqual(keys.moves(), [1]);
    assert.ok(take('score2'));
  });

  test('another action than a score is never refused', () => {
    keys.press('1');
    assert.ok(take('showKeys'));
    assert.deepEqual(keys.moves(), []);
  });

  test('keys that do nothing here are no obstacle and learn nothing', () => {
    keys.press('q');
    keys.press('1');
    assert.ok(take('score1'));
    keys.press('q');
    assert.deepEqual(keys.moves(), []);
    mock.timers.tick(patience_ms);
    keys.press('1');
    assert.deepEqual(keys.moves(), [1]);
  });

  test('actions without keys, from the palette or a menu, are carried out', () => {
    assert.ok(take('score2'));
  });

  test('the mouse waits for the keys before it, whether they come to something or not', () => {
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
    mock.timers.tick(patience_ms);
    assert.equal(done.at(-1), 'after a lost key');
  });

  test('elsewhere nothing is foreseen any more', () => {
    keys.press('1');
    keys.forget();
    assert.deepEqual([keys.moves(), changes], [[], 1]);
    assert.ok(take('score1'));
  });
});
