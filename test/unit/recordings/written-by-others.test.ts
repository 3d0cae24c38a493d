import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { openRecording } from '../../../src/engine/recordings/open';
import type { Recording } from '../../../src/engine/recordings/recording';
import { Random } from '../../../src/engine/signal/random';
import { temporaryFolder } from '../../support/folder';
import { pythonJson, withoutPython } from '../../support/python';
import { writeAbf } from '../../support/write-abf';
import { axoGraphBytes } from '../../support/write-axograph';
import { hekaBytes } from '../../support/write-heka';
import { matBytes } from '../../support/write-mat';

const folder = temporaryFolder();
const RANDOM_FILES = 12;

/** What an independent writer says of a file that it wrote; values by sweep and channel, from the start of each. */
interface Written {
  file: string;
  rate_hz: number;
  channels: [name: string, unit: string][];
  sweeps: { samples: number; values: number[][] }[];
  /** Relative precision of the format's numbers. */
  precision: number;
}

/** Random facts, so that no combination of them is chosen by who wrote the reader. */
const FACTS = `
import json, os, sys
import numpy as np
folder, count = sys.argv[1], int(sys.argv[2])
random = np.random.default_rng(20261130)
written = []
def facts():
    rate = float(random.choice([5000, 10000, 20000, 25000, 33333.0, 50000, 100000]))
    sweeps, channels = int(random.integers(1, 6)), int(random.integers(1, 4))
    samples = int(random.integers(200, 3000))
    values = random.normal(size=(sweeps, channels, samples)) * 40 - 20
    return rate, sweeps, channels, samples, values
def wrote(file, rate, channels, values, precision=1e-9):
    written.append(dict(file=file, rate_hz=rate, channels=channels, precision=precision,
        sweeps=[dict(samples=v.shape[-1], values=[[float(x) for x in line[:50]] for line in v]) for v in values]))
`;

const H5PY = `${FACTS}
import h5py
for i in range(count):
    rate, sweeps, channels, samples, values = facts()
    file = os.path.join(folder, f'{i}.h5')
    unit = str(random.choice(['pA', 'mV', 'nA']))
    with h5py.File(file, 'w') as out:
        at = out if random.random() < 0.5 else out.create_group('cell 1')
        kind = random.choice(['f8', 'f4'])
        data = at.create_dataset('current', data=values[:, 0].astype(kind),
            compression=random.choice(['gzip', 'lzf', None]))
        data.attrs['unit'] = unit
        stated = int(random.integers(0, 5))
        if stated == 0: data.attrs['sampling_rate'] = rate
        elif stated == 1: at['fs'] = rate
        elif stated == 2: out.attrs['SampleRate'] = f'{rate / 1000} kHz'
        elif stated == 3: data.attrs['dt'] = 1000 / rate; data.attrs['dt_unit'] = 'ms'
        else: at['time'] = np.arange(samples) / rate
    wrote(file, rate, [['current', unit]], values[:, :1], 1e-6)
print(json.dumps(written))
`;

const PYNWB = `${FACTS}
from datetime import datetime, timezone
from pynwb import NWBFile, NWBHDF5IO
from pynwb.icephys import VoltageClampSeries, CurrentClampSeries
for i in range(count):
    rate, sweeps, _, samples, values = facts()
    file = os.path.join(folder, f'{i}.nwb')
    nwb = NWBFile('random', str(i), datetime(2024, 5, 31, tzinfo=timezone.utc))
    device = nwb.create_device('amplifier')
    electrode = nwb.create_icephys_electrode(name='electrode 0', description='d', device=device)
    clamp = bool(random.random() < 0.5)
    conversion = float(random.choice([1.0, 1e-12 if clamp else 1e-3]))
    for sweep in range(sweeps):
        si = values[sweep, 0] * (1e-12 if clamp else 1e-3)
        series = (VoltageClampSeries if clamp else CurrentClampSeries)(
            name=f'sweep {sweep:03}', data=si / conversion, conversion=conversion, electrode=electrode, gain=1.0,
            rate=rate, starting_time=float(sweep * 7), sweep_number=sweep, stimulus_description='gap free')
        nwb.add_acquisition(series)
    with NWBHDF5IO(file, 'w') as io: io.write(nwb)
    wrote(file, rate, [['electrode 0', 'pA' if clamp else 'mV']], values[:sweeps, :1])
print(json.dumps(written))
`;

const PYABF = `${FACTS}
import pyabf.abfWriter
for i in range(count):
    rate, sweeps, _, samples, values = facts()
    file = os.path.join(folder, f'{i}.abf')
    # Its writer stores 16-bit integers of 1 / 10 of the unit's range.
    pyabf.abfWriter.writeABF1(values[:, 0], file, int(rate), units='pA')
    wrote(file, float(int(rate)), [['', 'pA']], values[:, :1], 0.02)
print(json.dumps(written))
`;

const SCIPY = `${FACTS}
from scipy.io import savemat
for i in range(count):
    rate, sweeps, channels, samples, values = facts()
    file = os.path.join(folder, f'{i}.mat')
    data = values[:, 0] if random.random() < 0.5 else values[:, 0].T
    savemat(file, {'current': data, 'fs': rate, 'unit': 'pA'}, do_compression=bool(random.random() < 0.5))
    wrote(file, rate, [['current', 'pA']], values[:, :1])
print(json.dumps(written))
`;

