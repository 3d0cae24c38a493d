import assert from 'node:assert/strict';
import path from 'node:path';
import { describe, it } from 'node:test';
import type { OpenOptions } from '../../../src/common/traces/recipe';
import { writeHdf5 } from '../../../src/engine/files/hdf5/hdf5';
import { openRecording } from '../../../src/engine/recordings/open';
import type { Recording } from '../../../src/engine/recordings/recording';
import { temporaryFolder } from '../../support/folder';
import { projectRoot } from '../../support/project';

const folder = temporaryFolder();
const fixture = (name: string) => path.join(projectRoot, 'test/fixtures/hdf5/layouts', `${name}.h5`);

/** Sample i of every fixture, before what the layout does to it. */
const value = (i: number) => (3 * i) % 7;

async function using(
  file: string,
  check: (recording: Recording) => void,
  open: OpenOptions = {},
): Promise<void> {
  const recording = await openRecording(file, open);
  try {
    check(recording);
  } finally {
    recording.close();
  }
}

/** Samples of a sweep are `right(value)`, read from its middle too. */
function hold(recording: Recording, right: (value: number) => number, channel = 0, sweep = 0): void {
  const { samples } = recording.sweeps[sweep];
  for (const from of [0, 77]) {
    const values = recording.read(channel, sweep, from, samples);
    const apart = values.reduce((most, v, i) => Math.max(most, Math.abs(v - right(value(from + i)))), 0);
    assert.ok(apart < 1e-9, `${apart} apart from sample ${from} on`);
  }
}

const channels = (recording: Recording) => recording.channels.map(({ name, unit }) => `${name} (${unit})`);

describe('the layouts of acquisition programs in HDF5', () => {
  it('NIX: a polynomial around its origin, the interval of the first dimension', () =>
    using(fixture('nix'), (recording) => {
      assert.deepEqual(
        [recording.rateHz, recording.series, ...channels(recording)],
        [20_000, 'signal', 'Im (pA)'],
      );
      hold(recording, (v) => 0.5 + 0.1 * (10 * v - 5));
    }));

  it('RTXI: trials are sweeps, the command stands last, downsampling divides the rate', () =>
    using(fixture('rtxi'), (recording) => {
      assert.deepEqual([recording.rateHz, ...channels(recording)], [10_000, 'Im (A)', 'Command (V)']);
      assert.deepEqual(recording.sweeps, [
        { samples: 200, start_s: 0 },
        { samples: 200, start_s: 0.02 },
      ]);
      hold(recording, (v) => 2 * v, 0, 1);
    }));

  it('Symphony: epochs of a block are sweeps at their times, devices channels', () =>
    using(fixture('symphony'), (recording) => {
      assert.deepEqual([recording.rateHz, ...channels(recording)], [10_000, 'Amp1 (pA)']);
      assert.deepEqual(
        recording.sweeps.map(({ start_s }) => Math.round(start_s * 1000)),
        [0, 2000, 4000],
      );
      hold(recording, (v) => 3 * v, 0, 2);
    }));

  it('WaveSurfer: active channels only, volts by the polynomial, over the scale', () =>
    using(fixture('wavesurfer'), (recording) => {
      assert.deepEqual([recording.rateHz, ...channels(recording)], [20_000, 'Im (pA)']);
      assert.deepEqual(recording.sweeps, [
        { samples: 200, start_s: 0 },
        { samples: 200, start_s: 3 },
      ]);
      hold(recording, (v) => (0.25 + 0.5 * v + 0.125 * v ** 2) / 0.5);
    }));

  it('ephysIO: waves as rows, differences summed up', () =>
    using(fixture('ephysio'), (recording) => {
      assert.deepEqual(
        [recording.rateHz, recording.sweeps.length, recording.channels[0].unit],
        [20_000, 2, 'A'],
      );
      hold(recording, (v) => 2 * v, 0, 1);
    }));

  it('MetaArray: an axis of sweeps, the command last', () =>
    using(fixture('metaarray'), (recording) => {
      assert.deepEqual([recording.rateHz, ...channels(recording)], [20_000, 'primary (A)', 'command (V)']);
      assert.equal(recording.sweeps.length, 2);
      hold(recording, (v) => 2 * v, 0, 1);
    }));

  it('records: their numbers are channels, the times give the rate', () =>
    using(fixture('records'), (recording) => {
      assert.equal(recording.rateHz, 20_000);
      assert.equal(recording.channels[0].name, 'current');
      hold(recording, (v) => v);
    }));
});

