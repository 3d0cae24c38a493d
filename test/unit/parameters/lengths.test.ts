import assert from 'node:assert/strict';
import { test } from 'node:test';
import { inSamples, lengthsAsTimes } from '../../../src/common/parameters/lengths';
import { defaultParameters } from '../../../src/common/parameters/parameters';

test('lengths become the shortest times that are the same samples at this rate; other values stay', () => {
  const values = { win_size: 1400, convolve_win: 47, model_threshold: 0.4, stride: null };
  assert.deepEqual(lengthsAsTimes(values, 40_000), {
    win_size: '35 ms',
    convolve_win: '1.18 ms',
    model_threshold: 0.4,
    stride: null,
  });
  for (const rateHz of [9_765.625, 20_000, 50_000])
    for (const win_size of [10, 599, 1001, 123_457]) {
      const times = lengthsAsTimes({ win_size }, rateHz);
      assert.equal(typeof times.win_size, 'string');
      assert.equal(inSamples({ ...defaultParameters(), ...times }, rateHz).win_size, win_size);
    }
});
