import assert from 'node:assert/strict';
import { test } from 'node:test';
import { segmentBaseline } from '../../../src/engine/measuring/baseline';
import { changePoints } from '../../../src/engine/measuring/change-points';
import { spansOf } from '../../../src/engine/measuring/spans';
import { noise } from '../../support/numbers';

/** Two steps and a slope on top of a wave. */
function course(n: number): Float64Array {
  return Float64Array.from({ length: n }, (_, i) => {
    let y = 0.3 * Math.sin(1.7 * i) + 0.2 * Math.cos(0.9 * i + 1);
    if (i >= Math.floor(n / 3)) y += 1.2;
    if (i >= Math.floor(n / 2)) y -= 0.5;
    const slope = Math.floor((4 * n) / 5);
    return i >= slope ? y + (i - slope) * 0.05 : y;
  });
}

test('change points are those of ruptures 1.1.10, KernelCPD with a Gaussian kernel', () => {
  assert.deepEqual(changePoints(course(150), 10, 2), [50, 76, 123, 137, 150]);
  assert.deepEqual(changePoints(course(150), 3, 0.5), [50, 76, 123, 130, 137, 145, 150]);
  assert.deepEqual(changePoints(course(333), 20, 2), [111, 166, 270, 290, 311, 333]);
  assert.deepEqual(changePoints(course(350), 60, 2), [116, 176, 290, 350]);
  assert.deepEqual(changePoints(course(40), 3, 0.5), [13, 21, 34, 40]);
});

test('what is level, or too short to be cut, is one stretch', () => {
  assert.deepEqual(changePoints(new Float64Array(100), 5, 2), [100]);
  assert.deepEqual(changePoints(course(15), 8, 0.1), [15]);
});

test('a stretch of a hundred thousand samples is cut in seconds', () => {
  const begun = performance.now();
  const step = noise(100_000, 2).map((v, i) => 0.1 * v + (i < 40_000 ? 0 : 3));
  const [first] = changePoints(step, 1000, 2);
  assert.ok(Math.abs(first - 40_000) <= 40);
  assert.ok(performance.now() - begun < 5000);
});

test('the baseline is the quiet stretch before the rise', () => {
  const spans = spansOf({ win_size: 600, bsl_win: 0.33 }, 50_000);
  const quiet = noise(1000, 9);
  const data = quiet.map((v, i) => {
    const t = i - 200;
    return 4 + 0.2 * v + (t < 0 ? 0 : 15 * Math.min(1, t / 10) * Math.exp(-t / 100));
  });
  const baseline = segmentBaseline({ data, location: 205, start: 0, toNext: 1e9 }, undefined, spans);
  assert.ok(Math.abs(baseline.value - 4) < 0.1 && baseline.to <= 206 && baseline.sd < 0.3);
});

test('with and without an event before, it is what miniML 1.1.0 finds', () => {
  const spans = spansOf({ win_size: 600, bsl_win: 0.33 }, 50_000);
  const rise = (t: number) => (t < 0 ? 0 : 15 * Math.min(1, t / 10) * Math.exp(-t / 40));
  const found = (earlier?: number) => {
    const before = (i: number) => (earlier ? rise(i - 195 + earlier) : 0);
    const data = noise(1000, 9).map((v, i) => 0.2 * v + before(i) + rise(i - 195));
    const { from, to, value, sd } = segmentBaseline(
      { data, location: 200, start: 0, toNext: Number.POSITIVE_INFINITY },
      earlier,
      spans,
    );
    return [from, to, Number(value.toFixed(9)), Number(sd.toFixed(9))];
  };
  assert.deepEqual(found(), [19, 177, 0.013832996, 0.113186826]);
  assert.deepEqual(found(160), [196, 202, 5.00491223, 2.109075634]);
  assert.deepEqual(found(120), [183, 197, 0.869734974, 0.378720025]);
  assert.deepEqual(found(60), [181, 199, 4.205809187, 0.971087263]);
  assert.deepEqual(found(30), [160, 172, 0.798864565, 2.773355094]);
});
