import assert from 'node:assert/strict';
import { readFileSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, it } from 'node:test';
import { UserError } from '../../../src/common/errors';
import type { OpenOptions } from '../../../src/common/traces/recipe';
import { openAbf } from '../../../src/engine/recordings/abf/open';
import { recordedTrace } from '../../../src/engine/recordings/joined-trace';
import type { Recording } from '../../../src/engine/recordings/recording';
import { temporaryFolder } from '../../support/folder';
import { type AbfToWrite, writeAbf } from '../../support/write-abf';
import { type Abf1ToWrite, abf1Bytes } from '../../support/write-abf1';

const folder = temporaryFolder();
let files = 0;

function abf2(change: Partial<AbfToWrite> = {}): string {
  const file = path.join(folder, `${files++}.abf`);
  writeAbf(file, {
    rateHz: 50_000,
    channels: [{ name: 'Im', unit: 'pA', scale: 0.5 }],
    sweeps: [1000],
    stored: (from, to) => Int16Array.from({ length: to - from }, (_, i) => from + i),
    ...change,
  });
  return file;
}

function abf1(change: Partial<Abf1ToWrite> = {}): string {
  const file = path.join(folder, `${files++}.abf`);
  const stored = Int16Array.from({ length: 300 }, (_, i) => i);
  const inputs = [{ input: 0, name: 'Im', unit: 'pA', scale: 0.5 }];
  writeFileSync(file, abf1Bytes({ version: 1.83, rateHz: 10_000, inputs, stored, ...change }));
  return file;
}

function withRecording(file: string, use: (recording: Recording) => void, options: OpenOptions = {}): void {
  const recording = openAbf(file, options);
  try {
    use(recording);
  } finally {
    recording.close();
  }
}

function assertNear(actual: Float64Array, expected: number[]): void {
  assert.equal(actual.length, expected.length);
  // Gains are stored in single precision.
  expected.forEach((value, i) => {
    assert.ok(Math.abs(actual[i] - value) <= 2e-7 * Math.abs(value), `${i}: ${actual[i]}, not ${value}`);
  });
}

