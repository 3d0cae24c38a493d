import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { type Hdf5File, withHdf5, writeHdf5 } from '../../../src/engine/files/hdf5/hdf5';
import { datasetAt } from '../../../src/engine/files/hdf5/values';
import { blockReader } from '../../../src/engine/recordings/hdf5/blocks';
import { openRecording } from '../../../src/engine/recordings/open';
import { fileInfo } from '../../../src/engine/service/info';
import { temporaryFolder } from '../../support/folder';

const folder = temporaryFolder();
const value = (i: number) => (i * 7919) % 997;
const SAMPLES = 100_000;
const data = Float32Array.from({ length: SAMPLES }, (_, i) => value(i));

/** A file of which only the first part is there. */
async function cut(name: string, part: number, write: (h5: Hdf5File) => void): Promise<string> {
  const whole = path.join(folder, `whole ${name}`);
  await writeHdf5(whole, write);
  const file = path.join(folder, name);
  const bytes = readFileSync(whole);
  writeFileSync(file, bytes.subarray(0, Math.round(part * bytes.length)));
  return file;
}

const describe = (dataset: ReturnType<Hdf5File['create_dataset']>) => {
  dataset?.create_attribute('fs', 20_000, [], '<d');
  dataset?.create_attribute('unit', 'pA', [], 'S2');
};

for (const [name, more] of [
  ['contiguous', {}],
  ['16-bit', { data: Int16Array.from(data), shape: [SAMPLES] }],
  ['chunked', { chunks: [4096] }],
  ['compressed', { chunks: [4096], compression: 'gzip' }],
] as const)
  test(`a ${name} dataset that was cut short opens as far as it reaches, and says how far`, async () => {
    const file = await cut(`${name}.h5`, 0.7, (h5) => {
      describe(
        h5.create_dataset({ name: 'trace', data, ...more } as Parameters<Hdf5File['create_dataset']>[0]),
      );
    });
    const recording = await openRecording(file, {});
    const [{ samples }] = recording.sweeps;
    assert.ok(samples > 0.6 * SAMPLES && samples < 0.72 * SAMPLES, `${samples} samples`);
    assert.deepEqual(recording.read(0, 0, 0, samples), Float64Array.from(data.subarray(0, samples)));
    assert.deepEqual(
      [...recording.read(0, 0, samples - 2, samples)],
      [value(samples - 2), value(samples - 1)],
    );
    recording.close();
    const info = await fileInfo(file, {});
    assert.ok(info.kind === 'recording');
    assert.deepEqual([info.rate_hz, info.channels[0]?.unit], [20_000, 'pA']);
    assert.match(
      info.warnings.find(({ code }) => code === 'cut-short')?.message ?? '',
      new RegExp(`${samples} of ${SAMPLES} samples`),
    );
  });

test('sweeps after the end are left out, and the one at the end is shorter', async () => {
  const file = await cut('sweeps.h5', 0.7, (h5) => {
    describe(h5.create_dataset({ name: 'trace', data, shape: [4, SAMPLES / 4] }));
  });
  const recording = await openRecording(file, {});
  assert.deepEqual(
    recording.sweeps.map(({ samples }) => samples === SAMPLES / 4),
    [true, true, false],
  );
  const [, , last] = recording.sweeps;
  assert.deepEqual(
    [...recording.read(0, 2, last.samples - 1, last.samples)],
    [value(SAMPLES / 2 + last.samples - 1)],
  );
  recording.close();
});

test('results and models that were cut short are refused', async () => {
  const file = await cut('model.h5', 0.7, (h5) => {
    h5.create_attribute('model_config', '{}');
    h5.create_dataset({ name: 'weights', data });
  });
  await assert.rejects(fileInfo(file, {}), /is cut short\. Copy it again/);
});

test('ranges of one line that end at different places keep their own ends', async () => {
  const file = path.join(folder, 'line.h5');
  await writeHdf5(file, (h5) => {
    h5.create_dataset({ name: 'trace', data, shape: [SAMPLES], chunks: [4096] });
  });
  await withHdf5(file, (h5) => {
    const dataset = datasetAt(h5, 'trace')!;
    const blocks = blockReader();
    const range = (first: number, end: number) => {
      const values = new Float64Array(end - first);
      blocks.read({ dataset, axis: 0, place: [0], first, end, scale: 1, shift: 0 }, 0, values);
      return values;
    };
    assert.deepEqual(range(0, 1000), Float64Array.from(data.subarray(0, 1000)));
    assert.deepEqual(range(1000, 3000), Float64Array.from(data.subarray(1000, 3000)));
  });
});
