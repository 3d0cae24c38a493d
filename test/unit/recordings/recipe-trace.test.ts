import assert from 'node:assert/strict';
import path from 'node:path';
import { test } from 'node:test';
import { defaultParameters, type WrittenParameters } from '../../../src/common/parameters/parameters';
import { openOptionsOf } from '../../../src/common/traces/recipe';
import { writeHdf5 } from '../../../src/engine/files/hdf5/hdf5';
import { openRecording } from '../../../src/engine/recordings/open';
import { recipeTrace } from '../../../src/engine/recordings/recipe-trace';
import { temporaryFolder } from '../../support/folder';

const folder = temporaryFolder();

async function stored(name: string, unit: string | undefined, rate: number | undefined): Promise<string> {
  const file = path.join(folder, name);
  await writeHdf5(file, (open) => {
    const dataset = open.create_dataset({ name: 'data', data: Float64Array.of(1e-12, -2e-12, 3e-12) });
    if (unit !== undefined) dataset.create_attribute('unit', unit);
    if (rate !== undefined) dataset.create_attribute('sampling_rate', rate, [], '<d');
  });
  return file;
}

async function opened(file: string, changes: Partial<WrittenParameters> = {}) {
  const parameters = { ...defaultParameters(), ...changes };
  const recording = await openRecording(file, openOptionsOf(parameters));
  const { trace, parameters: used } = recipeTrace(recording, { parameters });
  const values = Array.from(trace.read(0, 3), (v) => Number(v.toPrecision(12)));
  recording.close();
  const { sampling, unit, scaling, series, win_size, convolve_win } = used;
  return { values, rateHz: trace.rateHz, used: { sampling, unit, scaling, series }, win_size, convolve_win };
}

test('amperes become pA, however the file spells them, and the parameters say how', async () => {
  for (const unit of ['A', 'ampere', 'amps']) {
    const { values, used } = await opened(await stored(`${unit}.h5`, unit, 20_000));
    assert.deepEqual(values, [1, -2, 3], unit);
    assert.deepEqual(used, { sampling: 20_000, unit: 'pA', scaling: 1e12, series: 'data' });
  }
  const volts = await opened(await stored('v.h5', 'V', 20_000));
  assert.deepEqual(volts.used.unit, 'mV');
  assert.deepEqual(volts.values, [1e-9, -2e-9, 3e-9]);
});

test('a unit that the user gives is kept', async () => {
  const file = await stored('kept.h5', 'A', 20_000);
  const { values, used } = await opened(file, { unit: 'A' });
  assert.deepEqual(values, [1e-12, -2e-12, 3e-12]);
  assert.deepEqual([used.unit, used.scaling], ['A', 1]);
});

test('what the user says of a file without rate and unit is in the parameters as used', async () => {
  const file = await stored('bare.h5', undefined, undefined);
  await assert.rejects(opened(file), /sampling rate/);
  const { values, rateHz, used } = await opened(file, { sampling: 10_000, unit: 'pA', scaling: 1e12 });
  assert.deepEqual([values, rateHz], [[1, -2, 3], 10_000]);
  assert.deepEqual(used, { sampling: 10_000, unit: 'pA', scaling: 1e12, series: 'data' });
});

test('opened again with the parameters as used, a recording gives the same trace', async () => {
  const file = await stored('again.h5', 'A', 20_000);
  const first = await opened(file, { win_size: '30 ms' });
  const again = await opened(file, { ...first.used, win_size: first.win_size });
  assert.deepEqual(again, first);
});

test('lengths that are written as times are samples at the rate of the recording', async () => {
  const slow = await opened(await stored('slow.h5', 'pA', 10_000), {
    win_size: '12 ms',
    convolve_win: '0.4 ms',
  });
  assert.deepEqual([slow.win_size, slow.convolve_win], [120, 4]);
  const fast = await opened(await stored('fast.h5', 'pA', 50_000), {
    win_size: '12 ms',
    convolve_win: '400 µs',
  });
  assert.deepEqual([fast.win_size, fast.convolve_win], [600, 20]);
  await assert.rejects(
    opened(await stored('short.h5', 'pA', 10_000), { win_size: '0.5 ms' }),
    /win_size is 0\.5 ms: at 10000 Hz, win_size is 5 but must be/,
  );
});
