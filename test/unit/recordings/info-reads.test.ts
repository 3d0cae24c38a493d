import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { mock, test } from 'node:test';
import { writeHdf5 } from '../../../src/engine/files/hdf5/hdf5';
import { doubtfulValues } from '../../../src/engine/recordings/doubts';
import { openRecordingHere } from '../../../src/engine/recordings/open-here';
import { temporaryFolder } from '../../support/folder';
import { shared, withoutShared } from '../../support/shared';
import { writeAbf } from '../../support/write-abf';
import { abf1Bytes } from '../../support/write-abf1';
import { hekaBytes } from '../../support/write-heka';
import { matBytes } from '../../support/write-mat';
import { npyBytes } from '../../support/write-npy';
import { spike2Bytes } from '../../support/write-spike2';

/**
 * The facts of a recording are there at once however large it is: what is read for them is counted, as no clock is the
 * same on two machines. Text and compressed MATLAB variables are looked at as `miniml info` does, which may estimate.
 */
const MOST_BYTES = 512 * 1024;
/** The places from which the length of a table is told. */
const MOST_BYTES_TEXT = 2 * 1024 ** 2;
/** HDF5 reads 64 KB around each place that it is asked for. */
const MOST_BYTES_HDF5 = 4 * 1024 ** 2;
const MOST_READS = 500;

const folder = temporaryFolder();
const at = (name: string) => path.join(folder, name);

/** Reads and bytes of what `miniml info` and the editor ask of a recording before its first picture. */
async function readsOf(file: string): Promise<{ reads: number; bytes: number; samples: number }> {
  let reads = 0;
  let bytes = 0;
  const read = fs.readSync;
  const counted = mock.method(fs, 'readSync', (...args: Parameters<typeof fs.readSync>) => {
    const done = read(...args);
    reads++;
    bytes += done;
    return done;
  });
  try {
    const recording = await openRecordingHere(file, { glance: true });
    doubtfulValues(recording);
    const samples = recording.sweeps.reduce((sum, sweep) => sum + sweep.samples, 0);
    recording.close();
    assert.ok(counted.mock.callCount() > 0, 'reads are counted');
    return { reads, bytes, samples };
  } finally {
    counted.mock.restore();
  }
}

const wave = (n: number) => Array.from({ length: n }, (_, i) => (i * 7919) % 997);

/** Each writes a recording of so many samples. */
const WRITERS: Record<string, (file: string, samples: number) => unknown> = {
  'abf2.abf': (file, samples) =>
    writeAbf(file, { rateHz: 50_000, channels: [{ name: 'Im', unit: 'pA' }], sweeps: [samples] }),
  'abf1.abf': (file, samples) =>
    fs.writeFileSync(
      file,
      abf1Bytes({
        version: 1.83,
        rateHz: 20_000,
        inputs: [{ input: 0, name: 'Im', unit: 'pA', scale: 0.1 }],
        stored: Int16Array.from(wave(samples)),
      }),
    ),
  'heka.dat': (file, samples) => {
    const trace = {
      label: 'Imon',
      unit: 'A',
      interval_s: 5e-5,
      scale: 1e-12,
      format: 'int16',
      stored: wave(samples),
    } as const;
    const series = [{ label: 'mini', sweeps: [{ time_s: 1, traces: [trace] }] }];
    fs.writeFileSync(file, hekaBytes({ groups: [{ label: 'E-1', series }] }));
  },
  'trace.npy': (file, samples) => fs.writeFileSync(file, npyBytes(wave(samples), { shape: `(${samples},)` })),
  'times.npy': (file, samples) => {
    const times = Array.from({ length: samples / 2 }, (_, i) => i * 5e-5);
    fs.writeFileSync(file, npyBytes([...times, ...wave(samples / 2)], { shape: `(2, ${samples / 2})` }));
  },
  'plain.mat': (file, samples) =>
    fs.writeFileSync(
      file,
      matBytes([
        { name: 't', values: Array.from({ length: samples / 2 }, (_, i) => i * 5e-5) },
        { name: 'I', values: wave(samples / 2) },
      ]),
    ),
  'packed.mat': (file, samples) =>
    fs.writeFileSync(
      file,
      matBytes(
        [
          { name: 't', values: Array.from({ length: samples / 2 }, (_, i) => i * 5e-5) },
          { name: 'I', values: wave(samples / 2) },
        ],
        { compressed: true },
      ),
    ),
  'table.csv': (file, samples) => {
    fs.writeFileSync(file, 't (s),I (pA)\n');
    for (let i = 0; i < samples / 2; i += 100_000)
      fs.appendFileSync(
        file,
        Array.from(
          { length: 100_000 },
          (_, k) => `${((i + k) * 5e-5).toFixed(5)},${((i + k) % 97).toFixed(4)}\n`,
        ).join(''),
      );
  },
  'runs.smr': (file, samples) =>
    fs.writeFileSync(file, spike2Bytes([{ start: 0, values: wave(samples) }], 10_000)),
  'contiguous.h5': (file, samples) =>
    writeHdf5(file, (open) => {
      open.create_dataset({
        name: 'time',
        data: Float64Array.from({ length: samples / 2 }, (_, i) => i * 5e-5),
      });
      open.create_dataset({ name: 'trace', data: Float64Array.from(wave(samples / 2)) });
    }),
  'chunked.h5': (file, samples) =>
    writeHdf5(file, (open) => {
      open.create_dataset({
        name: 'trace',
        data: Float64Array.from(wave(samples)),
        shape: [samples],
        chunks: [4096],
      });
    }),
};

for (const [name, write] of Object.entries(WRITERS))
  test(`the facts of ${name} take as few reads of four million samples as of one million`, async () => {
    const found = [];
    for (const samples of [1_000_000, 4_000_000]) {
      await write(at(name), samples);
      found.push(await readsOf(at(name)));
    }
    const [small, large] = found;
    assert.ok(large.samples >= 2_000_000);
    const most = name.endsWith('.h5')
      ? MOST_BYTES_HDF5
      : name.endsWith('.csv')
        ? MOST_BYTES_TEXT
        : MOST_BYTES;
    assert.ok(large.bytes < most, `${large.bytes} bytes`);
    assert.ok(large.reads < MOST_READS, `${large.reads} reads`);
    assert.ok(large.bytes - small.bytes < 300_000, `${small.bytes} bytes, then ${large.bytes}`);
  });

test('the facts of a recording of 40 GB take no more', async () => {
  writeAbf(at('huge.abf'), { rateHz: 50_000, channels: [{ name: 'Im', unit: 'pA' }], sweeps: [20e9] });
  const { bytes, reads, samples } = await readsOf(at('huge.abf'));
  assert.equal(samples, 20e9);
  assert.ok(bytes < 64 * 1024 && reads < 60, `${bytes} bytes, ${reads} reads`);
});

test('the facts of recordings of other programs take a small part of them', {
  skip: withoutShared,
}, async () => {
  for (const name of ['File_winwcp_1.wcp', 'File_WinEDR_1.EDR', 'episodic.axgd', 'File_spike2_1.smr']) {
    const { bytes, reads } = await readsOf(shared('other-formats', name));
    assert.ok(bytes < 100_000, `${name}: ${bytes} bytes`);
    assert.ok(reads < MOST_READS, `${name}: ${reads} reads`);
  }
});
