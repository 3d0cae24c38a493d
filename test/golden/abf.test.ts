import assert from 'node:assert/strict';
import path from 'node:path';
import { describe, it } from 'node:test';
import { openAbf } from '../../src/engine/recordings/abf/open';
import type { Recording } from '../../src/engine/recordings/recording';
import { shared, sharedJson, withoutReference, withoutShared } from '../support/shared';

interface Expected {
  values: Record<
    string,
    {
      /** As Molecular Devices' library reads them, printed to five decimals. */
      abffio_first_value_per_channel: number[];
      /** "sweep,channel" → samples, first, last, standard deviation. */
      sweeps: Record<string, [n: number, first: number, last: number, sd: number]>;
    }
  >;
  /** What the official ABFINFO program prints. */
  abfinfo: Record<string, Record<string, string>>;
}

/**
 * The expected values come from single-precision arithmetic (stored integer × scale + offset, each rounded to
 * 24 bits) and are printed to eight decimals; ours are computed in double precision from the same integers.
 */
const SINGLE = 4e-7;
const PRINTED = 1e-8;

function near(actual: number, expected: number, relative: number, absolute: number, what: string): void {
  const allowed = relative * Math.abs(expected) + absolute;
  assert.ok(Math.abs(actual - expected) <= allowed, `${what}: ${actual}, expected ${expected}`);
}

function withRecording(file: string, use: (recording: Recording) => void): void {
  const recording = openAbf(file, {});
  try {
    use(recording);
  } finally {
    recording.close();
  }
}

const withoutExpected = withoutReference('abf', 'expected.json');

describe('ABF files hold what the official programs read', { skip: withoutExpected }, () => {
  const expected = withoutExpected
    ? { values: {}, abfinfo: {} }
    : sharedJson<Expected>('abf', 'expected.json');

  for (const [name, { abffio_first_value_per_channel, sweeps }] of Object.entries(expected.values))
    it(`${name}: every sweep of every channel`, () => {
      withRecording(shared('abf', `${name}.abf`), (recording) => {
        const keys = recording.sweeps.flatMap((_, sweep) =>
          recording.channels.map((_, channel) => `${sweep},${channel}`),
        );
        assert.deepEqual(new Set(keys), new Set(Object.keys(sweeps)));
        abffio_first_value_per_channel.forEach((first, channel) => {
          near(recording.read(channel, 0, 0, 1)[0], first, SINGLE, 6e-6, `channel ${channel}`);
        });
        for (const [key, [n, first, last, sd]] of Object.entries(sweeps)) {
          const [sweep, channel] = key.split(',').map(Number) as [number, number];
          assert.equal(recording.sweeps[sweep].samples, n, key);
          const values = recording.read(channel, sweep, 0, n);
          near(values[0], first, SINGLE, PRINTED, `${key} first`);
          near(values.at(-1)!, last, SINGLE, PRINTED, `${key} last`);
          near(standardDeviation(values), sd, 2e-5, PRINTED, `${key} standard deviation`);
        }
      });
    });

  for (const [name, facts] of Object.entries(expected.abfinfo))
    it(`${name}: the header`, () => {
      withRecording(shared('abf', `${name}.abf`), (recording) => {
        const fact = (wanted: string) => recording.facts.find(([known]) => known === wanted)?.[1];
        assert.equal(recording.protocol, facts['protocol']);
        assert.equal(versionNumber(recording.version), Number(facts['fFileVersionNumber']));
        assert.equal(fact('Created by'), facts['Created by']);
        assert.equal(`${fact('Acquisition')}.`, facts['Acquisition mode']);
        assert.equal(fact('Comment') ?? 'n/a', facts['Comment']);
        assert.equal(recording.start, startOf(facts));
        assert.equal(recording.channels.length, Number(facts['nADCNumChannels']));
        assert.equal(recording.rateHz, 1e6 / Number(facts['fADCSequenceInterval']));
        assert.equal(recording.tags.length, Number(facts['lNumTagEntries']));
        const total = recording.sweeps.reduce((sum, { samples }) => sum + samples, 0);
        assert.equal(total * recording.channels.length, Number(facts['samples']));
        if (facts['nOperationMode'] === '5')
          assert.equal(recording.sweeps.length, Number(facts['lActualEpisodes']));
      });
    });
});

