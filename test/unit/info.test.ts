import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { UserError } from '../../src/common/errors';
import { UNSCORED } from '../../src/common/training/training-set';
import { WRITTEN_BY } from '../../src/common/version';
import { writeHdf5 } from '../../src/engine/files/hdf5/hdf5';
import { writeResults } from '../../src/engine/results/write';
import { fileInfo } from '../../src/engine/service/info';
import { writeTrainingSet } from '../../src/engine/training/write-training-set';
import { someDetection } from '../support/detection';
import { temporaryFolder } from '../support/folder';

const folder = temporaryFolder();

test('results say how many events they hold, of what, and with what they were found', async () => {
  const [file] = await writeResults(someDetection(), {
    folder,
    stem: 'a',
    overwrite: false,
    formats: ['h5'],
    prediction: false,
  });
  assert.deepEqual(await fileInfo(file!, {}), {
    kind: 'results',
    format: 'HDF5',
    version: WRITTEN_BY,
    events: 4,
    source: someDetection().source.path,
    unit: 'pA',
    attributes: {
      model: 'models/base.h5',
      threshold: 0.625,
      window: 750,
      stride: 25,
      direction: 'negative',
      rate_hz: 50_000,
      recording_time_s: 0.198,
      frequency_hz: 3 / 0.198,
      amplitude_mean: (-11.5 - 12.5 - 17.5) / 3,
      deleted_events: 0,
    },
  });
});

test('a training set says its windows, their length, its scores', async () => {
  const file = path.join(folder, 'training.h5');
  const set = {
    windows: 3,
    length: 2,
    scores: Int8Array.of(1, 0, UNSCORED),
    starts: null,
    labels: null,
    sources: null,
    facts: {
      rate_hz: 20_000,
      unit: 'pA',
      direction: 'negative' as const,
      win_size: 2,
      sources: [],
      parameters: null,
      writtenBy: WRITTEN_BY,
    },
  };
  await writeTrainingSet(file, { overwrite: false }, set, (from, to) => new Float64Array((to - from) * 2));
  assert.deepEqual(await fileInfo(file, {}), {
    kind: 'training set',
    format: 'HDF5',
    version: WRITTEN_BY,
    windows: 3,
    length: 2,
    scores: { '0': 1, '1': 1, '2': 0, unscored: 1 },
    rate_hz: 20_000,
    unit: 'pA',
  });
});

test('a recording without a rate has neither rate nor duration, until the caller gives one', async () => {
  const file = path.join(folder, 'recording.h5');
  await writeHdf5(file, (open) => open.create_dataset({ name: 'mini_data', data: new Float64Array(500) }));
  const unknown = await fileInfo(file, {});
  assert.ok(unknown.kind === 'recording');
  assert.deepEqual([unknown.rate_hz, unknown.duration_s, unknown.samples], [null, null, [500]]);
  const known = await fileInfo(file, { rateHz: 1000 });
  assert.ok(known.kind === 'recording');
  assert.deepEqual([known.rate_hz, known.duration_s], [1000, 0.5]);
});

test('what is nothing known is refused in a sentence', async () => {
  const text = path.join(folder, 'notes.txt');
  writeFileSync(text, 'Dear diary');
  await assert.rejects(fileInfo(text, {}), UserError);
  const zip = path.join(folder, 'some.zip');
  writeFileSync(zip, 'PK\x03\x04 and nothing else');
  await assert.rejects(fileInfo(zip, {}), UserError);
  await assert.rejects(fileInfo(folder, {}), UserError);
  await assert.rejects(fileInfo(path.join(folder, 'none'), {}), UserError);
});
