import assert from 'node:assert/strict';
import { test } from 'node:test';
import { defaultParameters } from '../../../src/common/parameters/parameters';
import { silentTask } from '../../../src/common/task';
import { detect } from '../../../src/engine/detection/detect';
import { detectRange } from '../../../src/engine/detection/detect-range';
import type { Trace } from '../../../src/engine/signal/trace';
import { syntheticTrace } from '../../support/synthetic-trace';
import { toyModel } from '../../support/toy-model';

const onsets = [3000, 7000, 7400, 12_000, 16_000, 21_000, 26_000];
const trace = syntheticTrace({
  samples: 30_000,
  events: onsets.map((onset, i) => ({ onset, amplitude: -20 - 2 * i })),
  noise: 0.3,
});
const parameters = { ...defaultParameters(), convolve_win: 8 };
const inRange = (from: number, to: number, of: Trace = trace, changes: Partial<typeof parameters> = {}) =>
  detectRange(of, { from, to }, toyModel(), { ...parameters, ...changes }, silentTask());

test('blocks of a trace together hold the events of its detection, with their peaks', async () => {
  const { events } = await detect(trace, toyModel(), parameters, silentTask());
  const blocks = await Promise.all(
    [0, 7200, 14_400, 21_600, 28_800].map((from) => inRange(from, from + 7200)),
  );
  const column = (name: 'location' | 'peak' | 'peak_value') =>
    blocks.flatMap((block) => [...block.events[name]]);
  const whole = events.filter(({ border }) => !border);
  assert.equal(whole.length, onsets.length);
  for (const name of ['location', 'peak', 'peak_value'] as const)
    assert.deepEqual(
      column(name),
      whole.map((event) => event[name]),
      name,
    );
});

test('the probability has a value for each window of the range, at samples of the trace', async () => {
  const { range, prediction } = await inRange(10_000, 14_000);
  assert.deepEqual(range, { from: 10_000, to: 14_000 });
  assert.ok(prediction.x[0] > 9900 && prediction.x[0] <= 10_000, `from ${prediction.x[0]}`);
  const last = prediction.x[prediction.x.length - 1];
  assert.ok(last >= 14_000 && last < 14_100, `to ${last}`);
  assert.equal(prediction.y.length, prediction.x.length);
  const highest = prediction.y.reduce((best, y, i) => (y > prediction.y[best] ? i : best), 0);
  assert.ok(prediction.y[highest] > 0.5);
  // The windows that hold the event at 12,000 begin before it.
  assert.ok(prediction.x[highest] > 11_400 && prediction.x[highest] < 12_000, `at ${prediction.x[highest]}`);
});

test('of a long trace only the range and its margins are read', async () => {
  let [first, end] = [Number.POSITIVE_INFINITY, 0];
  const watched: Trace = {
    ...trace,
    read(from, to) {
      [first, end] = [Math.min(first, from), Math.max(end, to)];
      return trace.read(from, to);
    },
  };
  await inRange(14_000, 15_000, watched);
  assert.ok(first >= 14_000 - 1300 && end <= 15_000 + 1300, `read ${first} to ${end}`);
});

test('a range that is excluded, holds no value or is shorter than a window has no events', async () => {
  const excluded = await inRange(6000, 9000, trace, { exclude: '0-30' });
  assert.equal(excluded.events.location.length, 0);
  const nothing: Trace = { ...trace, read: (from, to) => new Float64Array(to - from).fill(Number.NaN) };
  assert.equal((await inRange(6000, 9000, nothing)).prediction.y.length, 0);
  const short: Trace = { ...trace, samples: 100 };
  assert.deepEqual((await inRange(0, 30_000, short)).range, { from: 0, to: 100 });
});
