import assert from 'node:assert/strict';
import { readdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { CancelledError, UserError } from '../../../src/common/errors';
import { silentTask } from '../../../src/common/task';
import { analysed } from '../../../src/engine/export-recording/content';
import { exportRecording, requireExportable } from '../../../src/engine/export-recording/export';
import { openRecording } from '../../../src/engine/recordings/open';
import type { Recording } from '../../../src/engine/recordings/recording';
import { temporaryFolder } from '../../support/folder';
import { randomRecording } from '../../support/random-recording';

const folder = temporaryFolder();
const current = { name: 'I_MTest 1', unit: 'pA' };
const voltage = { name: '10_Vm', unit: 'mV' };
let files = 0;

async function written(recording: Recording, ending: string, start?: string) {
  const file = path.join(folder, `out ${files++}${ending}`);
  const content = { recording: analysed(recording), results: undefined, start };
  const notes = await exportRecording(file, content, { overwrite: false }, silentTask());
  return { file, notes, back: await openRecording(file, {}) };
}

/** Every sample of every channel, which are found by name; formats may order them. */
function assertEqualSamples(
  back: Recording,
  recording: Recording,
  tolerance: (values: Float64Array) => number,
) {
  assert.equal(back.rateHz, recording.rateHz);
  assert.deepEqual(
    back.sweeps.map(({ samples }) => samples),
    recording.sweeps.map(({ samples }) => samples),
  );
  back.sweeps.forEach(({ start_s }, i) => {
    assert.ok(Math.abs(start_s - recording.sweeps[i].start_s) < 1e-9, `sweep ${i} starts at ${start_s}`);
  });
  for (const [c, channel] of recording.channels.entries()) {
    const at = back.channels.findIndex(({ name }) => name === channel.name);
    assert.ok(at >= 0, `channel ${channel.name}`);
    assert.equal(back.channels[at].unit, channel.unit);
    recording.sweeps.forEach(({ samples }, sweep) => {
      const expected = recording.read(c, sweep, 0, samples);
      const most = tolerance(expected);
      const actual = back.read(at, sweep, 0, samples);
      expected.forEach((value, i) => {
        assert.ok(
          Math.abs(actual[i] - value) <= most,
          `${channel.name}, sweep ${sweep}, ${i}: ${actual[i]}, ${value}`,
        );
      });
    });
  }
}

const RELATIVE = 2 ** -50;
const exact = (values: Float64Array) => RELATIVE * values.reduce((most, v) => Math.max(most, Math.abs(v)), 0);
/** Half a step of 16 bits over the range of all samples, which lie within ± 400. */
const sixteenBits = () => 400 / 32_760 / 2 + 1e-4;

const SHAPES: [name: string, channels: { name: string; unit: string }[], lengths: number[]][] = [
  ['one sweep', [current], [150_001]],
  ['two channels in sweeps', [voltage, current], [3000, 3000, 3000]],
  ['sweeps of different lengths', [current], [500, 7000, 20]],
];

for (const [ending, tolerance] of [
  ['.nwb', exact],
  ['.h5', exact],
  ['.abf', sixteenBits],
] as const)
  for (const [name, channels, lengths] of SHAPES)
    test(`${ending} holds ${name}: samples, units, rate, starts, tags and protocol come back`, async () => {
      const recording = randomRecording(channels, lengths);
      const { back } = await written(recording, ending);
      try {
        assertEqualSamples(back, recording, tolerance);
        assert.equal(back.protocol, recording.protocol);
        assert.equal(Date.parse(back.start!), Date.parse(recording.start!));
        assert.deepEqual(
          back.tags.map(({ time_s, comment }) => [Math.round(time_s * 1e5) / 1e5, comment]),
          recording.tags.map(({ time_s, comment }) => [time_s, comment]),
        );
      } finally {
        back.close();
      }
    });

test('NWB keeps currents and voltages in SI units with their conversion, whatever their prefix', async () => {
  const prefixed = { fA: 1e-3, pA: 1, nA: 1e3, µA: 1e6, A: 1e12 };
  for (const [unit, factor] of Object.entries(prefixed)) {
    const recording = randomRecording([{ name: 'I', unit }], [40]);
    const { back } = await written(recording, '.nwb');
    assert.equal(back.channels[0].unit, 'pA');
    recording.read(0, 0, 0, 40).forEach((value, i) => {
      // Single precision.
      assert.ok(Math.abs(back.read(0, 0, i, i + 1)[0] / (value * factor) - 1) < 2 ** -23, unit);
    });
    back.close();
  }
});

test('ABF says its steps, shortened names and samples without a value', async () => {
  const recording = randomRecording([{ name: 'a name of many letters', unit: 'pA' }], [100]);
  const read: Recording['read'] = (...range) => {
    const values = recording.read(...range);
    if (range[2] === 0) values[3] = Number.NaN;
    return values;
  };
  const { notes, back } = await written({ ...recording, read }, '.abf');
  assert.equal(back.channels[0].name, 'a name of');
  assert.match(notes.join('\n'), /steps of .* pA.*was shortened.*1 samples are NaN/s);
  back.close();
});

test('what a format cannot hold is refused, and nothing is left behind', async () => {
  const before = readdirSync(folder).length;
  const many = Array.from({ length: 17 }, (_, i) => ({ name: `channel ${i}`, unit: 'pA' }));
  const refused: [recording: Recording, ending: string, why: RegExp][] = [
    [randomRecording(many, [10]), '.abf', /17 channels; ABF holds 16/],
    [randomRecording([current], [10], { start: undefined }), '.nwb', /no start time.*--start/],
    [randomRecording([current], [10]), '.mat', /must end with \.nwb, \.h5 or \.abf/],
  ];
  for (const [recording, ending, why] of refused)
    await assert.rejects(
      written(recording, ending),
      (thrown) => thrown instanceof UserError && why.test(thrown.message),
    );
  assert.throws(() => analysed(randomRecording([current], [10], { rateHz: undefined })), /no sampling rate/);
  const cancelled = { signal: AbortSignal.abort(), report: () => {} };
  for (const ending of ['.nwb', '.h5', '.abf']) {
    const content = {
      recording: analysed(randomRecording([current], [10])),
      results: undefined,
      start: undefined,
    };
    const file = path.join(folder, `cancelled${ending}`);
    await assert.rejects(exportRecording(file, content, { overwrite: false }, cancelled), CancelledError);
  }
  assert.equal(readdirSync(folder).length, before);
});

test('no recording is replaced, not even when overwriting is wanted', async () => {
  for (const ending of ['.nwb', '.h5', '.abf']) {
    const { file, back } = await written(randomRecording([current], [1000]), ending);
    back.close();
    await assert.rejects(requireExportable(file, { overwrite: true, inputs: [] }), /is never replaced/);
    const other = path.join(folder, `text${ending}`);
    writeFileSync(other, 'notes of the day\n');
    await assert.rejects(requireExportable(other, { overwrite: true, inputs: [] }), /is a text or table/);
    await assert.rejects(requireExportable(file, { overwrite: true, inputs: [file] }), /is an input/);
  }
});
