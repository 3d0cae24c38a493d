import assert from 'node:assert/strict';
import path from 'node:path';
import { test } from 'node:test';
import { writeHdf5 } from '../../src/engine/files/hdf5/hdf5';
import { baseModelPath } from '../../src/engine/files/model-path';
import { readResults } from '../../src/engine/results/read-h5';
import { sourceTrace } from '../../src/engine/results/source-recording';
import { openedRecordings } from '../../src/engine/service/recordings';
import { emptyFolder, miniml, minimlJson } from '../support/command-line';
import { shared, withoutShared } from '../support/shared';

const skip = baseModelPath() ? false : 'the base model is not here';
const said = ['sampling=50000', 'unit=pA', 'scaling=1e12', 'win_size=12 ms', 'exclude=1–1.5'];
const flags = [...said.flatMap((value) => ['--set', value]), '--backend', 'cpu'];

interface Detected {
  files: {
    events: Record<string, unknown>[];
    rate_hz: number;
    unit: string;
    parameters: Record<string, unknown>;
  }[];
}

/** A simulated recording as plain HDF5 in amperes: neither rate nor unit is in it. */
async function bareRecording(folder: string, name: string, seed: string): Promise<string> {
  const simulated = path.join(folder, `${name}-simulated.h5`);
  await miniml(
    'simulate',
    '--out',
    simulated,
    '--duration',
    '6',
    '--frequency',
    '4',
    '--snr',
    '9',
    '--seed',
    seed,
  );
  const { values } = await minimlJson<{ values: number[] }>('read', simulated);
  const file = path.join(folder, `${name}.h5`);
  await writeHdf5(file, (open) => {
    open.create_dataset({ name: 'data', data: Float64Array.from(values, (v) => v * 1e-12) });
  });
  return file;
}

test('a results file alone repeats its detection, and finds its recording', { skip }, async (t) => {
  const folder = await emptyFolder(t);
  const recording = await bareRecording(folder, 'cell', '3');
  const first = await minimlJson<Detected>('detect', recording, ...flags, '--out', path.join(folder, 'a'));
  const results = path.join(folder, 'a', 'cell_results.h5');
  const again = await minimlJson<Detected>('detect', '--like', results, '--backend', 'cpu');
  assert.ok(first.files[0].events.length > 10, `${first.files[0].events.length} events`);
  assert.deepEqual(again.files[0].events, first.files[0].events);
  const { sampling, unit, scaling, win_size } = first.files[0].parameters;
  assert.deepEqual(
    { sampling, unit, scaling, win_size },
    { sampling: 50_000, unit: 'pA', scaling: 1e12, win_size: 600 },
  );

  const saved = await readResults(results);
  assert.equal(saved.detection.recipe.win_size, '12 ms');
  const source = await sourceTrace(saved, results, openedRecordings(() => {}).open);
  assert.ok(typeof source !== 'string', `the recording is found: ${source}`);
  assert.equal(source.recipe.parameters.scaling, 1e12);
});

test('on another recording rate and unit go along where it has none, excluded intervals do not', {
  skip,
}, async (t) => {
  const folder = await emptyFolder(t);
  const recording = await bareRecording(folder, 'cell', '3');
  const other = await bareRecording(folder, 'other', '4');
  await minimlJson('detect', recording, ...flags, '--out', path.join(folder, 'a'));
  const results = path.join(folder, 'a', 'cell_results.h5');
  const bare = await minimlJson<Detected>('detect', '--like', results, other, '--backend', 'cpu');
  assert.deepEqual([bare.files[0].rate_hz, bare.files[0].unit], [50_000, 'pA']);
  assert.equal(bare.files[0].parameters.exclude, null);
  const simulated = path.join(folder, 'other-simulated.h5');
  const own = await minimlJson<Detected>('detect', '--like', results, simulated, '--backend', 'cpu');
  assert.equal(own.files[0].parameters.scaling, 1);
  assert.equal(own.files[0].unit, 'pA');
  assert.equal(own.files[0].events.length, bare.files[0].events.length, 'the same samples in pA');
});

test('a model that is gone, and what results of the Python program do not say, is named', {
  skip: withoutShared,
}, async () => {
  const python = shared('results', 'gc_mini_trace_results.h5');
  const alone = await miniml('detect', '--like', python);
  assert.equal(alone.code, 1);
  assert.match(alone.stderr, /^miniml: The recording of .*gc_mini_trace_results\.h5 was not found/m);
  const named = await miniml('detect', '--like', python, shared('minis', 'gc_mini_trace.h5'));
  assert.equal(named.code, 1);
  assert.match(named.stderr, /^miniml: The model of .* Name it with --model\.$/m);
});
