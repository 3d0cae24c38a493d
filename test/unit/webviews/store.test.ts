import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createStore } from '../../../src/webviews/shared/store';

test('a store notifies its listeners of changes only, with the state before', () => {
  const heard: [number, number][] = [];
  const store = createStore(1, (n: number, message: { add: number }) => n + message.add);
  const remove = store.subscribe((now, before) => heard.push([now, before]));
  store.send({ add: 2 });
  store.send({ add: 0 });
  assert.deepEqual(heard, [[3, 1]]);
  remove();
  store.send({ add: 1 });
  assert.equal(heard.length, 1);
  assert.equal(store.state, 4);
});
