import assert from 'node:assert/strict';
import path from 'node:path';
import { test } from 'node:test';
import { silentTask } from '../../../src/common/task';
import { analysed } from '../../../src/engine/export-recording/content';
import { exportRecording } from '../../../src/engine/export-recording/export';
import type { Recording } from '../../../src/engine/recordings/recording';
import { untouched } from '../../../src/engine/results/results-file';
import { someDetection } from '../../support/detection';
import { temporaryFolder } from '../../support/folder';
import { pythonJson, withoutPython } from '../../support/python';
import { randomRecording } from '../../support/random-recording';

const folder = temporaryFolder();
const channels = [
  { name: 'Vm', unit: 'mV' },
  { name: 'Im', unit: 'pA' },
];

interface Series {
  type: string;
  unit: string;
  rate: number;
  start: number;
  values: number[];
}

const READ_NWB = `
import json, sys, pynwb
with pynwb.NWBHDF5IO(sys.argv[1], 'r') as io:
    nwb = io.read()
    series = {name: dict(type=type(s).__name__, unit=s.unit, rate=s.rate, start=s.starting_time,
                         values=[float(v) for v in s.get_data_in_units()])
              for name, s in nwb.acquisition.items() if name != 'tags'}
    tables = nwb.processing['icephys'].data_interfaces
    events = tables['events'].to_dataframe()
    print(json.dumps(dict(series=series, start=nwb.session_start_time.isoformat(),
        electrodes=sorted(nwb.icephys_electrodes), tags=list(nwb.acquisition['tags'].data),
        errors=[str(e) for e in pynwb.validate(path=sys.argv[1])],
        columns=list(events.columns), timestamps=[float(v) for v in events['timestamp']],
        amplitudes=[None if v != v else float(v) for v in events['amplitude']],
        detection={r.parameter: json.loads(r.value) for r in tables['detection'].to_dataframe().itertuples()})))
`;

test('pynwb reads and validates the recording, its events, the model and the parameters', {
  skip: withoutPython('pynwb'),
}, async () => {
  const recording = randomRecording(channels, [2000, 2000]);
  const file = await nwbOf(recording);
  const detection = someDetection();
  const read = pythonJson<{
    series: Record<string, Series>;
    start: string;
    electrodes: string[];
    tags: string[];
    errors: string[];
    columns: string[];
    timestamps: number[];
    amplitudes: (number | null)[];
    detection: Record<string, unknown>;
  }>(READ_NWB, file);
  assert.deepEqual(read.errors, []);
  assert.deepEqual(read.electrodes, ['Im', 'Vm']);
  assert.deepEqual(
    read.tags,
    recording.tags.map(({ comment }) => comment),
  );
  assert.equal(Date.parse(read.start), Date.parse('2024-05-31T12:30:00Z'));
  for (const [c, unit, factor] of [
    [0, 'volts', 1e-3],
    [1, 'amperes', 1e-12],
  ] as const)
    recording.sweeps.forEach(({ samples, start_s }, sweep) => {
      const series = read.series[`sweep ${sweep + 1} ${channels[c].name}`];
      assert.deepEqual(
        [series.type, series.unit, series.rate, series.start],
        ['PatchClampSeries', unit, 20_000, start_s],
      );
      const expected = recording.read(c, sweep, 0, samples);
      assert.equal(series.values.length, samples);
      series.values.forEach((value, i) => {
        assert.ok(Math.abs(value / (expected[i] * factor) - 1) < 1e-6);
      });
    });
  const { events } = detection;
  assert.deepEqual(
    read.amplitudes,
    events.map(({ amplitude }) => (Number.isNaN(amplitude) ? null : amplitude)),
  );
  events.forEach(({ origin }, i) => {
    const expected = recording.sweeps[origin.sweep].start_s + origin.sample / 20_000;
    assert.ok(Math.abs(read.timestamps[i] - expected) < 1e-9);
  });
  assert.equal(read.detection['model_name'], detection.model.name);
  assert.equal(read.detection['win_size'], detection.parameters.win_size);
});

const INSPECT = `
import json, sys
from nwbinspector import inspect_nwbfile
print(json.dumps([[m.importance.name, m.check_function_name] for m in inspect_nwbfile(nwbfile_path=sys.argv[1])]))
`;

test('the NWB inspector has suggestions only', { skip: withoutPython('nwbinspector') }, async () => {
  const file = await nwbOf(randomRecording(channels, [2000, 2000]));
  const worse = pythonJson<[string, string][]>(INSPECT, file).filter(
    ([importance]) => importance !== 'BEST_PRACTICE_SUGGESTION',
  );
  assert.deepEqual(worse, []);
});

let files = 0;
async function nwbOf(recording: Recording): Promise<string> {
  const file = path.join(folder, `${files++}.nwb`);
  const content = {
    recording: analysed(recording),
    results: untouched(someDetection(), 'miniML'),
    start: '2024-05-31T14:30:00+02:00',
    subject: { subject_id: 'm1', species: 'Mus musculus', sex: 'F', age: 'P30D' },
  };
  await exportRecording(file, content, { overwrite: false }, silentTask());
  return file;
}

const READ_ABF = `
import json, sys, pyabf
abf = pyabf.ABF(sys.argv[1])
values = []
for sweep in abf.sweepList:
    values.append([])
    for channel in abf.channelList:
        abf.setSweep(sweep, channel)
        values[-1].append([float(v) for v in abf.sweepY])
print(json.dumps(dict(rate=abf.dataRate, units=abf.adcUnits, names=abf.adcNames, values=values,
    start=abf.abfDateTime.isoformat(), tags=abf.tagComments, times=abf.tagTimesSec)))
`;

test('pyabf reads sweeps and channels', { skip: withoutPython('pyabf') }, async () => {
  for (const lengths of [[5000], [2000, 2000, 2000]]) {
    const recording = randomRecording(channels, lengths);
    const file = path.join(folder, `${files++}.abf`);
    const content = { recording: analysed(recording), results: undefined, start: undefined };
    await exportRecording(file, content, { overwrite: false }, silentTask());
    const read = pythonJson<{
      rate: number;
      units: string[];
      names: string[];
      values: number[][][];
      start: string;
      tags: string[];
    }>(READ_ABF, file);
    assert.equal(read.rate, 20_000);
    assert.deepEqual([read.names, read.units], [channels.map((c) => c.name), channels.map((c) => c.unit)]);
    assert.match(read.start, /^2024-05-31T14:30:00\.25/);
    assert.deepEqual(
      read.tags.map((tag) => tag.trim()),
      // pyabf reads the ASCII characters of a text.
      recording.tags.map(({ comment }) => comment.replace('µ', '')),
    );
    lengths.forEach((samples, sweep) => {
      channels.forEach((_, c) => {
        const expected = recording.read(c, sweep, 0, samples);
        assert.equal(read.values[sweep][c].length, samples);
        read.values[sweep][c].forEach((value, i) => {
          assert.ok(Math.abs(value - expected[i]) < 0.01, `${value}, expected ${expected[i]}`);
        });
      });
    });
  }
});
