import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { CancelledError } from '../../../src/common/errors';
import { silentTask } from '../../../src/common/task';
import { Pyramid } from '../../../src/engine/recordings/pyramid';
import { traceWindow } from '../../../src/engine/recordings/window-extremes';
import { type Trace, traceOf } from '../../../src/engine/signal/trace';
import { noise } from '../../support/numbers';

const BUCKET = 64;

async function builtPyramid(trace: Trace): Promise<Pyramid> {
  const pyramid = new Pyramid(trace);
  await pyramid.build(silentTask());
  return pyramid;
}

/** The stretches that a picture's columns stand for; their middles and the first edge tell them all. */
function columnsOf(x: Float64Array, from: number): [from: number, to: number][] {
  let edge = from;
  return Array.from({ length: x.length / 2 }, (_, i) => {
    assert.equal(x[2 * i], x[2 * i + 1], 'both points of a column stand in its middle');
    const column: [number, number] = [edge, 2 * x[2 * i] + 1 - edge];
    edge = column[1];
    return column;
  });
}

function bruteForce(values: Float64Array, from: number, to: number): [minimum: number, maximum: number] {
  const numbers = values.subarray(from, to).filter((value) => !Number.isNaN(value));
  if (numbers.length === 0) return [Number.NaN, Number.NaN];
  return [
    Math.fround(numbers.reduce((a, b) => Math.min(a, b))),
    Math.fround(numbers.reduce((a, b) => Math.max(a, b))),
  ];
}

function assertExact(
  values: Float64Array,
  pyramid: Pyramid,
  from: number,
  to: number,
  columns: number,
): void {
  const { x, y, kind, exact } = traceWindow(pyramid, { from, to, columns });
  const what = `${from}…${to} in ${columns}`;
  assert.equal(kind, 'extremes', what);
  assert.equal(exact, true, what);
  assert.ok(x.length <= 2 * columns, what);
  const stretches = columnsOf(x, from);
  assert.equal(stretches.at(-1)![1], to, what);
  stretches.forEach(([start, end], i) => {
    assert.deepEqual([y[2 * i], y[2 * i + 1]], bruteForce(values, start, end), `${what}: ${start}…${end}`);
    const even = from + ((to - from) * (i + 1)) / columns;
    if (stretches.length === columns && i < columns - 1)
      assert.ok(Math.abs(end - even) <= BUCKET / 2 + 1, `${what}: column ${i} ends at ${end}, not ${even}`);
  });
}