const WRITERS: [program: string, packages: string[], text: string][] = [
  ['h5py', ['h5py'], H5PY],
  ['pynwb', ['pynwb'], PYNWB],
  ['pyabf', ['pyabf'], PYABF],
  ['SciPy', ['scipy'], SCIPY],
];

for (const [program, packages, text] of WRITERS)
  test(`random facts that ${program} wrote are read back`, { skip: withoutPython(...packages) }, async () => {
    for (const written of pythonJson<Written[]>(text, folder, String(RANDOM_FILES))) {
      const recording = await openRecording(written.file, {});
      try {
        assertSame(recording, written);
      } finally {
        recording.close();
      }
    }
  });

function assertSame(recording: Recording, written: Written): void {
  const name = path.basename(written.file);
  assert.ok(Math.abs(recording.rateHz! / written.rate_hz - 1) < 1e-6, `${name}: ${recording.rateHz} Hz`);
  assert.deepEqual(
    recording.channels.map(({ unit }) => unit),
    written.channels.map(([, unit]) => unit),
    name,
  );
  assert.deepEqual(
    recording.sweeps.map(({ samples }) => samples),
    written.sweeps.map(({ samples }) => samples),
    name,
  );
  for (const [sweep, { values }] of written.sweeps.entries())
    for (const [channel, right] of values.entries()) {
      const found = recording.read(channel, sweep, 0, right.length);
      const scale = Math.max(...right.map(Math.abs));
      for (const [i, value] of right.entries())
        assert.ok(
          Math.abs(found[i] - value) <= scale * written.precision,
          `${name}, sweep ${sweep}, channel ${channel}, sample ${i}: ${found[i]}, written ${value}`,
        );
    }
}

/** Writers of the tests, which share nothing with the readers: what each can write of random facts. */
const OWN: Record<string, (file: string, random: Random) => Written> = {
  'ABF 2'(file, random) {
    const { rate_hz, lengths, channels } = factsFor(random, { channels: 4, sweeps: 6 });
    const scales = channels.map(() => 0.001 * (1 + random.integer(1000)));
    const all = lengths.reduce((sum, n) => sum + n, 0);
    const stored = storedFor(random, all * channels.length);
    writeAbf(file, {
      rateHz: rate_hz,
      channels: channels.map(([name, unit], c) => ({ name, unit, scale: scales[c] })),
      sweeps: lengths,
      stored: (from, to) => stored.slice(from, to),
    });
    return { file, rate_hz, channels, sweeps: inTurns(stored, lengths, scales), precision: 1e-6 };
  },
  HEKA(file, random) {
    const { rate_hz, lengths, channels } = factsFor(random, { channels: 3, sweeps: 4 });
    const units = channels.map(() => ['A', 'V'][random.integer(2)]);
    const scales = channels.map(() => 1e-12 * (1 + random.integer(1000)));
    const stored = lengths.map((n) => channels.map(() => storedFor(random, n)));
    const sweeps = stored.map((traces, s) => ({
      time_s: 7 * s,
      traces: traces.map((trace, c) => ({
        label: channels[c][0],
        unit: units[c],
        interval_s: 1 / rate_hz,
        scale: scales[c],
        format: 'int16' as const,
        stored: [...trace],
      })),
    }));
    const groups = [{ label: 'E-1', series: [{ label: 'mini', sweeps }] }];
    writeFileSync(
      file,
      hekaBytes({ groups, littleEndian: random.integer(2) === 0, wide: random.integer(2) === 0 }),
    );
    return {
      file,
      rate_hz,
      channels: channels.map(([name], c) => [name, units[c]]),
      sweeps: stored.map((traces) => ({
        samples: traces[0].length,
        values: traces.map((trace, c) => [...trace].map((value) => value * scales[c])),
      })),
      precision: 1e-6,
    };
  },
  'AxoGraph graph': (file, random) => writeAxoGraph(file, random, 1),
  'AxoGraph digitised': (file, random) => writeAxoGraph(file, random, 2),
  'AxoGraph X': (file, random) => writeAxoGraph(file, random, 3 + random.integer(4)),
  MATLAB(file, random) {
    const rate_hz = RATES[random.integer(RATES.length)];
    const [sweeps, samples] = [1 + random.integer(5), 50 + random.integer(300)];
    const stored = Array.from({ length: sweeps }, () => storedFor(random, samples));
    writeFileSync(
      file,
      matBytes(
        [
          { name: 'trace', values: stored.flatMap((sweep) => [...sweep]), rows: samples, columns: sweeps },
          { name: 'fs', values: [rate_hz] },
          { name: 'unit', values: 'pA' },
        ],
        { little: random.integer(2) === 0, compressed: random.integer(2) === 0 },
      ),
    );
    return {
      file,
      rate_hz,
      channels: [['trace', 'pA']],
      sweeps: stored.map((sweep) => ({ samples, values: [[...sweep]] })),
      precision: 1e-12,
    };
  },
};

