import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createActive } from '../../../src/extension/webviews/active';

test('whoever listens hears of another active view, and of a change within it, until they stop', () => {
  const told: (string | undefined)[] = [];
  const heard: (string | undefined)[] = [];
  const active = createActive<string>((current) => told.push(current));
  const listening = active.onChange((current) => heard.push(current));
  active.set('trace');
  active.refresh('trace');
  active.refresh('another, which is hidden');
  active.clear('another, which is hidden');
  active.clear('trace');
  assert.deepEqual(heard, ['trace', 'trace', 'trace', undefined]);
  assert.deepEqual(told, heard);
  listening.dispose();
  active.set('trace');
  assert.deepEqual([told.length, heard.length, active.current], [5, 4, 'trace']);
});