describe('the picture of a trace', () => {
  it('is the samples where there are no more than two a column', () => {
    const values = noise(1000, 1);
    const { x, y, kind, exact } = traceWindow(traceOf(values, 1, 'pA'), { from: 10, to: 30, columns: 10 });
    assert.equal(kind, 'samples');
    assert.equal(exact, true);
    assert.deepEqual(
      [...x],
      Array.from({ length: 20 }, (_, i) => 10 + i),
    );
    assert.deepEqual(y, Float32Array.from(values.subarray(10, 30)));
  });

  it('is the exact minimum and maximum of each column in a short stretch', async () => {
    const values = noise(10_000, 2);
    const pyramid = new Pyramid(traceOf(values, 1, 'pA'));
    for (const [from, to, columns] of [
      [0, 10_000, 100],
      [17, 9_999, 333],
      [5_000, 5_021, 10],
      [0, 10_000, 1],
    ] as const)
      assertExact(values, pyramid, from, to, columns);
  });

  it('is exact for long stretches, wherever they begin, once the pyramid is built', async () => {
    const values = noise(1_600_003, 3);
    const pyramid = await builtPyramid(traceOf(values, 1, 'pA'));
    for (const [from, to, columns] of [
      [0, 1_600_003, 1000],
      [0, 1_600_003, 1],
      [1, 1_600_002, 997],
      [63, 600_065, 1500],
      [262_143, 1_310_721, 640],
      [1_000_000, 1_600_003, 700],
    ] as const)
      assertExact(values, pyramid, from, to, columns);
  });

  it('passes over gaps, and breaks the line where there is nothing else', async () => {
    const values = noise(700_000, 4);
    values.fill(Number.NaN, 100_000, 250_000);
    for (let i = 0; i < values.length; i += 7) values[i] = Number.NaN;
    const pyramid = await builtPyramid(traceOf(values, 1, 'pA'));
    assertExact(values, pyramid, 0, 700_000, 900);
    assertExact(values, pyramid, 90_000, 110_000, 900);
    const { y } = traceWindow(pyramid, { from: 0, to: 700_000, columns: 700 });
    assert.ok(y.some(Number.isNaN));
  });

  it('leaves out what lies outside the trace', () => {
    const trace = traceOf(noise(100, 5), 1, 'pA');
    assert.equal(traceWindow(trace, { from: -50, to: 150, columns: 500 }).x.length, 100);
    assert.equal(traceWindow(trace, { from: 200, to: 300, columns: 500 }).x.length, 0);
    assert.equal(traceWindow(trace, { from: 20.3, to: 29.2, columns: 500 }).x.length, 10);
    assert.equal(
      traceWindow(traceOf(new Float64Array(0), 1, ''), { from: 0, to: 1, columns: 1 }).x.length,
      0,
    );
  });

  it('shows a long trace at once, from a few of its samples, and says so', () => {
    let read = 0;
    const hour: Trace = {
      rateHz: 50_000,
      unit: 'pA',
      samples: 180_000_000,
      read(from, to) {
        read += to - from;
        return Float64Array.from({ length: to - from }, (_, i) => from + i);
      },
    };
    const { x, y, kind, exact } = traceWindow(new Pyramid(hour), {
      from: 0,
      to: hour.samples,
      columns: 1000,
    });
    assert.equal(kind, 'extremes');
    assert.equal(exact, false);
    assert.ok(read <= 64 * 1000, `${read} samples read`);
    assert.ok(x.length >= 2 * 16);
    y.forEach((value, i) => {
      const column = Math.floor(x[i] / 180_000);
      assert.ok(value >= Math.fround(column * 180_000) && value <= Math.fround((column + 1) * 180_000));
    });
  });

  it('is exact on the left while the pyramid grows, and a cancelled build goes on', async () => {
    const values = noise(1_200_000, 6);
    const pyramid = new Pyramid(traceOf(values, 1, 'pA'));
    const cancel = new AbortController();
    const reports: number[] = [];
    const task = {
      signal: cancel.signal,
      report: ({ done, total }: { done: number; total: number }) => {
        assert.equal(total, 1_200_000);
        reports.push(done);
        if (reports.length === 3) cancel.abort();
      },
    };
    await assert.rejects(pyramid.build(task), CancelledError);
    assert.equal(pyramid.built, reports.at(-1));
    assert.ok(pyramid.built < 1_200_000);
    assertExact(values, pyramid, 0, pyramid.built, 500);
    assert.equal(traceWindow(pyramid, { from: 0, to: 1_200_000, columns: 500 }).exact, false);
    await pyramid.build(silentTask());
    assertExact(values, pyramid, 0, 1_200_000, 500);
  });

  it('says where a growing pyramid is not built, and builds the visible part next', async () => {
    const values = noise(2_100_000, 7);
    const pyramid = new Pyramid(traceOf(values, 1, 'pA'));
    const visible = { from: 1_100_000, to: 1_600_000 };
    const request = { from: 600_000, to: 2_100_000, columns: 500 };
    assert.deepEqual(traceWindow(pyramid, { ...request, visible }).unread, [
      { from: request.from, to: request.to },
    ]);
    const cancel = new AbortController();
    let blocks = 0;
    const report = () => void (++blocks === 3 && cancel.abort());
    await assert.rejects(pyramid.build({ signal: cancel.signal, report }), CancelledError);
    assert.ok(pyramid.isBuilt(visible.from, visible.to), 'three blocks of 262,144 samples hold all of it');
    assert.equal(pyramid.isBuilt(0, 1), false);
    const { unread, exact, x, y } = traceWindow(pyramid, request);
    assert.equal(exact, false);
    assert.equal(unread!.length, 2);
    assert.ok(unread![0].to <= visible.from && unread![1].from >= visible.to, JSON.stringify(unread));
    // Columns of 3,000 samples, whose inner edges are rounded to buckets of 64.
    columnsOf(x, request.from).forEach(([from, to], i) => {
      if (from >= unread![0].to && to <= unread![1].from)
        assert.deepEqual([y[2 * i], y[2 * i + 1]], bruteForce(values, from, to), `${from}…${to}`);
    });
    await pyramid.build(silentTask());
    assert.equal(traceWindow(pyramid, request).unread, undefined);
    assertExact(values, pyramid, 600_000, 2_100_000, 500);
  });

  it('does not read its samples again each time it is asked for while the pyramid grows', () => {
    let reads = 0;
    const pyramid = new Pyramid({
      ...traceOf(new Float64Array(0), 1, ''),
      samples: 180_000_000,
      read: (from, to) => {
        reads++;
        return new Float64Array(to - from);
      },
    });
    const request = { from: 0, to: 180_000_000, columns: 1000 };
    traceWindow(pyramid, request);
    assert.equal(reads, 1000);
    traceWindow(pyramid, request);
    assert.equal(reads, 1000);
  });

  it('is the same from the buckets of a pyramid that was kept', async () => {
    const values = noise(1_600_003, 8);
    values.fill(Number.NaN, 300_000, 400_000);
    const trace = traceOf(values, 1, 'pA');
    const { buckets } = await builtPyramid(trace);
    const restored = new Pyramid({ ...trace, read: (from, to) => trace.read(from, to) });
    restored.restore(buckets.slice());
    assert.equal(restored.built, 1_600_003);
    for (const columns of [1, 300, 997]) assertExact(values, restored, 0, 1_600_003, columns);
  });

  it('takes larger buckets for longer traces, so that memory is bounded', () => {
    const forever: Trace = { rateHz: 1, unit: '', samples: 2 ** 40, read: () => new Float64Array(0) };
    assert.ok(forever.samples / new Pyramid(forever).bucket <= 4 * 1024 * 1024);
  });
});
