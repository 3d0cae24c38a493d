import assert from 'node:assert/strict';
import { mock, test } from 'node:test';
import { debouncedRequest } from '../../../src/webviews/tuning/debounced-request';

test('of queries that change faster than they are answered only the last counts', async () => {
  mock.timers.enable({ apis: ['setTimeout'] });
  const asked: { query: number; answer(a: string | null): void; fail(thrown: Error): void }[] = [];
  let changes = 0;
  const wanted = debouncedRequest<number, string>(
    (query) => new Promise((resolve, reject) => asked.push({ query, answer: resolve, fail: reject })),
    () => changes++,
  );
  const settle = async () => {
    mock.timers.tick(1000);
    for (let i = 0; i < 5; i++) await Promise.resolve();
  };
  for (let query = 1; query <= 20; query++) wanted.request(query);
  await settle();
  assert.deepEqual(
    asked.map(({ query }) => query),
    [20],
  );
  wanted.request(20);
  await settle();
  assert.equal(asked.length, 1, 'what is under way is not asked for again');
  wanted.request(21);
  await settle();
  asked[0].answer('late');
  await settle();
  assert.equal(wanted.answer, undefined);
  assert.equal(wanted.waiting, true);
  asked[1].answer('twenty-one');
  await settle();
  assert.equal(wanted.answer, 'twenty-one');
  assert.equal(wanted.waiting, false);
  wanted.request(22);
  await settle();
  asked[2].fail(new Error('highpass: too high.'));
  await settle();
  assert.equal(wanted.problem, 'highpass: too high.');
  assert.equal(wanted.answer, 'twenty-one', 'the last picture stays');
  assert.equal(changes, 2);
  wanted.request(23);
  await settle();
  asked[3].answer(null);
  await settle();
  wanted.request(23);
  await settle();
  assert.equal(asked.length, 5, 'what was cancelled is asked for again');
  mock.timers.reset();
});