const AXOGRAPH_KINDS = ['scaled', 'float32', 'float64', 'int32', 'int16'] as const;

/** Version 1 stores times in single precision: those of a short sweep give a rate of seven digits. */
function writeAxoGraph(file: string, random: Random, version: number): Written {
  const rate_hz = RATES[random.integer(RATES.length)];
  const [sweeps, signals, samples] = [
    1 + random.integer(4),
    1 + random.integer(3),
    100 + random.integer(400),
  ];
  const kind = AXOGRAPH_KINDS[random.integer(AXOGRAPH_KINDS.length)];
  const plain = version >= 3 && kind.startsWith('int');
  const units = ['A', 'V', 'A'].slice(0, signals);
  const facts = units.map(() => ({
    scale: plain ? 1 : 1e-12 * (1 + random.integer(1000)),
    shift: version >= 3 && !plain ? 1e-10 * random.integer(10) : 0,
  }));
  const stored = Array.from({ length: sweeps }, () => units.map(() => storedFor(random, samples)));
  writeFileSync(
    file,
    axoGraphBytes({
      version,
      kind,
      interval_s: 1 / rate_hz,
      columns: stored.flatMap((columns) =>
        columns.map((values, c) => ({ title: `I${c} (${units[c]})`, stored: [...values], ...facts[c] })),
      ),
    }),
  );
  return {
    file,
    rate_hz,
    channels: units.map((unit, c) => [`I${c}`, unit]),
    sweeps: stored.map((columns) => ({
      samples,
      values: columns.map((values, c) => [...values].map((value) => value * facts[c].scale + facts[c].shift)),
    })),
    precision: 1e-6,
  };
}

const RATES = [500, 5000, 10_000, 20_000, 33_333, 50_000, 100_000];

function factsFor(random: Random, most: { channels: number; sweeps: number }) {
  const length = 1 + random.integer(2000);
  const channels = Array.from({ length: 1 + random.integer(most.channels) }, (_, c): [string, string] => [
    `I_${c} ${random.integer(100)}`,
    ['pA', 'mV', 'nA'][random.integer(3)],
  ]);
  return {
    rate_hz: RATES[random.integer(RATES.length)],
    lengths: Array.from({ length: 1 + random.integer(most.sweeps) }, () => length),
    channels,
  };
}

function storedFor(random: Random, n: number): Int16Array {
  return Int16Array.from({ length: n }, () => random.integer(65_536) - 32_768);
}

/** Integers of all channels in turns, sweep after sweep, in the units of their scales. */
function inTurns(stored: Int16Array, lengths: readonly number[], scales: readonly number[]) {
  let at = 0;
  return lengths.map((samples) => {
    const from = at;
    at += samples * scales.length;
    return {
      samples,
      values: scales.map((scale, c) =>
        Array.from({ length: samples }, (_, i) => stored[from + i * scales.length + c] * scale),
      ),
    };
  });
}

for (const [format, write] of Object.entries(OWN))
  test(`random facts of ${format} that the tests wrote are read back`, async () => {
    const random = new Random(1130);
    for (let i = 0; i < RANDOM_FILES; i++) {
      const written = write(path.join(folder, `own ${format} ${i}`), random);
      const recording = await openRecording(written.file, {});
      assertSame(recording, written);
      assert.deepEqual(
        recording.channels.map(({ name, unit }) => [name, unit]),
        written.channels,
      );
      recording.close();
    }
  });

const LATEST = `
import json, os, sys
import h5py, numpy as np
folder = sys.argv[1]
values = np.random.default_rng(7).normal(size=200_000).astype('f4')
for name, version, how in (('contiguous', 'latest', {}), ('chunks', 'latest', dict(chunks=(5000,))),
        ('gzip', 'v110', dict(chunks=(5000,), compression='gzip', maxshape=(None,)))):
    file = os.path.join(folder, name + '.h5')
    with h5py.File(file, 'w', libver=version) as out:
        out.attrs['sampling_rate'] = 20000.0
        out.create_dataset('trace', data=values, **how)
    whole = open(file, 'rb').read()
    open(file, 'wb').write(whole[: len(whole) * 6 // 10])
values.astype('<f4').tofile(os.path.join(folder, 'values'))
print(len(values))
`;

test('HDF5 of the newest layouts that h5py wrote and that was cut short opens as far as it reaches', {
  skip: withoutPython('h5py'),
}, async () => {
  pythonJson(LATEST, folder);
  const { buffer } = Uint8Array.from(readFileSync(path.join(folder, 'values')));
  const values = [...new Float32Array(buffer)];
  for (const name of ['contiguous', 'chunks', 'gzip']) {
    const recording = await openRecording(path.join(folder, `${name}.h5`), {});
    const [{ samples }] = recording.sweeps;
    assert.ok(samples > 90_000 && samples < 130_000, `${name}: ${samples} samples`);
    assert.deepEqual([...recording.read(0, 0, 0, samples)], values.slice(0, samples), name);
    assert.equal(recording.warnings[0]?.code, 'cut-short');
    recording.close();
  }
});
