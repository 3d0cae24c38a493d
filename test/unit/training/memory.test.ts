import assert from 'node:assert/strict';
import { test } from 'node:test';
import { UserError } from '../../../src/common/errors';
import type { Backend } from '../../../src/engine/backends/backend';
import type { LearningData } from '../../../src/engine/training/learning-data';
import { openStep } from '../../../src/engine/training/step';
import { smallNetwork } from '../../support/small-network';

test('a training that does not fit into memory is refused before anything is computed, with what helps', async () => {
  let compiled = 0;
  const compile = async () => {
    compiled++;
    throw new Error('It was to be refused before.');
  };
  // As a machine with so many threads, each of which holds a part of a batch.
  const backend = { device: 'cpu', concurrency: 1e9, compile } as unknown as Backend;
  const refused = openStep(smallNetwork(60), {} as LearningData, backend, 0.001);
  await assert.rejects(refused, (error) => {
    assert.ok(error instanceof UserError);
    assert.match(error.message, /needs about \d+ GB, more than this machine has\. Train with fewer threads/);
    return true;
  });
  assert.equal(compiled, 0);
  const few = openStep(smallNetwork(60), {} as LearningData, { ...backend, concurrency: 1 }, 0.001);
  await assert.rejects(few, /It was to be refused before/);
});
