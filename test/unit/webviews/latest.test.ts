import assert from 'node:assert/strict';
import { mock, test } from 'node:test';
import { latest } from '../../../src/webviews/tuning/latest';

test('of wishes that change faster than they are answered only the last counts', async () => {
  mock.timers.enable({ apis: ['setTimeout'] });
  const asked: { wish: number; answer(a: string | null): void; fail(thrown: Error): void }[] = [];
  let changes = 0;
  const wanted = latest<number, string>(
    (wish) => new Promise((resolve, reject) => asked.push({ wish, answer: resolve, fail: reject })),
    () => changes++,
  );
  const settle = async () => {
    mock.timers.tick(1000);
    for (let i = 0; i < 5; i++) await Promise.resolve();
  };
  for (let wish = 1; wish <= 20; wish++) wanted.want(wish);
  await settle();
  assert.deepEqual(
    asked.map(({ wish }) => wish),
    [20],
  );
  wanted.want(20);
  await settle();
  assert.equal(asked.length, 1, 'what is under way is not asked for again');
  wanted.want(21);
  await settle();
  asked[0].answer('late');
  await settle();
  assert.equal(wanted.answer, undefined);
  assert.equal(wanted.waiting, true);
  asked[1].answer('twenty-one');
  await settle();
  assert.equal(wanted.answer, 'twenty-one');
  assert.equal(wanted.waiting, false);
  wanted.want(22);
  await settle();
  asked[2].fail(new Error('highpass: too high.'));
  await settle();
  assert.equal(wanted.problem, 'highpass: too high.');
  assert.equal(wanted.answer, 'twenty-one', 'the last picture stays');
  assert.equal(changes, 2);
  wanted.want(23);
  await settle();
  asked[3].answer(null);
  await settle();
  wanted.want(23);
  await settle();
  assert.equal(asked.length, 5, 'what was cancelled is asked for again');
  mock.timers.reset();
});