describe('an ABF 2 file', () => {
  it('of 16 channels gives each channel its own samples, scale and offset', () => {
    const channels = Array.from({ length: 16 }, (_, i) => ({
      name: `IN ${i}`,
      unit: i % 2 ? 'mV' : '\xb5A',
      scale: i + 1,
      offset: 10 * i,
      ...(i === 3 ? { telegraphedGain: 20 } : {}),
    }));
    const file = abf2({ channels, sweeps: [100, 100, 30] });
    withRecording(file, (recording) => {
      assert.deepEqual(recording.channels.slice(0, 2), [
        { name: 'IN 0', unit: 'µA' },
        { name: 'IN 1', unit: 'mV' },
      ]);
      assert.deepEqual(
        recording.sweeps.map(({ samples, start_s }) => [samples, start_s]),
        [
          [100, 0],
          [100, 0.002],
          [30, 0.004],
        ],
      );
      for (const channel of [0, 3, 15])
        for (const sweep of [0, 1, 2])
          assertNear(
            recording.read(channel, sweep, 5, 8),
            [5, 6, 7].map((i) => (16 * (100 * sweep + i) + channel) * (channel + 1) + 10 * channel),
          );
    });
  });

  it('of single-precision numbers is in its unit already', () => {
    const stored = (from: number, to: number) =>
      Float32Array.from({ length: to - from }, (_, i) => (from + i) / 8);
    withRecording(
      abf2({ format: 'float32', stored, channels: [{ name: 'Im', unit: 'pA', scale: 7 }] }),
      (r) => {
        assert.deepEqual([...r.read(0, 0, 1, 4)], [0.125, 0.25, 0.375]);
      },
    );
  });

  it('tells rate, start, protocol, program and comments', () => {
    const tags = [
      { time_s: 0.01, comment: 'TTX 1 \xb5M' },
      { time_s: 0.0195, comment: '' },
    ];
    withRecording(abf2({ rateHz: 30_000, tags }), (recording) => {
      assert.equal(recording.version, '2.6');
      assert.equal(recording.rateHz, 30_000);
      assert.equal(recording.start, '2024-02-29T12:34:56.789');
      assert.equal(recording.protocol, 'C:\\protocols\\mini.pro');
      assert.deepEqual(recording.tags, [
        { time_s: recording.tags[0].time_s, comment: 'TTX 1 µM' },
        { time_s: recording.tags[1].time_s, comment: '' },
      ]);
      assert.ok(Math.abs(recording.tags[0].time_s - 0.01) < 1e-9);
      assert.ok(recording.facts.some(([, value]) => value === 'Clampex 10.7'));
    });
  });

  it('is read a range at a time, whichever range', () => {
    const file = abf2({
      sweeps: [300_000],
      channels: ['a', 'b', 'c'].map((name) => ({ name, unit: 'mV', scale: 1 })),
    });
    const at = (i: number, channel: number) => new Int16Array([3 * i + channel])[0];
    withRecording(file, (recording) => {
      const whole = recording.read(1, 0, 0, 300_000);
      for (const i of [0, 1, 43_689, 43_690, 43_691, 299_999]) assert.equal(whole[i], at(i, 1));
      for (const [from, to] of [
        [0, 0],
        [299_999, 300_000],
        [100_000, 100_001],
        [43_000, 200_000],
      ] as const)
        assert.deepEqual(recording.read(1, 0, from, to), whole.slice(from, to));
      for (const [channel, sweep, from, to] of [
        [3, 0, 0, 1],
        [-1, 0, 0, 1],
        [0, 1, 0, 1],
        [0, 0, -1, 1],
        [0, 0, 0, 300_001],
        [0, 0, 2, 1],
        [0, 0, 0, Number.NaN],
      ] as const)
        assert.throws(() => recording.read(channel, sweep, from, to), RangeError);
    });
  });

  it('beyond 4 GB opens at once and gives its last samples', () => {
    const file = path.join(folder, 'large.abf');
    const samples = 1_200_000_000;
    writeAbf(file, {
      rateHz: 50_000,
      channels: [
        { name: 'a', unit: 'pA', scale: 1 },
        { name: 'b', unit: 'mV', scale: 1 },
      ],
      sweeps: [samples],
    });
    assert.ok(statSync(file).size > 4.7e9);
    const before = process.memoryUsage().arrayBuffers;
    withRecording(file, (recording) => {
      const trace = recordedTrace(recording, 1);
      assert.equal(trace.samples, samples);
      assert.deepEqual([...trace.read(samples - 2, samples)], [0, 0]);
      assert.deepEqual(trace.origin(samples - 1), { sweep: 0, sample: samples - 1 });
    });
    assert.ok(process.memoryUsage().arrayBuffers - before < 4e6);
    truncateSync(file, 0);
  });

  it('gets rate, unit and scale from its user', () => {
    withRecording(
      abf2(),
      ({ rateHz, channels, read }) => {
        assert.equal(rateHz, 10);
        assert.deepEqual(channels, [{ name: 'Im', unit: 'nA' }]);
        assertNear(read(0, 0, 2, 4), [1e-3, 1.5e-3]);
      },
      { rateHz: 10, scaling: 1e-3 },
    );
  });
});