describe('ABF files of other kinds', { skip: withoutShared }, () => {
  it('times of sweeps and comments are seconds from the start', () => {
    withRecording(shared('abf', '2018_11_16_sh_0006.abf'), ({ sweeps, tags }) => {
      assert.equal(sweeps[1].start_s, 5);
      assert.equal(sweeps[59].start_s, 59 * 5);
      assert.equal(tags[0].comment, '+drug at 3min');
      near(tags[0].time_s, 180.3776, 1e-9, 0, 'tag');
    });
    withRecording(shared('abf', 'File_axon_2.abf'), ({ tags }) => {
      assert.deepEqual(
        tags.map(({ comment }) => comment),
        [
          'Clampex start acquisition',
          'C:\\Axon\\résultats\\06-05\\11-06-05\\05611005.abf',
          'Clampex end (1)',
          'Clampex start acquisition',
        ],
      );
      near(tags[0].time_s, 26.765, 1e-9, 0, 'tag without a unit of time');
    });
  });

  it('sweeps may differ in length', () => {
    withRecording(shared('abf', '2020_06_16_0001.abf'), ({ sweeps }) => {
      assert.deepEqual(
        sweeps.map(({ samples, start_s }) => [samples, Number(start_s.toFixed(6))]),
        [
          [22040, 2.6979],
          [11040, 5.9979],
        ],
      );
    });
  });

  it('units are readable whatever their encoding', () => {
    const units = (...file: string[]) => {
      let found: string[] = [];
      withRecording(shared(...file), ({ channels }) => {
        found = channels.map(({ unit }) => unit);
      });
      return found;
    };
    assert.deepEqual(units('abf', '180329_ts_0005-badUnits.abf'), ['pA']);
    assert.deepEqual(units('abf', '2015_09_10_0001.abf'), ['pA', 'mV', 'µm']);
    assert.deepEqual(units('abf', '180415_aaron_temp.abf'), ['V', 'deg C']);
    assert.deepEqual(units('abf', 'DM1_0000.abf'), ['pA', 'mmHg']);
    assert.deepEqual(units('abf', 'f1_saved.abf'), ['pA']);
  });

  it('an impossible date is no error', () => {
    for (const name of ['invalidDate-abf1', 'invalidDate-abf2', 'f1_saved'])
      withRecording(shared('abf', `${name}.abf`), ({ start, sweeps }) => {
        assert.equal(start, undefined);
        assert.ok(sweeps.length > 0);
      });
  });

  it('recordings of the other folders have their known size and rate', () => {
    const known: [string[], number, number, number, string[]][] = [
      [['minis', '19911002-2.abf'], 10_000, 1, 908_288, ['mV', 'nA']],
      [['rated-sepsc', 'GroupA.abf'], 20_000, 1, 604_548, ['mV']],
      [['nwb', '25530001.abf'], 10_000, 10, 8_888, ['pA', 'pA', 'pA', 'pA']],
      ...['Sim1', 'Sim2', 'Train1', 'Train2'].map((name): [string[], number, number, number, string[]] => [
        ['sim-mepsc', name, 'Simulation.abf'],
        40_000,
        1,
        396_000,
        ['pA'],
      ]),
    ];
    for (const [file, rate, sweeps, samples, units] of known)
      withRecording(shared(...file), (recording) => {
        const name = path.join(...file);
        assert.equal(recording.rateHz, rate, name);
        assert.equal(recording.sweeps.length, sweeps, name);
        assert.equal(recording.sweeps[0].samples, samples, name);
        assert.deepEqual(
          recording.channels.map(({ unit }) => unit),
          units,
          name,
        );
      });
  });
});

/** ABFINFO counts 2.06 where the file says 2.0.6. */
function versionNumber(version: string): number {
  const [major, minor] = version.split('.').map(Number) as [number, number];
  return major === 2 ? Number((2 + minor / 100).toFixed(2)) : Number(version);
}

function startOf(facts: Record<string, string>): string {
  const [, year, month, day] = /^(\d{4})(\d\d)(\d\d)$/.exec(facts['uFileStartDate'])!.map(Number);
  const midnight = Date.UTC(year!, month! - 1, day);
  return new Date(midnight + Number(facts['uFileStartTimeMS'])).toISOString().slice(0, -1);
}

function standardDeviation(values: Float64Array): number {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  return Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length);
}
