import assert from 'node:assert/strict';
import { test } from 'node:test';
import { leaseCache } from '../../../src/engine/service/lease-cache';

function counted(capacity: number) {
  const made: string[] = [];
  const disposed: string[] = [];
  const cache = leaseCache<string>(capacity, (value) => {
    disposed.push(value);
  });
  const use = (key: string, work: (value: string) => unknown = (v) => v) =>
    cache.use(
      key,
      () => {
        made.push(key);
        return key;
      },
      work,
    );
  return { cache, made, disposed, use };
}

const turn = () => new Promise((resolve) => setImmediate(resolve));

test('a value is made once, also for those who ask while it is being made', async () => {
  const { made, use } = counted(2);
  await Promise.all([use('a'), use('a')]);
  await use('a');
  assert.deepEqual(made, ['a']);
});

test('the value used longest ago goes first', async () => {
  const { made, disposed, use } = counted(2);
  for (const key of ['a', 'b', 'a', 'c', 'b']) await use(key);
  await turn();
  assert.deepEqual(made, ['a', 'b', 'c', 'b']);
  assert.deepEqual(disposed, ['b', 'a']);
});

test('a value in use outlives its place in the cache until the work has ended', async () => {
  const { cache, disposed, use } = counted(1);
  let finish!: () => void;
  const working = use('a', () => new Promise<void>((resolve) => (finish = resolve)));
  await use('b');
  cache.clear();
  await turn();
  assert.deepEqual(disposed, ['b']);
  finish();
  await working;
  await turn();
  assert.deepEqual(disposed, ['b', 'a']);
});

test('a failure reaches everyone who waits and is tried again later', async () => {
  const cache = leaseCache<number>(2, () => {});
  let tries = 0;
  const failing = () => {
    tries++;
    throw new Error('no such file');
  };
  const work = () => assert.fail('nothing to work with');
  await Promise.all([
    assert.rejects(cache.use('a', failing, work), /no such file/),
    assert.rejects(cache.use('a', failing, work), /no such file/),
  ]);
  assert.equal(tries, 1);
  assert.equal(
    await cache
      .use(
        'a',
        () => 7,
        (value) => value,
      )
      .catch(() => 0),
    7,
  );
});

test('work that fails keeps the value', async () => {
  const { made, use } = counted(1);
  await assert.rejects(
    use('a', () => {
      throw new Error('work');
    }),
  );
  await use('a');
  assert.deepEqual(made, ['a']);
});