describe('what is written beside the numbers of a plain dataset', () => {
  const data = Float64Array.from({ length: 200 }, (_, i) => value(i));
  const rateOf = async (name: string, stated: string | number): Promise<number | undefined> => {
    const file = path.join(folder, 'stated.h5');
    await writeHdf5(file, (h5) => {
      const dataset = h5.create_dataset({ name: 'trace', data });
      if (typeof stated === 'number') dataset?.create_attribute(name, stated, [], '<d');
      else dataset?.create_attribute(name, stated);
    });
    let rate: number | undefined;
    await using(file, ({ rateHz }) => {
      rate = rateHz;
    });
    return rate;
  };

  for (const [name, stated] of [
    ['Fs', 20_000],
    ['SamplingRate', 20_000],
    ['samplerate', 20_000],
    ['sample_rate_hz', 20_000],
    ['fs_hz', 20_000],
    ['fs_khz', 20],
    ['sampling rate', '20 kHz'],
    ['SampleRate', '20000 Hz'],
    ['sampling_interval_ms', 0.05],
    ['Sampling interval (µs)', 50],
    ['dt_us', 50],
    ['sample_period', '50 us'],
  ] as const)
    it(`${name} = ${stated} is 20 kHz`, async () => assert.equal(await rateOf(name, stated), 20_000));

  for (const [name, stated] of [
    ['stimulus_rate', 5],
    ['interval', 10],
    ['frequency', 40],
    ['rate', 'fast'],
  ] as const)
    it(`${name} = ${stated} is no sampling rate`, async () =>
      assert.equal(await rateOf(name, stated), undefined));

  for (const [name, number, unit] of [
    ['dt', 0.05, 'ms'],
    ['fs', 20, 'kHz'],
  ] as const)
    it(`${name} as a dataset of ${number} with the unit ${unit}`, async () => {
      const file = path.join(folder, `${name}-unit.h5`);
      await writeHdf5(file, (h5) => {
        h5.create_dataset({ name: 'trace', data });
        h5.create_dataset({ name, data: [number], shape: [], dtype: '<d' })?.create_attribute('unit', unit);
      });
      await using(file, ({ rateHz, series, channels: [one] }) =>
        assert.deepEqual([rateHz, series, one.unit], [20_000, 'trace', '']),
      );
    });

  it('a command that is the first column stands last', async () => {
    const file = path.join(folder, 'command-first.h5');
    await writeHdf5(file, (h5) => {
      const both = Float64Array.from({ length: 400 }, (_, i) => (i % 2 === 0 ? -70 : value((i - 1) / 2)));
      const dataset = h5.create_dataset({ name: 'table', data: both, shape: [200, 2] });
      dataset?.create_attribute('columns', ['Vcmd (mV)', 'Im (pA)']);
      dataset?.create_attribute('fs', 20_000, [], '<d');
    });
    await using(file, (recording) => {
      assert.deepEqual(channels(recording), ['Im (pA)', 'Vcmd (mV)']);
      hold(recording, (v) => v);
    });
  });

  it('a rate that no patch recording has is said', async () => {
    const file = path.join(folder, 'slow.h5');
    await writeHdf5(file, (h5) => {
      h5.create_dataset({ name: 'trace', data })?.create_attribute('rate', 20, [], '<d');
    });
    await using(file, ({ rateHz, warnings }) => {
      assert.equal(rateHz, 20);
      assert.match(warnings.find(({ code }) => code === 'rate')?.message ?? '', /20 Hz/);
    });
    await using(file, ({ warnings }) => assert.ok(!warnings.some(({ code }) => code === 'rate')), {
      rateHz: 20_000,
    });
  });

  it('a ramp in volts is no time, nor are several rows that rise', async () => {
    const ramp = Float64Array.from({ length: 200 }, (_, i) => i / 10);
    const file = path.join(folder, 'ramp.h5');
    await writeHdf5(file, (h5) => {
      h5.create_dataset({ name: 'v', data: ramp })?.create_attribute('unit', 'mV');
      h5.create_dataset({ name: 'sweeps', data: Float64Array.of(...ramp, ...ramp), shape: [2, 200] });
    });
    await using(file, ({ sweeps }) => assert.equal(sweeps.length, 2), { series: 'sweeps' });
    await using(file, ({ channels: [one] }) => assert.equal(one.unit, 'mV'), { series: 'v' });
  });

  it('times beside a trace that are not even give no rate, and it is said', async () => {
    const file = path.join(folder, 'uneven.h5');
    await writeHdf5(file, (h5) => {
      h5.create_dataset({ name: 'time', data: data.map((_, i) => i * 1e-4 + (i > 150 ? 2 : 0)) });
      h5.create_dataset({ name: 'v', data });
    });
    await using(file, ({ rateHz, series, warnings }) => {
      assert.deepEqual([rateHz, series], [undefined, 'v']);
      assert.ok(warnings.some(({ code }) => code === 'times'));
    });
  });
});
