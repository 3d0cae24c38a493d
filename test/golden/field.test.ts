import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { RecordingInfo } from '../../src/common/api/engine/file-info';
import type { OpenOptions } from '../../src/common/traces/recipe';
import { openRecording } from '../../src/engine/recordings/open';
import { fileInfo } from '../../src/engine/service/info';
import { shared, sharedJson, withoutShared } from '../support/shared';

const skip = withoutShared;

/** What is right about a line of samples, by the case's oracle. */
interface Expected {
  samples: number;
  first: number[];
  mean?: number;
  min?: number;
  max?: number;
}

const expectedOf = (name: string) =>
  sharedJson<{ expected: Record<string, unknown> }>('field', `${name}.json`).expected;

async function infoOf(file: string, open: OpenOptions = {}): Promise<RecordingInfo> {
  const info = await fileInfo(shared('field', file), open);
  assert.ok(info.kind === 'recording');
  return info;
}

/** Holds a sweep to values; single-precision and scaled files differ from the oracle in the last digits. */
async function hold(
  file: string,
  expected: Expected,
  {
    open = {},
    channel = 0,
    sweep = 0,
    factor = 1,
  }: { open?: OpenOptions; channel?: number; sweep?: number; factor?: number } = {},
): Promise<void> {
  const recording = await openRecording(shared('field', file), open);
  try {
    assert.equal(recording.sweeps[sweep].samples, expected.samples);
    const values = recording.read(channel, sweep, 0, expected.samples);
    const size = Math.max(...expected.first.map(Math.abs)) * factor;
    const near = (value: number, right: number, what: string) =>
      assert.ok(Math.abs(value - right * factor) <= size * 1e-6, `${what}: ${value}, not ${right * factor}`);
    for (const [i, right] of expected.first.entries()) near(values[i], right, `sample ${i}`);
    if (expected.mean !== undefined)
      near(values.reduce((a, b) => a + b) / values.length, expected.mean, 'mean');
    if (expected.min !== undefined)
      near(
        values.reduce((a, b) => Math.min(a, b)),
        expected.min,
        'minimum',
      );
    if (expected.max !== undefined)
      near(
        values.reduce((a, b) => Math.max(a, b)),
        expected.max,
        'maximum',
      );
    // A part from the middle is the same as in the whole.
    const middle = Math.floor(expected.samples / 2);
    assert.deepEqual(
      recording.read(channel, sweep, middle, middle + 100),
      values.slice(middle, middle + 100),
    );
  } finally {
    recording.close();
  }
}

function assertNear(value: number, expected: number): void {
  assert.ok(Math.abs(value - expected) < 1e-6, `${value}, not ${expected}`);
}

