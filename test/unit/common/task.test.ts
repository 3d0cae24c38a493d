import assert from 'node:assert/strict';
import { test } from 'node:test';
import { CancelledError } from '../../../src/common/errors';
import { untilCancelled } from '../../../src/common/task';

test('the result of work is passed on, its failure too', async () => {
  const { signal } = new AbortController();
  assert.equal(await untilCancelled(Promise.resolve(7), signal), 7);
  await assert.rejects(untilCancelled(Promise.reject(new Error('disk full')), signal), /disk full/);
});

test('cancelling rejects at once, whether it comes before or during work that never ends', async () => {
  const never = new Promise<number>(() => {});
  const cancel = new AbortController();
  const waiting = untilCancelled(never, cancel.signal);
  cancel.abort();
  await assert.rejects(waiting, CancelledError);
  await assert.rejects(untilCancelled(never, cancel.signal), CancelledError);
});
