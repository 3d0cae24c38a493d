import assert from 'node:assert/strict';
import path from 'node:path';
import { test } from 'node:test';
import { UserError } from '../../../src/common/errors';
import { type Hdf5File, writeHdf5 } from '../../../src/engine/files/hdf5/hdf5';
import { openHdf5Recording } from '../../../src/engine/recordings/hdf5/open';
import { temporaryFolder } from '../../support/folder';

const folder = temporaryFolder();

interface Series {
  name: string;
  type?: string;
  data: Float64Array | Int16Array;
  shape?: number[];
  unit?: string;
  conversion?: number;
  offset?: number;
  start_s?: number;
  rate?: number;
  timestamps?: Float64Array;
  electrode?: string;
  protocol?: string;
}

async function nwb(name: string, series: Series[], more?: (h5: Hdf5File) => void): Promise<string> {
  const file = path.join(folder, name);
  await writeHdf5(file, (h5) => {
    h5.create_attribute('nwb_version', '2.5.0');
    h5.create_group('acquisition');
    h5.create_group('general');
    for (const one of series) addSeries(h5, one);
    more?.(h5);
  });
  return file;
}

function addSeries(h5: Hdf5File, one: Series): void {
  const at = `acquisition/${one.name}`;
  const group = h5.create_group(at);
  group.create_attribute('neurodata_type', one.type ?? 'VoltageClampSeries');
  group.create_attribute('stimulus_description', one.protocol ?? 'N/A');
  const data = h5.create_dataset({ name: `${at}/data`, data: one.data, shape: one.shape });
  data.create_attribute('unit', one.unit ?? 'amperes');
  data.create_attribute('conversion', one.conversion ?? 1, [], '<d');
  data.create_attribute('offset', one.offset ?? 0, [], '<d');
  if (one.timestamps) h5.create_dataset({ name: `${at}/timestamps`, data: one.timestamps });
  else
    h5.create_dataset({
      name: `${at}/starting_time`,
      data: [one.start_s ?? 0],
      shape: [],
      dtype: '<d',
    }).create_attribute('rate', one.rate ?? 1000, [], '<d');
  if (one.electrode) {
    if (!h5.get(`general/${one.electrode}`)) h5.create_group(`general/${one.electrode}`);
    h5.create_soft_link(`/general/${one.electrode}`, `${at}/electrode`);
  }
}

const ramp = (n: number, from = 0) => Float64Array.from({ length: n }, (_, i) => from + i);

test('values are stored × conversion + offset, in pA and mV', async () => {
  const file = await nwb('scaled.nwb', [
    { name: 'a', data: Int16Array.of(1, 2, -3), conversion: 2e-12, offset: 1e-12 },
    { name: 'b', type: 'CurrentClampSeries', data: ramp(3), unit: 'volts', conversion: 1e-3 },
    { name: 'c', type: 'TimeSeries', data: ramp(3), unit: 'degrees C' },
  ]);
  const read = async (series: string) => {
    const recording = await openHdf5Recording(file, { series });
    const values = Array.from(recording.read(0, 0, 0, 3), (v) => Number(v.toPrecision(12)));
    recording.close();
    return [recording.channels[0].unit, values];
  };
  assert.deepEqual(await read('a'), ['pA', [3, 5, -5]]);
  assert.deepEqual(await read('b'), ['mV', [0, 1, 2]]);
  assert.deepEqual(await read('c'), ['degrees C', [0, 1, 2]]);
});

test('sweeps of one electrode are joined in time, electrodes become channels, modes stay apart', async () => {
  const sweep = (name: string, electrode: string, start_s: number, more: Partial<Series> = {}): Series => ({
    name,
    data: ramp(10, start_s * 1000),
    start_s,
    electrode,
    protocol: 'minis',
    ...more,
  });
  const file = await nwb('sweeps.nwb', [
    sweep('s10', 'cell 1', 9),
    sweep('s2', 'cell 1', 1),
    sweep('s2b', 'cell 2', 1),
    sweep('s10b', 'cell 2', 9),
    sweep('ic', 'cell 1', 20, { type: 'CurrentClampSeries', unit: 'volts' }),
    sweep('later', 'cell 1', 30, { protocol: 'steps' }),
  ]);
  const recording = await openHdf5Recording(file, {});
  assert.deepEqual(recording.allSeries.slice(0, 3), ['minis', 'ic', 'later']);
  assert.deepEqual(recording.sweeps, [
    { samples: 10, start_s: 1 },
    { samples: 10, start_s: 9 },
  ]);
  assert.deepEqual(
    recording.channels.map((c) => c.name),
    ['cell 1', 'cell 2'],
  );
  assert.equal(recording.protocol, 'minis');
  assert.deepEqual(recording.read(1, 1, 0, 1), Float64Array.of(9000 * 1e12));
  recording.close();
});