describe('an ABF 1 file', () => {
  it('takes names, units and gains from the physical inputs, in the order of sampling', () => {
    const inputs = [
      { input: 7, name: 'Vm', unit: 'mV', scale: 2, offset: -60 },
      { input: 2, name: 'Im', unit: 'pA', scale: 0.25 },
    ];
    withRecording(
      abf1({ inputs, sweeps: [100, 60, 140], tags: [{ at: 30, comment: 'wash' }] }),
      (recording) => {
        assert.equal(recording.version, '1.83');
        assert.equal(recording.rateHz, 10_000);
        assert.equal(recording.start, '1999-07-04T01:02:03.000');
        assert.deepEqual(recording.channels, [
          { name: 'Vm', unit: 'mV' },
          { name: 'Im', unit: 'pA' },
        ]);
        assert.deepEqual(
          recording.sweeps.map(({ samples, start_s }) => [samples, start_s]),
          [
            [50, 0],
            [30, 0.005],
            [70, 0.008],
          ],
        );
        assertNear(recording.read(0, 1, 0, 2), [100 * 2 - 60, 102 * 2 - 60]);
        assertNear(recording.read(1, 2, 69, 70), [299 * 0.25]);
        assert.deepEqual(recording.tags, [{ time_s: 0.0015, comment: 'wash' }]);
      },
    );
  });

  it('of before 1.6 has a short header and one telegraph', () => {
    const file = abf1({ version: 1.5, oldTelegraph: { input: 0, gain: 5 } });
    withRecording(file, (recording) => {
      assert.equal(recording.version, '1.5');
      assertNear(recording.read(0, 0, 10, 11), [(10 * 0.5) / 5]);
    });
    withRecording(abf1({ version: 1.5, oldTelegraph: { input: 4, gain: 5 } }), (recording) => {
      assertNear(recording.read(0, 0, 10, 11), [5]);
    });
  });

  it('with a signal conditioner applies its gain and offset', () => {
    withRecording(abf1({ signalConditioner: { input: 0, gain: 4, offset: 3 } }), (recording) => {
      assertNear(recording.read(0, 0, 10, 11), [(10 * 0.5) / 4 - 3]);
    });
  });

  it('that changes its rate within a sweep is opened only at a rate that its user chose', () => {
    const file = abf1();
    const bytes = readFileSync(file);
    bytes.writeFloatLE(400, 126);
    bytes.writeInt32LE(100, 194);
    writeFileSync(file, bytes);
    assert.throws(() => openAbf(file, {}), /changes its sampling rate .* parameter sampling/);
    withRecording(file, ({ rateHz }) => assert.equal(rateHz, 2500), { rateHz: 2500 });
  });

  it('passes over the points that it says to ignore', () => {
    withRecording(abf1({ pointsIgnored: 4 }), (recording) => {
      assertNear(recording.read(0, 0, 0, 3), [0, 0.5, 1]);
    });
  });
});

