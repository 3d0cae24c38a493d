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

test('a view that is awaited is given as soon as it passes, and undefined when the time is over', async () => {
  const active = createActive<string>(() => {});
  active.set('trace');
  assert.equal(await active.whenCurrent((view) => view === 'trace', 1), 'trace');
  const awaited = active.whenCurrent((view) => view === 'scoring', 60_000);
  active.set('results');
  active.set('scoring');
  active.set('trace');
  assert.equal(await awaited, 'scoring');
  assert.equal(await active.whenCurrent((view) => view === 'scoring', 1), undefined);
});
