import assert from 'node:assert/strict';
import { test } from 'node:test';
import { defaultParameters } from '../../../src/common/parameters/parameters';
import { silentTask } from '../../../src/common/task';
import { cleanTraceOnDemand } from '../../../src/engine/detection/clean-trace';
import { prepareTrace } from '../../../src/engine/detection/prepare';
import { Random } from '../../../src/engine/signal/random';
import { traceOf } from '../../../src/engine/signal/trace';

/** A trace at 1 kHz with values missing at both ends, beside and within an excluded interval, and over 10 s. */
function holed() {
  const random = new Random(1);
  const values = Float64Array.from({ length: 40_000 }, () => random.normal());
  const gaps = [
    [0, 5],
    [900, 1100],
    [3000, 3001],
    [12_000, 22_000],
    [39_990, 40_000],
  ];
  for (const [from, to] of gaps) values.fill(Number.NaN, from, to);
  return traceOf(values, 1000, 'pA');
}

test('a part read on demand is that of the trace as a detection sees it', async () => {
  const trace = holed();
  for (const changes of [{}, { hann: 15 }, { detrend: 'linear' as const }]) {
    const p = { ...defaultParameters(), win_size: 100, exclude: '1.05–1.2, 30–31', ...changes };
    const { clean } = await prepareTrace(trace, p, silentTask());
    const whole = clean.read(0, trace.samples);
    assert.ok(whole.every(Number.isFinite));
    const onDemand = cleanTraceOnDemand(trace, p);
    for (const [from, to] of [
      [0, 40_000],
      [1000, 1150],
      [15_000, 15_100],
      [2, 4],
      [39_995, 40_000],
      [21_000, 23_000],
      [30_500, 30_600],
    ])
      onDemand.read(from, to).forEach((value, i) => {
        assert.ok(Math.abs(value - whole[from + i]) < 1e-9, `${from + i}: ${value}, ${whole[from + i]}`);
      });
  }
});
