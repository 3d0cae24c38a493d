import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { TraceWindow } from '../../../src/common/traces/trace-window';
import { windowSource } from '../../../src/webviews/trace/window-source';
import { eventually } from '../../support/eventually';

interface Asked {
  from: number;
  to: number;
  columns: number;
  answer: (window?: Partial<TraceWindow>) => Promise<void>;
  fail: (reason: string) => Promise<void>;
}

function setUp(samples = 100_000) {
  const asked: Asked[] = [];
  const failures: unknown[] = [];
  let loads = 0;
  const source = windowSource(
    samples,
    (from, to, columns) =>
      new Promise((resolve, reject) => {
        const settle = async (how: () => void) => {
          how();
          await new Promise((r) => setImmediate(r));
        };
        asked.push({
          from,
          to,
          columns,
          answer: (window) => settle(() => resolve({ ...picture(from, to), ...window })),
          fail: (reason) => settle(() => reject(new Error(reason))),
        });
      }),
    () => loads++,
    (thrown) => failures.push(thrown),
  );
  return { source, asked, failures, loads: () => loads };
}

const picture = (from: number, to: number): TraceWindow => ({
  x: Float64Array.of(from, to),
  y: Float32Array.of(0, 1),
  kind: 'extremes',
  exact: true,
});

test('a view is asked for with a screen to either side, at its own columns', () => {
  const { source, asked } = setUp();
  assert.equal(source.picture({ from: 10_000, to: 20_000 }, 1000), undefined);
  assert.equal(asked.length, 1);
  const [{ from, to, columns }] = asked as [Asked];
  assert.deepEqual([from, to, columns], [0, 30_000, 3000]);
});

test('a request says which part of it is on the screen', () => {
  const seen: unknown[] = [];
  const source = windowSource(
    100_000,
    (...[, , , visible]) => {
      seen.push(visible);
      return new Promise(() => {});
    },
    () => {},
    (thrown) => assert.fail(String(thrown)),
  );
  source.picture({ from: 10_000.4, to: 20_000.4 }, 1000);
  assert.deepEqual(seen, [{ from: 10_000, to: 20_001 }]);
});

test('while one request is on its way only the latest wish waits', async () => {
  const { source, asked } = setUp();
  for (let step = 0; step < 50; step++) source.picture({ from: step, to: 10_000 - step }, 1000);
  assert.equal(asked.length, 1);
  await asked[0].answer();
  assert.equal(asked.length, 2);
  assert.equal(asked[1].from, 0);
  assert.equal(asked[1].to, Math.ceil(10_000 - 49 + (10_000 - 98)));
  await asked[1].answer();
  assert.equal(asked.length, 2);
});

test('moving within the neighbouring screens asks for nothing', async () => {
  const { source, asked, loads } = setUp();
  source.picture({ from: 40_000, to: 50_000 }, 1000);
  await asked[0].answer();
  assert.equal(loads(), 1);
  assert.ok(source.picture({ from: 46_000, to: 56_000 }, 1000));
  assert.equal(asked.length, 1);
  source.picture({ from: 49_000, to: 59_000 }, 1000);
  assert.equal(asked.length, 2);
});

test('a zoom shows the coarser picture until the sharp one comes', async () => {
  const { source, asked } = setUp();
  source.picture({ from: 0, to: 100_000 }, 1000);
  await asked[0].answer();
  const view = { from: 5000, to: 6000 };
  assert.equal(source.picture(view, 1000)?.x[1], 100_000);
  await asked[1].answer();
  assert.equal(source.picture(view, 1000)?.x[1], 7000);
});

test('a coarser picture that has to serve for long says that it is not the trace', async () => {
  const { source, asked, loads } = setUp();
  source.picture({ from: 0, to: 100_000 }, 1000);
  await asked[0].answer();
  const view = { from: 5000, to: 6000 };
  assert.equal(source.picture(view, 1000)?.exact, true);
  await eventually(async () => assert.equal(loads(), 2, 'it is drawn again'));
  const shown = source.picture(view, 1000)!;
  assert.deepEqual([shown.exact, shown.x[1]], [false, 100_000]);
  await asked[1].answer();
  assert.deepEqual([source.picture(view, 1000)?.exact, asked.length], [true, 2]);
  source.dispose();
});

test('an inexact picture is shown and asked for again, a while later and not at once', async () => {
  const { source, asked, loads } = setUp();
  source.picture({ from: 0, to: 100_000 }, 1000);
  await asked[0].answer({ exact: false });
  assert.ok(source.picture({ from: 0, to: 100_000 }, 1000));
  assert.equal(asked.length, 1);
  await eventually(async () => assert.equal(loads(), 2));
  source.picture({ from: 0, to: 100_000 }, 1000);
  assert.equal(asked.length, 2);
  await asked[1].answer();
  source.picture({ from: 0, to: 100_000 }, 1000);
  assert.equal(asked.length, 2);
  source.dispose();
});

test('a failure is told once, and not asked for again until the view changes', async () => {
  const { source, asked, failures } = setUp();
  source.picture({ from: 0, to: 1000 }, 100);
  await asked[0].fail('The engine ended.');
  assert.equal(failures.length, 1);
  source.picture({ from: 0, to: 1000 }, 100);
  assert.equal(asked.length, 1);
  source.picture({ from: 0, to: 2000 }, 100);
  assert.equal(asked.length, 2);
});

test('after a failure a coarser picture is not shown; one at this zoom is, also once the file is back', async () => {
  const { source, asked } = setUp();
  const whole = { from: 0, to: 100_000 };
  const near = { from: 5000, to: 6000 };
  source.picture(whole, 1000);
  await asked[0].answer();
  source.picture(near, 1000);
  await asked[1].fail('The file is gone.');
  assert.equal(source.picture(near, 1000), undefined, 'minima and maxima of the whole are no waveform');
  assert.ok(source.picture(whole, 1000), 'what is data at its zoom stays');
  source.picture({ from: 5000, to: 6001 }, 1000);
  await asked[2].answer();
  assert.ok(source.picture(near, 1000));
});

test('after disposal nothing is used and nothing is asked', async () => {
  const { source, asked, loads } = setUp();
  source.picture({ from: 0, to: 1000 }, 100);
  source.picture({ from: 5000, to: 9000 }, 100);
  source.dispose();
  await asked[0].answer();
  assert.equal(loads(), 0);
  assert.equal(asked.length, 1);
});
