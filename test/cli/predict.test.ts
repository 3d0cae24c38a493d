import assert from 'node:assert/strict';
import { test } from 'node:test';
import { miniml, minimlJson } from '../support/command-line';
import { shared, sharedJson, withoutReference, withoutShared } from '../support/shared';

const skip = withoutShared;

interface Golden {
  predict: Record<string, Record<string, number[]>>;
}

test('probabilities are those of the Python program, also for windows of another length', {
  skip: withoutReference('golden', 'golden.json'),
}, async () => {
  const golden = sharedJson<Golden>('golden', 'golden.json').predict;
  for (const [file, models] of Object.entries(golden))
    for (const [model, expected] of Object.entries(models)) {
      const { values } = await minimlJson<{ values: number[] }>(
        ...['predict', shared('models', model), shared('training', file), '--backend=cpu'],
      );
      assert.equal(values.length, expected.length);
      const worst = Math.max(...values.map((value, i) => Math.abs(value - expected[i])));
      assert.ok(worst < 1e-5, `${file} with ${model}: ${worst}`);
    }
});

test('a file that is no training set is refused in one line', { skip }, async () => {
  const model = shared('models', 'GC_lstm_model.h5');
  const { code, stdout, stderr } = await miniml('predict', model, model, '--backend=cpu', '--json');
  assert.deepEqual([code, stdout], [1, '']);
  assert.match(stderr, /^miniml: .*GC_lstm_model\.h5.*$/m);
});
