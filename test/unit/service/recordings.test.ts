import assert from 'node:assert/strict';
import { test } from 'node:test';
import { defaultParameters } from '../../../src/common/parameters/parameters';
import { openedRecordings } from '../../../src/engine/service/recordings';
import { shared, withoutShared } from '../../support/shared';

const trace = { path: shared('sim-mepsc/Sim1/Simulation.abf'), open: {}, channel: 0 };

test('a trace is pictured as recorded, or as it is measured', { skip: withoutShared }, async () => {
  const recordings = openedRecordings(() => {});
  const stretch = { trace, from: 10_000, to: 11_000, columns: 1000 };
  const recorded = await recordings.window(stretch);
  const measured = await recordings.window({ ...stretch, measuredWith: defaultParameters() });
  const wider = await recordings.window({
    ...stretch,
    measuredWith: { ...defaultParameters(), convolve_win: 200 },
  });
  const sd = (values: Float32Array) => {
    const mean = values.reduce((sum, v) => sum + v, 0) / values.length;
    return Math.sqrt(values.reduce((sum, v) => sum + (v - mean) ** 2, 0) / values.length);
  };
  assert.deepEqual(recorded.x, measured.x);
  assert.ok(sd(measured.y) < sd(recorded.y) * 0.9);
  assert.ok(sd(wider.y) < sd(measured.y) * 0.9);
  assert.deepEqual((await recordings.window(stretch)).y, recorded.y);
});
