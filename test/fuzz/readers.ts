import { readdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { silentTask } from '../../src/common/task';
import { readExperiment } from '../../src/engine/experiments/experiment';
import { analysed } from '../../src/engine/export-recording/content';
import { exportRecording } from '../../src/engine/export-recording/export';
import { stateOf } from '../../src/engine/files/file-state';
import { noteLooked } from '../../src/engine/files/hdf5/first-look';
import { lookInto } from '../../src/engine/files/hdf5/look';
import { readModel } from '../../src/engine/network/keras/read-model';
import { readParameterFile } from '../../src/engine/parameter-files/file';
import { openRecordingHere } from '../../src/engine/recordings/open-here';
import { readEventTimes } from '../../src/engine/results/event-times';
import { readResults } from '../../src/engine/results/read-h5';
import { readEventTable } from '../../src/engine/statistics/read-event-table';
import { readTrainingSet, readWindows } from '../../src/engine/training/read-training-set';
import { projectRoot } from '../support/project';
import { randomRecording } from '../support/random-recording';
import { madeUpTrainingSet } from '../support/training-sets';
import { writeAbf } from '../support/write-abf';
import { abf1Bytes } from '../support/write-abf1';
import { hekaBytes } from '../support/write-heka';
import { igorRecord, igorWave } from '../support/write-igor';
import { matBytes } from '../support/write-mat';
import { npyBytes } from '../support/write-npy';
import { spike2Bytes } from '../support/write-spike2';
import { winEdrBytes, winWcpBytes } from '../support/write-strathclyde';

/** What is fuzzed: how a file is read, and good files to begin with. */
export interface FuzzedReader {
  seeds(folder: string): Promise<Buffer[]> | Buffer[];
  read(file: string): Promise<unknown>;
  /** Whether HDF5 reads it, which may hold the file of that name from before. */
  holdsNames?: boolean;
}

const SHARED = path.resolve(projectRoot, '../shared/data');
const LARGEST_SEED_BYTES = 400_000;
const fixtures = (...names: string[]) => path.join(projectRoot, 'test/fixtures', ...names);

/** Small files of a folder; none where it does not exist. */
function filesIn(folder: string, ending: RegExp): Buffer[] {
  let names: string[] = [];
  try {
    names = readdirSync(folder);
  } catch {
    // Real recordings are no part of the project.
  }
  return names
    .filter((name) => ending.test(name))
    .map((name) => path.join(folder, name))
    .filter((file) => statSync(file).isFile() && statSync(file).size <= LARGEST_SEED_BYTES)
    .map((file) => readFileSync(file));
}

async function readRecording(file: string): Promise<void> {
  const recording = await openRecordingHere(file, {});
  try {
    const { channels, sweeps } = recording;
    for (const sweep of new Set([0, sweeps.length - 1]))
      for (const channel of new Set([0, channels.length - 1])) {
        const { samples } = sweeps[sweep] ?? { samples: Number.NaN };
        if (!Number.isSafeInteger(samples) || samples < 0) throw new Error(`${samples} samples`);
        recording.read(channel, sweep, 0, Math.min(samples, 5000));
        recording.read(channel, sweep, Math.max(0, samples - 50), samples);
      }
  } finally {
    recording.close();
  }
}

/** The first look goes before each reading of HDF5, here in the same process. */
function looked(read: (file: string) => Promise<unknown>): (file: string) => Promise<unknown> {
  return async (file) => {
    const stats = statSync(file);
    noteLooked(stateOf(stats), await lookInto(file, stats.size));
    return read(file);
  };
}

const stored = Int16Array.from({ length: 4000 }, (_, i) => i);

function abfSeeds(folder: string): Buffer[] {
  const file = path.join(folder, 'seed.abf');
  const channels = [
    { name: 'Im', unit: 'pA' },
    { name: 'Vm', unit: 'mV', telegraphedGain: 2 },
  ];
  const tags = [{ time_s: 0.05, comment: 'drug' }];
  writeAbf(file, {
    rateHz: 2e4,
    channels,
    sweeps: [800, 700, 500],
    stored: (from, to) => stored.slice(from, to),
    tags,
  });
  const inputs = [{ input: 1, name: 'Im', unit: 'pA', scale: 1 }];
  const abf1 = { version: 1.83, rateHz: 2e4, inputs, stored, sweeps: [2000, 2000], tags: [] };
  return [readFileSync(file), abf1Bytes(abf1)];
}

function hekaSeeds(): Buffer[] {
  const trace = { unit: 'A', interval_s: 5e-5, scale: 1e-12, format: 'int16' as const, label: 'Imon' };
  const traces = [{ ...trace, stored: [...stored.slice(0, 500)] }];
  const series = { label: 'mini', sweeps: [1, 2].map((time_s) => ({ time_s, traces })) };
  return [hekaBytes({ groups: [{ label: 'E-1', series: [series, series] }] })];
}

/** What `miniml convert` writes, with sweeps, channels, and tags. */
async function exportedSeeds(folder: string): Promise<Buffer[]> {
  const channels = [
    { name: 'Im', unit: 'pA' },
    { name: 'Vm', unit: 'mV' },
  ];
  const content = {
    recording: analysed(randomRecording(channels, [300, 200])),
    results: undefined,
    start: '2024-05-31T14:30:00+02:00',
  };
  const files = ['seed.nwb', 'seed.h5'].map((name) => path.join(folder, name));
  for (const file of files) await exportRecording(file, content, { overwrite: true }, silentTask());
  return files.map((file) => readFileSync(file));
}

const text = (...lines: string[]) => Buffer.from(lines.join('\n'));
const numbered = (count: number, row: (i: number) => string) =>
  Array.from({ length: count }, (_, i) => row(i));
const small = [...stored.slice(0, 400)];
const wave = igorWave('wave0', small, 5e-5);
const experiment = Buffer.concat([
  igorRecord(2, Buffer.from('history\r')),
  igorRecord(9, Buffer.from('cell 1'.padEnd(32, '\0'))),
  igorRecord(3, wave),
  igorRecord(10, Buffer.alloc(0)),
]);
const shared = (name: RegExp) => (): Buffer[] => filesIn(path.join(SHARED, 'other-formats'), name);

export const READERS: Readonly<Record<string, FuzzedReader>> = {
  abf: { seeds: abfSeeds, read: readRecording },
  heka: { seeds: hekaSeeds, read: readRecording },
  text: {
    seeds: () => [
      text('time (s),Im (pA)', ...numbered(50, (i) => `${i / 1e4},${i % 7}`)),
      text(
        'ATF\t1.0',
        '2\t2',
        '"A=1"',
        '"Signals=" "Im"',
        '"Time (s)"\t"Im (pA)"',
        ...numbered(30, (i) => `${i / 1e4}\t${i}`),
      ),
      text(...numbered(40, (i) => `${i},5;${i},25`)),
    ],
    read: readRecording,
  },
  matlab: {
    seeds: () =>
      [false, true].map((compressed) =>
        matBytes(
          [
            { name: 'data', values: [...stored.slice(0, 400)], rows: 200, columns: 2 },
            { name: 'unit', values: 'pA' },
            { name: 'rec', values: [], structures: [[{ name: 'I', values: [...stored.slice(0, 200)] }]] },
          ],
          { compressed },
        ),
      ),
    read: readRecording,
  },
  numpy: { seeds: () => [npyBytes([...stored.slice(0, 400)], { shape: '(200, 2)' })], read: readRecording },
  igor: { seeds: () => [...shared(/\.ibw$/)(), wave, experiment], read: readRecording },
  axograph: { seeds: shared(/axg[dx]$|AxoGraph_Digitized/), read: readRecording },
  spike2: {
    seeds: () => [...shared(/\.smr$/)(), spike2Bytes([{ start: 0, values: [...stored.slice(0, 2000)] }], 50)],
    read: readRecording,
  },
  strathclyde: {
    seeds: () => [winEdrBytes([small, small]), winWcpBytes([small, small])],
    read: readRecording,
  },
  hdf5: {
    seeds: () => [
      ...filesIn(fixtures('hdf5/layouts'), /h5$/),
      ...filesIn(fixtures('hdf5'), /(kinds|compressions)\.h5$/),
    ],
    read: looked(readRecording),
    holdsNames: true,
  },
  nwb: { seeds: exportedSeeds, read: looked(readRecording), holdsNames: true },
  model: { seeds: () => filesIn(fixtures('keras'), /\.h5$/), read: looked(readModel), holdsNames: true },
  archive: { seeds: () => filesIn(fixtures('keras'), /\.keras$/), read: readModel, holdsNames: true },
  results: {
    seeds: () => filesIn(path.join(SHARED, 'results'), /\.h5$/),
    read: looked(readResults),
    holdsNames: true,
  },
  'training-set': {
    seeds: async (folder) => [
      readFileSync(await madeUpTrainingSet(folder, 'seed.h5', { seed: 1, windows: 20, length: 40 })),
    ],
    read: looked(async (file) => {
      const { windows } = await readTrainingSet(file);
      return readWindows(file, 0, Math.min(5, windows));
    }),
    holdsNames: true,
  },
  'event-times': {
    seeds: () => [
      text('time_s,amplitude', ...numbered(20, (i) => `${i * 0.1},-12.5`)),
      text(...numbered(9, String)),
    ],
    read: (file) => readEventTimes(file, 1e4),
  },
  'event-table': {
    seeds: () => [
      text(
        'animal,cell,group,amplitude',
        ...numbered(20, (i) => `a${i % 4},c${i % 8},${i % 2 ? 'wt' : 'ko'},${i}`),
      ),
    ],
    read: (file) => readEventTable(file),
  },
  experiment: {
    seeds: () => [text('recording,group,cell,win_size', 'a.abf,wt,1,600', 'b.abf,ko,2,"800"')],
    read: readExperiment,
  },
  parameters: {
    seeds: () => [
      text(
        '{',
        '  // of a cell',
        '  "recording": "a.abf",',
        '  "win_size": 600, "exclude": [[1, 2.5]],',
        '  "direction": "negative"',
        '}',
      ),
    ],
    read: readParameterFile,
  },
};
