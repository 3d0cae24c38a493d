import assert from 'node:assert/strict';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { UserError } from '../../../src/common/errors';
import { WRITTEN_BY } from '../../../src/common/version';
import { editHdf5, withHdf5, writeHdf5 } from '../../../src/engine/files/hdf5/hdf5';
import { datasetAt, numbersOf } from '../../../src/engine/files/hdf5/values';
import { readResults } from '../../../src/engine/results/read-h5';
import { untouched } from '../../../src/engine/results/results-file';
import { writeResults } from '../../../src/engine/results/write';
import { eventAt, someDetection } from '../../support/detection';
import { temporaryFolder } from '../../support/folder';

const folder = temporaryFolder();
const all = { folder, overwrite: true, formats: ['h5', 'csv', 'table'] as const, prediction: true };

test('everything in a detection survives a file', async () => {
  const [file] = await writeResults(someDetection(), { ...all, stem: 'whole' });
  const { detection, ...rest } = await readResults(file!);
  assert.deepEqual(detection, someDetection());
  assert.equal(rest.writtenBy, WRITTEN_BY);
  assert.equal(rest.complete, true);
});

test('deleted events can be restored from the file', async () => {
  const results = untouched(someDetection(), WRITTEN_BY);
  results.deleted = { events: [eventAt(4000)], snippets: Float64Array.of(1, 2, 3, 4, 5, 6, 7, 8) };
  results.deletedCount = 1;
  const [file] = await writeResults(results, { ...all, stem: 'deleted' });
  assert.deepEqual(await readResults(file!), results);
});

test('a threshold that the outcome proposes is in the file; a file proposes nothing else', async () => {
  const change = { name: 'model_threshold', value: 0.35, title: 'Set model_threshold to 0.35' };
  const proposing = { code: 'near-misses', message: 'Near misses.', change };
  const warnings = [
    proposing,
    { ...proposing, change: { name: 'model_path', value: '/elsewhere.h5', title: 'Set model_path' } },
    { ...proposing, change: { ...change, value: 2 } },
  ];
  const [file] = await writeResults({ ...someDetection(), warnings }, { ...all, stem: 'proposing' });
  const { detection } = await readResults(file!);
  const { change: _, ...plain } = proposing;
  assert.deepEqual(detection.warnings, [proposing, plain, plain]);
});

test('a detection without events, average and prediction is a file too', async () => {
  const empty = {
    ...someDetection(),
    events: [],
    snippets: new Float64Array(0),
    average: null,
    prediction: new Float32Array(0),
    candidates: [],
    missing: [],
  };
  const files = await writeResults(empty, { ...all, stem: 'empty' });
  const { detection } = await readResults(files[0]);
  assert.deepEqual([detection.events, detection.snippets.length, detection.average], [[], 0, null]);
  assert.match(readFileSync(files[1], 'utf8'), /^""\nlocation\nscore\n|^\nlocation\nscore\n/);
});

test('programs that know miniML’s layout find it, without events at the border', async () => {
  const [file] = await writeResults(someDetection(), { ...all, stem: 'plain' });
  await withHdf5(file!, (open) => {
    const params = (name: string) => numbersOf(datasetAt(open, `event_params/event_${name}`)!, name);
    assert.deepEqual(params('locations'), Float64Array.of(1000, 2000, 7000));
    assert.deepEqual(params('halfdecays'), Float64Array.of(0.00042, Number.NaN, 0.00042));
    assert.deepEqual(datasetAt(open, 'events')!.shape, [3, 8]);
    assert.equal(datasetAt(open, 'event_params/event_locations')!.dtype, '<q');
    assert.deepEqual(datasetAt(open, 'event_statistics/frequency')!.shape, []);
    const attributes = Object.fromEntries(
      Object.entries(open.attrs).map(([name, a]) => [name, a.json_value]),
    );
    assert.deepEqual(attributes, {
      amplitude_unit: 'pA',
      source_filename: 'cell "1".abf',
      miniml_model: 'models/base.h5',
      recording_time: 0.2,
      miniml_model_threshold: 0.625,
      minimum_peak: 5,
      relative_prominence: 0.25,
      stride: 25,
      window: 750,
      event_direction: -1,
      gradient_convolve_win: 40,
      deleted_events: 0,
      convolve_win: 20,
    });
  });
});

test('the tidy table has a row an event and quotes what needs it', async () => {
  const files = await writeResults(someDetection(), { ...all, stem: 'table' });
  const lines = readFileSync(files.at(-1)!, 'utf8').split('\r\n');
  assert.equal(lines.length, 4 + 2);
  assert.match(lines[0], /^recording,channel,location \(sample\),time \(s\),sweep,/);
  assert.match(lines[0], /amplitude \(pA\),.*charge \(pA s\),slope \(pA\/s\)/);
  assert.match(lines[2], /^"cell ""1"".abf",1,2000,0\.04,0,2000,0\.902,-12\.5,0\.00026,,0\.0005,/);
});

test('miniML’s csv pair: a column an event, a row a measure; names and values', async () => {
  const files = await writeResults(someDetection(), { ...all, stem: 'pair' });
  const individual = readFileSync(files[1], 'utf8').split('\n');
  assert.deepEqual(individual.slice(0, 2), [',event_0,event_1,event_2', 'location,1000.0,2000.0,7000.0']);
  assert.equal(individual[6], 'decaytime,0.00042,,0.00042');
  const averages = readFileSync(files[2], 'utf8').trimEnd().split('\n');
  assert.deepEqual(
    averages.map((line) => line.split(',')[0]),
    [
      'amplitude mean',
      'amplitude std',
      'amplitude median',
      'charge mean',
      'risetime mean',
      'decaytime mean',
      'halfwidth mean',
      'tau_avg',
      'frequency',
      'iei mean',
    ],
  );
  assert.equal(averages[8], 'frequency,15.15151515151515');
});

test('nothing is written when one of the files is there already', async () => {
  const options = { ...all, stem: 'kept', overwrite: false };
  writeFileSync(path.join(folder, 'kept_events.csv'), 'mine');
  await assert.rejects(writeResults(someDetection(), options), /kept_events.csv already exists/);
  assert.equal(existsSync(path.join(folder, 'kept_results.h5')), false);
});

test('a damaged or foreign file gives a sentence', async () => {
  const foreign = path.join(folder, 'foreign.h5');
  await writeHdf5(foreign, (open) => open.create_dataset({ name: 'mini_data', data: [1, 2] }));
  await assert.rejects(
    readResults(foreign),
    new UserError(`${foreign} is not a results file: it has no event_params/event_locations.`),
  );
  const [file] = await writeResults(someDetection(), { ...all, stem: 'damaged' });
  await editHdf5(file!, (open) => {
    const details = open.get('details');
    if (details && 'delete_attribute' in details) details.delete_attribute('rate_hz');
  });
  await assert.rejects(readResults(file!), new UserError(`${file} is damaged: its details lack "rate_hz".`));
});