describe('files from the field are read right', { skip }, () => {
  it('c05 WaveSurfer: counts by their polynomial, channels and rate from the header', async () => {
    const expected = expectedOf('c05') as unknown as Expected;
    const info = await infoOf('c05_ws.h5');
    assert.equal(info.rate_hz, 20_000);
    assert.deepEqual(info.channels, [{ name: 'AI0', unit: 'V' }]);
    assert.deepEqual(info.all_series, ['']);
    assert.equal(info.start, '2017-10-10T15:30:41.078');
    await hold('c05_ws.h5', expected);
  });

  it('c06 a table of events beside a trace makes no training set', async () => {
    const info = await infoOf('c06_rec.h5');
    assert.equal(info.series, 'current');
    assert.equal(info.rate_hz, 20_000);
    await hold('c06_rec.h5', expectedOf('c06') as unknown as Expected);
  });

  it('c07 pandas: the values are the trace, the index gives the rate', async () => {
    const info = await infoOf('c07_series.h5');
    assert.equal(info.series, 's/values');
    assert.equal(info.rate_hz, 20_000);
    await hold('c07_series.h5', { ...(expectedOf('c07') as unknown as Expected), samples: 40_000 });
  });

  it('c08 MetaArray: channels by name with their units, the command last, one sweep', async () => {
    const info = await infoOf('c08_clamp.ma');
    assert.deepEqual(info.channels, [
      { name: 'primary', unit: 'A' },
      { name: 'command', unit: 'V' },
    ]);
    assert.equal(info.sweeps, 1);
    assert.equal(info.rate_hz, 20_000);
    await hold('c08_clamp.ma', expectedOf('c08') as unknown as Expected);
  });

  it('c09 ephysIO: differences are summed up, in any part of a wave', async () => {
    const { sweep0 } = expectedOf('c09') as unknown as { sweep0: Expected };
    const info = await infoOf('c09_wave.phy');
    assert.equal(info.rate_hz, 20_000);
    assert.equal(info.sweeps, 4);
    assert.equal(info.channels[0]?.unit, 'A');
    await hold('c09_wave.phy', sweep0);
  });

  it('c10 an interval with its unit beside it', async () => {
    const info = await infoOf('c10_dt.h5');
    assert.equal(info.rate_hz, 20_000);
    assert.equal(info.channels[0]?.unit, 'pA');
  });

  it('c17 rate and unit as datasets', async () => {
    const info = await infoOf('c17_rate.h5');
    assert.deepEqual([info.series, info.rate_hz, info.channels[0]?.unit], ['current', 20_000, 'pA']);
  });

  it('c18 times beside the trace', async () => {
    const info = await infoOf('c18_time.h5');
    assert.deepEqual([info.series, info.rate_hz], ['current', 20_000]);
  });

  it('c19 a column of times is no sweep', async () => {
    const info = await infoOf('c19_cols.h5');
    assert.deepEqual([info.sweeps, info.rate_hz, info.channels[0]?.name], [1, 20_000, 'current']);
    await hold('c19_cols.h5', { ...(expectedOf('c19') as unknown as Expected), samples: 40_000 });
  });

  it('c20 Igor’s scaling and units', async () => {
    const info = await infoOf('c20_igor.h5');
    assert.deepEqual([info.rate_hz, info.channels[0]?.unit], [20_000, 'A']);
  });

  it('c01, c02 links into other files, whose objects have texts of variable length', async () => {
    const linked = await infoOf('c01_linked.nwb');
    assert.deepEqual([linked.format, linked.rate_hz, linked.channels[0]?.unit], ['NWB', 20_000, 'pA']);
    await hold('c01_linked.nwb', expectedOf('c01') as unknown as Expected);
    const link = await infoOf('c02_link.h5');
    assert.deepEqual([link.series, link.channels[0]?.unit], ['rec', 'pA']);
    await hold('c02_link.h5', expectedOf('c02') as unknown as Expected);
  });

  it('c04 LZF', async () => {
    const info = await infoOf('c04_lzf.h5');
    assert.deepEqual([info.rate_hz, info.channels[0]?.unit], [20_000, 'pA']);
    await hold('c04_lzf.h5', expectedOf('c04') as unknown as Expected);
  });

  it('c16 a file that its program did not close opens, and says so', async () => {
    const info = await infoOf('c16_swmr.h5');
    assert.equal(info.rate_hz, 20_000);
    assert.ok(info.warnings.some(({ code }) => code === 'not-closed'));
    await hold('c16_swmr.h5', expectedOf('c16') as unknown as Expected);
  });

  it('c11 HEKA raw data without a signature, by the list of series beside it', async () => {
    const { sweep1 } = expectedOf('c11') as unknown as { sweep1: Expected };
    const info = await infoOf('c11_raw.dat');
    assert.deepEqual([info.format, info.rate_hz, info.channels.length, info.sweeps], ['HEKA', 20_000, 2, 3]);
    await hold('c11_raw.dat', sweep1, { sweep: 1 });
  });

  it('c12, c13 HEKA traces of another rate or length are series of their own, none is cut', async () => {
    for (const [name, file, others] of [
      ['c12', 'c12_slow.dat', 1000],
      ['c13', 'c13_short.dat', 20_000],
    ] as const) {
      const { sweep1 } = expectedOf(name) as unknown as { sweep1: Expected };
      const info = await infoOf(file);
      assert.equal(info.rate_hz, 20_000);
      assert.deepEqual(
        info.channels.map((channel) => channel.name),
        ['Imon-1'],
      );
      assert.deepEqual(info.samples, [10_000, 10_000, 10_000]);
      await hold(file, sweep1, { sweep: 1 });
      const second = await infoOf(file, { series: `${info.series} (Vmon-1)` });
      assert.equal(second.rate_hz, others);
      assert.deepEqual(second.samples, [500, 500, 500]);
    }
  });

  it('c21 an ABF 1 date of this century', async () => {
    assert.equal((await infoOf('c21_date.abf')).start, '2005-01-03T10:01:01.000');
  });

  it('c22 a recording that was cut short opens as far as it reaches, and says so', async () => {
    const info = await infoOf('c22_trunc.abf');
    assert.equal(
      info.samples.reduce((sum, n) => sum + n, 0),
      8000,
    );
    assert.deepEqual(info.samples, [5000, 3000]);
    const [warning] = info.warnings;
    assert.equal(warning?.code, 'cut-short');
    assert.match(warning.message, /16000 of its 30000 samples/);
    const recording = await openRecording(shared('field', 'c22_trunc.abf'), {});
    assert.equal(recording.read(1, 1, 0, 3000).length, 3000);
    // From the bytes of the file: stored × range / (resolution × scale of the instrument).
    assertNear(recording.read(0, 1, 0, 1)[0], 1.0375976794421153);
    assertNear(recording.read(0, 1, 2999, 3000)[0], 0.9765625218278733);
    assertNear(recording.read(1, 1, 2999, 3000)[0], -64.66674949228948);
    recording.close();
  });

  it('c23 a HEKA zero offset is told', async () => {
    const { facts } = await infoOf('c23_zero.dat');
    assert.ok(facts.some(([name, value]) => /Zero offset/.test(name) && value.includes('-3.5e-11 A')));
  });

  it('c03 NWB 1, as the Allen Cell Types Database has it', async () => {
    const { sweep0 } = expectedOf('c03') as unknown as { sweep0: Expected };
    const info = await infoOf('c03_v1.nwb');
    assert.deepEqual([info.format, info.version, info.rate_hz, info.sweeps], ['NWB', '1.0.5', 20_000, 3]);
    assert.deepEqual(info.channels, [{ name: 'Electrode 1', unit: 'pA' }]);
    assert.deepEqual(info.sweep_starts_s, [0, 5, 10]);
    await hold('c03_v1.nwb', sweep0);
  });

  it('c14 NWB tables say which sweeps and electrodes belong together', async () => {
    const info = await infoOf('c14_tables.nwb');
    assert.deepEqual([info.sweeps, info.channels.length], [4, 2]);
    assert.deepEqual(info.sweep_starts_s, [0, 5, 10, 15]);
    assert.equal(info.all_series.length, 1 + 8);
    const [run, one] = await Promise.all([
      openRecording(shared('field', 'c14_tables.nwb'), {}),
      openRecording(shared('field', 'c14_tables.nwb'), { series: 'vcs_e1_s2' }),
    ]);
    assert.deepEqual(run.read(1, 2, 0, 10_000), one.read(0, 0, 0, 10_000));
    // By h5py, in pA.
    assertNear(run.read(1, 2, 0, 1)[0], -2.6182520389556885);
    assertNear(run.read(1, 2, 9999, 10_000)[0], 6.192957401275635);
    run.close();
    one.close();
  });

  it('c15 NWB sweeps one after the other in one series, by the ranges in its table', async () => {
    const info = await infoOf('c15_concat.nwb');
    assert.deepEqual([info.rate_hz, info.sweeps], [20_000, 4]);
    assert.deepEqual(info.samples, [10_000, 10_000, 10_000, 10_000]);
    assert.deepEqual(info.sweep_starts_s, [0, 10, 20, 30]);
    const whole = await openRecording(shared('field', 'c15_concat.nwb'), { series: 'VoltageClampSeries' });
    const sweeps = await openRecording(shared('field', 'c15_concat.nwb'), {});
    assert.deepEqual(sweeps.read(0, 2, 5, 50), whole.read(0, 0, 20_005, 20_050));
    // By h5py, in pA.
    assertNear(sweeps.read(0, 2, 0, 1)[0], -1.3);
    assertNear(sweeps.read(0, 2, 9999, 10_000)[0], 3.1);
    whole.close();
    sweeps.close();
  });
});