describe('an ABF file that is damaged', () => {
  /** Writes a value into a good file and opens it. */
  function withField(good: string, write: (bytes: Buffer) => void): () => Recording {
    return () => {
      const bytes = readFileSync(good);
      write(bytes);
      const file = path.join(folder, 'damaged.abf');
      writeFileSync(file, bytes);
      return openAbf(file, {});
    };
  }

  function refuses(open: () => Recording, pattern: RegExp): void {
    assert.throws(open, (thrown: Error) => {
      assert.ok(thrown instanceof UserError, thrown.stack);
      assert.match(thrown.message, pattern);
      assert.ok(thrown.message.length < 400 && thrown.message.includes('damaged.abf'), thrown.message);
      return true;
    });
  }

  it('of version 2 is told in a sentence', () => {
    const good = abf2({ sweeps: [50, 60], tags: [{ time_s: 0, comment: 'x' }] });
    const input = 2 * 512;
    const cases: [write: (bytes: Buffer) => void, pattern: RegExp][] = [
      [(b) => b.writeBigInt64LE(-1n, 236 + 8), /contains no samples/],
      [(b) => b.writeBigInt64LE(0n, 236 + 8), /contains no samples/],
      [(b) => b.writeUInt32LE(0, 236), /inside its header/],
      [(b) => b.writeUInt32LE(0xffffffff, 236), /cut short/],
      [(b) => b.writeUInt32LE(3, 236 + 4), /3 bytes each/],
      [(b) => b.writeBigInt64LE(0n, 92 + 8), /0 channels/],
      [(b) => b.writeBigInt64LE(10n ** 9n, 92 + 8), /1000000000 channels/],
      [(b) => b.writeBigInt64LE(10n ** 9n, 316 + 8), /1000000000 sweeps/],
      [(b) => b.writeBigInt64LE(900_000n, 316 + 8), /cut short: its list of sweeps/],
      [(b) => b.writeBigInt64LE(10n ** 9n, 252 + 8), /1000000000 comments/],
      [(b) => b.writeUInt32LE(0, 76), /no protocol/],
      [(b) => b.writeUInt32LE(0xfffffff, 76 + 4), /cut short: its protocol/],
      [(b) => b.writeFloatLE(Number.NaN, input + 40), /channel "Im" give no scale/],
      [(b) => b.writeFloatLE(Number.POSITIVE_INFINITY, input + 28), /channel "Im" give no scale/],
      [(b) => b.writeInt32LE(0, 512 + 118), /channel "Im" give no scale/],
      [(b) => b.writeInt32LE(-5, b.readUInt32LE(316) * 512 + 4), /sweep 0 would have -5 samples/],
      [
        (b) => b.writeInt32LE(90, b.readUInt32LE(316) * 512 + 12),
        /sweep 1 would have 90 samples, .* 60 left/,
      ],
    ];
    for (const [write, pattern] of cases) refuses(withField(good, write), pattern);
  });

  it('by promising more than it holds opens as far as it reaches, and says so', () => {
    const files = [
      withField(abf2({ sweeps: [50, 60] }), (b) => b.writeBigInt64LE(10n ** 12n, 236 + 8)),
      withField(abf1({ sweeps: [50, 60] }), (b) => b.writeInt32LE(2 ** 31 - 1, 10)),
    ];
    for (const open of files) {
      const recording = open();
      assert.deepEqual(
        recording.sweeps.map(({ samples }) => samples),
        [50, 60],
      );
      assert.equal(recording.warnings[0]?.code, 'cut-short');
      assert.match(recording.warnings[0].message, /it has \d+ of its (1000000000000|2147483647) samples/);
      assert.equal(recording.read(0, 1, 0, 60).length, 60);
      recording.close();
    }
  });

  it('by lacking its list of sweeps, or its tags, opens with sweeps of equal length and without tags, and says so', () => {
    const files = [
      { good: abf1({ sweeps: [60, 60, 60] }), bytesOf: (b: Buffer) => b.readInt32LE(92) * 512 },
      { good: abf2({ sweeps: [60, 60, 60] }), bytesOf: (b: Buffer) => b.readUInt32LE(316) * 512 },
    ];
    for (const { good, bytesOf } of files) {
      const whole = openAbf(good, {});
      const bytes = readFileSync(good);
      const file = path.join(folder, 'damaged.abf');
      writeFileSync(file, bytes.subarray(0, bytesOf(bytes)));
      const cut = openAbf(file, {});
      assert.deepEqual(
        cut.sweeps.map(({ samples }) => samples),
        [60, 60, 60],
      );
      assert.equal(cut.warnings[0]?.code, 'sweeps-unknown');
      assert.match(cut.warnings[0].message, /without the pauses between/);
      for (const sweep of [0, 1, 2])
        assert.deepEqual(cut.read(0, sweep, 0, 60), whole.read(0, sweep, 0, 60), `sweep ${sweep}`);
      whole.close();
      cut.close();
    }
    const tagged = abf2({ sweeps: [60], tags: [{ time_s: 0, comment: 'x' }] });
    const recording = withField(tagged, (b) => b.writeBigInt64LE(90_000n, 252 + 8))();
    assert.deepEqual(recording.tags, []);
    assert.match(recording.warnings[0]?.message ?? '', /comments \(tags\), is missing/);
    recording.close();
  });

  it('by a crash, with no samples counted, opens with those that are there', () => {
    const whole = readFileSync(abf1({ sweeps: [300] }));
    whole.writeInt16LE(3, 8);
    for (const [at, value] of [
      [10, 0],
      [96, 0],
      [48, 0],
    ] as const)
      whole.writeInt32LE(value, at);
    const file = path.join(folder, 'crashed.abf');
    writeFileSync(file, whole.subarray(0, whole.readInt32LE(40) * 512 + 2 * 250));
    const recording = openAbf(file, {});
    assert.equal(recording.sweeps[0].samples, 250);
    assert.match(recording.warnings[0]?.message ?? '', /did not close it/);
    recording.close();
  });

  it('of version 1 is told in a sentence', () => {
    const good = abf1({ sweeps: [100, 200] });
    const cases: [write: (bytes: Buffer) => void, pattern: RegExp][] = [
      [(b) => b.writeFloatLE(Number.NaN, 4), /version NaN/],
      [(b) => b.writeFloatLE(17, 4), /version 17/],
      [(b) => b.writeInt16LE(0, 120), /0 channels/],
      [(b) => b.writeInt16LE(-3, 120), /-3 channels/],
      [(b) => b.writeInt16LE(17, 120), /17 channels/],
      [(b) => b.writeInt16LE(16, 410), /input 16/],
      [(b) => b.writeInt32LE(-1, 10), /no samples/],
      [(b) => b.writeInt32LE(-7, 40), /inside its header/],
      [(b) => b.writeInt32LE(2 ** 31 - 1, 96), /2147483647 sweeps/],
      [(b) => b.writeInt32LE(-9, 92), /list of sweeps would lie before its start/],
      [(b) => b.writeFloatLE(Number.NaN, 922), /no scale/],
    ];
    for (const [write, pattern] of cases) refuses(withField(good, write), pattern);
  });

  it('but has its samples is opened: odd dates, names and rates are no error', () => {
    const good = abf2();
    const opened = (write: (bytes: Buffer) => void, check: (recording: Recording) => void) => {
      const recording = withField(good, write)();
      check(recording);
      assert.equal(recording.read(0, 0, 4, 5)[0], 2);
      recording.close();
    };
    for (const date of [0, 20_231_301, 20_230_229, 0xffffffff, 7])
      opened(
        (b) => b.writeUInt32LE(date, 16),
        ({ start }) => assert.equal(start, undefined),
      );
    opened(
      (b) => b.writeUInt32LE(90_000_000, 20),
      ({ start }) => assert.equal(start, undefined),
    );
    opened(
      (b) => b.write('XXXX', b.readUInt32LE(220) * 512, 'latin1'),
      ({ channels }) => assert.deepEqual(channels, [{ name: 'IN 0', unit: '' }]),
    );
    opened(
      (b) => b.writeUInt32LE(0xffffff, 220),
      ({ protocol }) => assert.equal(protocol, ''),
    );
    for (const interval of [0, -20, Number.NaN, Number.POSITIVE_INFINITY])
      opened(
        (b) => b.writeFloatLE(interval, 512 + 2),
        (recording) => {
          assert.equal(recording.rateHz, undefined);
          assert.throws(() => recordedTrace(recording, 0), /parameter sampling/);
        },
      );
  });

  it('by being cut anywhere says that it is cut short', () => {
    for (const good of [abf1({ sweeps: [100, 200] }), abf2({ sweeps: [500, 500] })]) {
      const whole = readFileSync(good);
      for (const length of [4, 100, 511, 512, 513, 1023, 1024, 1100, 1536, 2047, 2048, 2049]) {
        const file = path.join(folder, 'damaged.abf');
        writeFileSync(file, whole.subarray(0, length));
        let recording: Recording;
        try {
          recording = openAbf(file, {});
        } catch {
          refuses(() => openAbf(file, {}), /cut short/);
          continue;
        }
        assert.equal(recording.warnings[0]?.code, 'cut-short', `${length} bytes`);
        assert.match(recording.warnings[0].message, /cut short/);
        const { samples } = recording.sweeps[0];
        assert.equal(recording.read(0, 0, 0, samples).length, samples);
        recording.close();
      }
    }
  });
});

describe('events of variable length', () => {
  /** The protocol begins at byte 512 with the acquisition mode. */
  function variable(): string {
    const file = abf2({ sweeps: [700, 1300, 1000] });
    const bytes = readFileSync(file);
    bytes.writeInt16LE(1, 512);
    writeFileSync(file, bytes);
    return file;
  }

  it('are sweeps of their listed lengths', () => {
    withRecording(variable(), ({ sweeps, warnings }) => {
      assert.deepEqual(
        sweeps.map(({ samples }) => samples),
        [700, 1300, 1000],
      );
      assert.deepEqual(warnings, []);
    });
  });

  it('are one sweep, and said to be, where their list is in the missing end', () => {
    const file = variable();
    truncateSync(file, statSync(file).size - 1024);
    withRecording(file, ({ sweeps, warnings }) => {
      assert.equal(sweeps.length, 1);
      assert.ok(sweeps[0].samples > 2000);
      assert.deepEqual(
        warnings.map(({ code }) => code),
        ['cut-short', 'sweeps-unknown'],
      );
    });
  });
});
