import assert from 'node:assert/strict';
import { test } from 'node:test';
import { silentTask } from '../../../src/common/task';
import {
  criterionTrace,
  levelCrossings,
  makeTemplate,
} from '../../../src/engine/extraction/find-by-template';
import { traceOf } from '../../../src/engine/signal/trace';
import { assertClose, noise } from '../../support/numbers';

/** The fit of y ≈ scale · e + offset at every place, written out. */
function criterionByDefinition(y: Float64Array, e: Float64Array): Float64Array {
  const n = e.length;
  return y.map((_, i) => {
    const stretch = e.map((_, k) => y[i - Math.floor(n / 2) + k] ?? 0);
    const meanE = e.reduce((a, b) => a + b) / n;
    const meanY = stretch.reduce((a, b) => a + b) / n;
    let shared = 0;
    let spread = 0;
    for (let k = 0; k < n; k++) {
      shared += (e[k] - meanE) * (stretch[k] - meanY);
      spread += (e[k] - meanE) ** 2;
    }
    const scale = shared / spread;
    const errors = stretch.reduce((sum, v, k) => sum + (v - scale * e[k] - (meanY - scale * meanE)) ** 2, 0);
    return scale / Math.sqrt(errors / (n - 1));
  });
}

test('the criterion is the scale of the best fit over its standard error', () => {
  for (const window of [60, 61, 600]) {
    const template = makeTemplate(window, 0.0004, 0.001, 50_000).values;
    const y = noise(1500, window).map((v) => v - 70);
    assertClose(
      criterionTrace(traceOf(y, 50_000, 'pA'), template).read(0, y.length),
      criterionByDefinition(y, template),
      1e-7,
      `windows of ${window}`,
    );
  }
});

test('a criterion read in pieces is the one read at once', () => {
  const template = makeTemplate(600, 0.0004, 0.001, 50_000).values;
  const y = noise(300_000, 5);
  const whole = criterionTrace(traceOf(y, 50_000, 'pA'), template).read(0, y.length);
  const blocks = criterionTrace(traceOf(y.subarray(100_000, 290_000), 50_000, 'pA'), template);
  assertClose(blocks.read(1000, 189_000), whole.subarray(101_000, 289_000), 1e-8, 'blocks elsewhere');
});

test('the criterion is 0 where nothing changes, and great on a perfect fit', () => {
  const template = makeTemplate(600, 0.0004, 0.001, 50_000).values;
  const y = new Float64Array(3000).fill(-60);
  template.forEach((v, i) => {
    y[1000 + i] -= 5 * v;
  });
  const criterion = criterionTrace(traceOf(y, 50_000, 'pA'), template).read(0, 3000);
  assert.ok(criterion.every(Number.isFinite));
  assert.ok(Math.abs(criterion[600]) < 1e-6);
  assert.ok(criterion[1000 + Math.floor(template.length / 2)] < -1e4);
});

test('crossings are the first samples of stretches beyond a level, in either direction', async () => {
  const signal = traceOf(Float64Array.of(-9, -9, 0, -5, -6, -1, -4, 4, 8, 0, -7), 1, '');
  assert.deepEqual(await levelCrossings(signal, -1, [3, 5], silentTask()), [
    [3, 6, 10],
    [4, 10],
  ]);
  assert.deepEqual(await levelCrossings(signal, 1, [3], silentTask()), [[7]]);
});

test('crossings do not depend on where blocks end', async () => {
  const values = noise(400_000, 6);
  const [found] = await levelCrossings(traceOf(values, 1, ''), 1, [0.9], silentTask());
  const wanted: number[] = [];
  for (let i = 2; i < values.length; i++) if (values[i] > 0.9 && values[i - 1] <= 0.9) wanted.push(i);
  assert.deepEqual(found.slice(-1000), wanted.slice(-1000));
  assert.ok(Math.abs(found.length - wanted.length) <= 1);
});