test('columns of a time series are channels, also of one saved on its side', async () => {
  const file = await nwb('columns.nwb', [
    { name: 'upright', data: ramp(12), shape: [6, 2], unit: 'x' },
    { name: 'aside', data: ramp(12), shape: [2, 6], unit: 'x' },
  ]);
  const upright = await openHdf5Recording(file, { series: 'upright' });
  assert.deepEqual([upright.channels.length, upright.sweeps[0].samples], [2, 6]);
  assert.deepEqual(upright.read(1, 0, 1, 3), Float64Array.of(3, 5));
  const aside = await openHdf5Recording(file, { series: 'aside' });
  assert.deepEqual([aside.channels.length, aside.sweeps[0].samples], [2, 6]);
  assert.deepEqual(aside.read(1, 0, 1, 3), Float64Array.of(7, 8));
  upright.close();
  aside.close();
});

test('timestamps give the rate if they are evenly spaced, and only then', async () => {
  const even = ramp(1000).map((i) => 5 + i / 20_000);
  const paused = even.map((t, i) => (i < 500 ? t : t + 1));
  const file = await nwb('times.nwb', [
    { name: 'even', data: ramp(1000), timestamps: even },
    { name: 'paused', data: ramp(1000), timestamps: paused },
  ]);
  const regular = await openHdf5Recording(file, { series: 'even' });
  assert.equal(regular.rateHz, 20_000);
  assert.equal(regular.sweeps[0].start_s, 5);
  const irregular = await openHdf5Recording(file, { series: 'paused' });
  assert.equal(irregular.rateHz, undefined);
  assert.match(irregular.facts.flat().join(' '), /not evenly spaced/);
  regular.close();
  irregular.close();
});

test('annotations are tags', async () => {
  const file = await nwb('tags.nwb', [{ name: 'a', data: ramp(5) }], (h5) => {
    h5.create_group('acquisition/notes').create_attribute('neurodata_type', 'AnnotationSeries');
    h5.create_dataset({ name: 'acquisition/notes/data', data: ['TTX', 'wash'] });
    h5.create_dataset({ name: 'acquisition/notes/timestamps', data: Float64Array.of(1.5, 60) });
  });
  const recording = await openHdf5Recording(file, {});
  assert.deepEqual(recording.tags, [
    { time_s: 1.5, comment: 'TTX' },
    { time_s: 60, comment: 'wash' },
  ]);
  recording.close();
});

test('a file in which nothing was acquired says so', async () => {
  const file = await nwb('empty.nwb', []);
  await assert.rejects(
    openHdf5Recording(file, {}),
    new UserError(`${file} contains no recording: its group "acquisition" has no time series of numbers.`),
  );
});

test('processed data follow what was acquired, and can be the only data', async () => {
  const processed = (h5: Hdf5File) => {
    h5.create_group('processing');
    h5.create_group('processing/filtered');
    const at = 'processing/filtered/lowpass';
    h5.create_group(at).create_attribute('neurodata_type', 'VoltageClampSeries');
    const data = h5.create_dataset({ name: `${at}/data`, data: ramp(8, 3) });
    data.create_attribute('unit', 'amperes');
    data.create_attribute('conversion', 1e-12, [], '<d');
    h5.create_dataset({
      name: `${at}/starting_time`,
      data: [2],
      shape: [],
      dtype: '<d',
    }).create_attribute('rate', 20_000, [], '<d');
  };
  const alone = await openHdf5Recording(await nwb('processed.nwb', [], processed), {});
  assert.deepEqual(
    [alone.series, alone.rateHz, alone.channels[0].unit, alone.sweeps],
    ['processing/filtered/lowpass', 20_000, 'pA', [{ samples: 8, start_s: 2 }]],
  );
  assert.deepEqual([...alone.read(0, 0, 0, 3)].map(Math.round), [3, 4, 5]);
  alone.close();
  const both = await openHdf5Recording(
    await nwb('both.nwb', [{ name: 'raw', data: ramp(9) }], processed),
    {},
  );
  assert.deepEqual(both.allSeries, ['raw', 'processing/filtered/lowpass']);
  both.close();
});

for (const [name, shape, times] of [
  ['rows', [2, 100], (t: Float64Array) => [...t, ...t.map((x) => 2 * x + 9)]],
  ['columns', [100, 2], (t: Float64Array) => [...t].flatMap((x) => [x, 2 * x + 9])],
] as const)
  test(`timestamps with a second line beside them, in ${name}, give the rate by the first`, async () => {
    const even = ramp(100).map((i) => 5 + i / 20_000);
    const file = await nwb(`times-${name}.nwb`, [{ name: 'a', data: ramp(100) }], (h5) => {
      h5.create_group('acquisition/b').create_attribute('neurodata_type', 'VoltageClampSeries');
      h5.create_dataset({ name: 'acquisition/b/data', data: ramp(100) }).create_attribute('unit', 'amperes');
      h5.create_dataset({
        name: 'acquisition/b/timestamps',
        data: Float64Array.from(times(even)),
        shape: [...shape],
      });
    });
    const recording = await openHdf5Recording(file, { series: 'b' });
    assert.deepEqual([recording.rateHz, recording.sweeps[0].start_s], [20_000, 5]);
    recording.close();
  });
