import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { RangeDetection } from '../../../src/common/api/engine/range-detection';
import type { SampleRange } from '../../../src/common/traces/sample-ranges';
import { previewSource } from '../../../src/webviews/trace/preview-source';
import { eventually } from '../../support/eventually';

const WINDOW = 600;
const BLOCK = 32 * WINDOW;
const SAMPLES = 100 * BLOCK + 1234;

/** One event in the middle of each block. */
function found({ from, to }: SampleRange): RangeDetection {
  const location = Float64Array.of((from + to) / 2);
  return {
    range: { from, to },
    events: {
      location,
      peak: location.map((at) => at + 10),
      peak_value: Float64Array.of(-20),
      direction: Float64Array.of(-1),
    },
    prediction: {
      x: Float64Array.from({ length: 1000 }, (_, i) => from + (i * (to - from)) / 1000),
      y: Float32Array.from({ length: 1000 }, (_, i) => (i === 501 ? 0.9 : i % 2 ? Number.NaN : 0.01)),
    },
  };
}

function setUp(answer: (range: SampleRange) => Promise<RangeDetection> = async (range) => found(range)) {
  const asked: SampleRange[] = [];
  let loads = 0;
  const fetch = (range: SampleRange) => {
    asked.push(range);
    return answer(range);
  };
  const source = previewSource({ samples: SAMPLES, window: WINDOW }, fetch, () => loads++);
  return { source, asked, loads: () => loads };
}

test('a view at rest is filled from its middle outwards, and is not asked for again', async () => {
  const { source, asked } = setUp();
  const view = { from: 10 * BLOCK, to: 19 * BLOCK };
  assert.equal(source.of(view)?.complete, false);
  await eventually(async () => assert.equal(source.of(view)?.complete, true));
  assert.deepEqual(
    asked.map(({ from }) => from / BLOCK),
    [14, 13, 15, 12, 16, 11, 17, 10, 18],
  );
  const { events, prediction } = source.of(view)!;
  assert.deepEqual(
    [...events.location],
    Array.from({ length: 9 }, (_, i) => (10.5 + i) * BLOCK),
  );
  // Of many points only the highest of a few neighbours are drawn: no peak is lost, no value made up.
  assert.ok(prediction.x.length < 9 * 130, `${prediction.x.length} points`);
  assert.equal(prediction.y.filter((y) => y > 0.8).length, 9);
  assert.equal(source.of(view), source.of(view));
  source.of({ from: 11 * BLOCK, to: 14 * BLOCK });
  await new Promise((resolve) => setTimeout(resolve, 100));
  assert.equal(asked.length, 9);
});

test('a view that moves on is not asked for; one that is too long has no preview', async () => {
  const { source, asked } = setUp();
  for (let at = 0; at < 30; at++) source.of({ from: at * BLOCK, to: (at + 1) * BLOCK });
  assert.equal(source.of({ from: 0, to: source.longest + 1 }), undefined);
  await new Promise((resolve) => setTimeout(resolve, 100));
  assert.deepEqual(asked, []);
});

test('the last block ends with the trace; where a block is missing, the line has a gap', async () => {
  let held: (() => void) | undefined;
  const { source, asked } = setUp((range) =>
    range.from / BLOCK === 99
      ? new Promise((resolve) => {
          held = () => resolve(found(range));
        })
      : Promise.resolve(found(range)),
  );
  const view = { from: 98 * BLOCK, to: SAMPLES };
  source.of({ from: 100 * BLOCK, to: SAMPLES });
  await eventually(async () => assert.equal(source.of({ from: 100 * BLOCK, to: SAMPLES })?.complete, true));
  assert.deepEqual(asked, [{ from: 100 * BLOCK, to: SAMPLES }]);
  source.of({ from: 98 * BLOCK, to: 99 * BLOCK });
  await eventually(async () => assert.equal(source.of({ from: 98 * BLOCK, to: 99 * BLOCK })?.complete, true));
  const { complete, prediction } = source.of(view)!;
  assert.equal(complete, false);
  const gap = prediction.x.indexOf(99 * BLOCK);
  assert.ok(gap > 0 && Number.isNaN(prediction.y[gap]));
  await eventually(async () => assert.ok(held));
  held!();
  await eventually(async () => assert.equal(source.of(view)?.complete, true));
});

test('after a failure, and once disposed of, nothing is asked for', async () => {
  const failing = setUp(async () => Promise.reject(new Error('no model')));
  failing.source.of({ from: 0, to: 3 * BLOCK });
  await eventually(async () => assert.equal(failing.asked.length, 2, 'two at a time'));
  failing.source.of({ from: 5 * BLOCK, to: 6 * BLOCK });
  const gone = setUp();
  gone.source.of({ from: 0, to: BLOCK });
  gone.source.dispose();
  await new Promise((resolve) => setTimeout(resolve, 100));
  assert.equal(failing.asked.length, 2);
  assert.deepEqual([gone.asked.length, gone.loads()], [0, 0]);
});
