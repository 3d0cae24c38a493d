import assert from 'node:assert/strict';
import { test } from 'node:test';
import { eachFile, stemsOf } from '../../../src/cli/batch';
import { CancelledError, UserError } from '../../../src/common/errors';
import { silentTask } from '../../../src/common/task';

test('outputs are named after their files, and files of one name are told apart', () => {
  assert.deepEqual(stemsOf(['/x/a.abf', 'b.h5']), ['a', 'b']);
  assert.deepEqual(stemsOf(['/x/a.abf', '/y/a.abf']), ['x_a', 'y_a']);
  assert.deepEqual(stemsOf(['/x/a.abf', '/x/A.h5', '/x/c.h5']), ['x_a', 'x_A_2', 'c']);
});

test('a file that fails is reported and the next is done', async () => {
  const said: string[] = [];
  const { done, failed } = await eachFile(
    ['a', 'b', 'c'],
    { task: silentTask(), say: (l) => said.push(l) },
    async (f) => {
      if (f === 'b') throw new UserError('b is cut\nshort.');
      return f;
    },
  );
  assert.deepEqual(done, ['a', { file: 'b', error: 'b is cut short.' }, 'c']);
  assert.equal(failed, true);
  assert.deepEqual(said, ['miniml: b is cut short.']);
});

test('a single file fails as a whole, and a cancellation ends the batch', async () => {
  const around = { task: silentTask(), say: () => assert.fail('nothing to say') };
  const broken = () => Promise.reject(new UserError('broken'));
  await assert.rejects(eachFile(['a'], around, broken), /broken/);
  const seen: string[] = [];
  const cancelled = eachFile(['a', 'b'], around, async (file) => {
    seen.push(file);
    throw new CancelledError();
  });
  await assert.rejects(cancelled, CancelledError);
  assert.deepEqual(seen, ['a']);
});
