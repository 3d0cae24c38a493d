import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fillDetection, fillExtraction, fillTraining } from '../../../src/common/parameters/fill';
import { defaultParameters } from '../../../src/common/parameters/parameters';
import { resolveParameters } from '../../../src/common/parameters/resolve';

test('the strongest layer that names a parameter gives its value, whatever the order of the layers', () => {
  const { values, origins } = resolveParameters([
    { kind: 'user', values: { win_size: 1, peak_w: 1, stride: 7 } },
    { kind: 'flag', values: { win_size: 3 } },
    { kind: 'parameter file', path: '/a/b.miniml.json', values: { win_size: 2, peak_w: 2, stride: null } },
  ]);
  assert.equal(values.win_size, 3);
  assert.equal(values.peak_w, 2);
  assert.equal(values.stride, null, 'null is a value, it hides the layers below');
  assert.equal(values.batch_size, 512);
  assert.deepEqual(origins.win_size, { kind: 'flag', path: undefined });
  assert.deepEqual(origins.peak_w, { kind: 'parameter file', path: '/a/b.miniml.json' });
  assert.equal(origins.batch_size.kind, 'default');
});

test('what null leaves to the program is decided as declared', () => {
  const detection = fillDetection({ ...defaultParameters(), win_size: 1600, convolve_win: 15 });
  assert.equal(detection.stride, 53);
  assert.equal(detection.gradient_convolve_win, 30);
  const odd = fillDetection({ ...defaultParameters(), win_size: 75, convolve_win: 0, stride: null });
  assert.equal(odd.stride, 2, 'halves go to the even number, as in Python');
  assert.equal(odd.gradient_convolve_win, 40);
  assert.equal(fillDetection({ ...defaultParameters(), win_size: 10 }).stride, 1);
  const kept = fillDetection({ ...defaultParameters(), stride: 11, gradient_convolve_win: 12 });
  assert.deepEqual([kept.stride, kept.gradient_convolve_win], [11, 12]);
});

test('extraction and training fill in the published values', () => {
  const template = fillExtraction(defaultParameters(), 50_000);
  assert.equal(template.threshold_high, 4.5);
  assert.equal(template.template_smoothing, 20);
  assert.ok(Math.abs(template.template_rise - (0.0015 + 0.012) / 0.04) < 1e-9);
  const gradient = fillExtraction({ ...defaultParameters(), extraction_method: 'gradient' }, 50_000);
  assert.deepEqual(
    [gradient.threshold_high, gradient.threshold_mid, gradient.threshold_low, gradient.template_smoothing],
    [10, 3, 2, 50],
  );
  const full = fillTraining(defaultParameters(), false, 19);
  assert.deepEqual(
    [full.patience, full.training_batch_size, full.dropout, full.trained_layers],
    [8, 128, 0.2, 19],
  );
  const transfer = fillTraining(defaultParameters(), true, 19);
  assert.deepEqual(
    [transfer.patience, transfer.training_batch_size, transfer.dropout, transfer.trained_layers],
    [12, 64, 0.5, 4],
  );
});
