import assert from 'node:assert/strict';
import { test } from 'node:test';
import { defaultParameters } from '../../../src/common/parameters/parameters';
import { openedRecordings } from '../../../src/engine/service/recordings';
import { shared, withoutShared } from '../../support/shared';

const file = shared('sim-mepsc/Sim1/Simulation.abf');
const recipe = { path: file, parameters: defaultParameters() };

test('a trace is pictured as recorded, or as it is measured', { skip: withoutShared }, async () => {
  const recordings = openedRecordings(() => {});
  const stretch = { recipe, as: 'recorded', from: 10_000, to: 11_000, columns: 1000 } as const;
  const recorded = await recordings.window(stretch);
  const measured = await recordings.window({ ...stretch, as: 'measured' });
  const wider = await recordings.window({
    ...stretch,
    as: 'measured',
    recipe: { path: file, parameters: { ...defaultParameters(), convolve_win: 200 } },
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
