import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { UserError } from '../../../src/common/errors';
import { openRecording } from '../../../src/engine/recordings/open';
import type { Recording } from '../../../src/engine/recordings/recording';
import { Random } from '../../../src/engine/signal/random';
import { temporaryFolder } from '../../support/folder';
import { type MatToWrite, matBytes } from '../../support/write-mat';

const folder = temporaryFolder();
const random = new Random(5);
const values = Array.from({ length: 5000 }, () => 40 * random.normal() - 25);
const counts = Array.from({ length: 5000 }, () => random.integer(2000) - 1000);

async function opened(bytes: Buffer): Promise<Recording> {
  const file = path.join(folder, 'recording.mat');
  writeFileSync(file, bytes);
  return openRecording(file, {});
}

function assertSweeps(recording: Recording, expected: readonly (readonly number[])[]): void {
  assert.deepEqual(
    recording.sweeps.map(({ samples }) => samples),
    expected.map(({ length }) => length),
  );
  expected.forEach((sweep, i) => {
    assert.deepEqual(Array.from(recording.read(0, i, 0, sweep.length)), sweep);
    assert.deepEqual(Array.from(recording.read(0, i, 3, 7)), sweep.slice(3, 7));
  });
}

const rows = (from: readonly number[], count: number) =>
  Array.from({ length: count }, (_, row) => from.filter((_, i) => i % count === row));
const columns = (from: readonly number[], count: number) =>
  Array.from({ length: count }, (_, i) =>
    from.slice((i * from.length) / count, ((i + 1) * from.length) / count),
  );
const times = Array.from({ length: 1000 }, (_, i) => i * 5e-5);

const FILES: [name: string, variables: MatToWrite[], sweeps: number[][], unit: string, rateHz?: number][] = [
  [
    'a vector with its rate and unit',
    [
      { name: 'Im', values },
      { name: 'fs', values: [20_000] },
      { name: 'unit', values: 'pA' },
    ],
    [values],
    'pA',
    20_000,
  ],
  [
    'a vector with its times in ms',
    [
      { name: 'time_ms', values: values.map((_, i) => i * 0.05) },
      { name: 'Im_pA', values },
    ],
    [values],
    'pA',
    20_000,
  ],
  [
    'a matrix of columns',
    [
      { name: 'data', values, rows: 1000, columns: 5 },
      { name: 'dt', values: [5e-5] },
    ],
    columns(values, 5),
    '',
    20_000,
  ],
  [
    'a matrix of rows, stored as 16-bit integers',
    [
      { name: 'data', values: counts, rows: 5, columns: 1000, stored: 'int16' },
      { name: 'sampling_rate', values: [50], stored: 'uint8' },
    ],
    rows(counts, 5),
    '',
    50,
  ],
  [
    'a matrix whose first column is time',
    [{ name: 'data', values: [...times, ...values.slice(0, 2000)], rows: 1000, columns: 3 }],
    columns(values.slice(0, 2000), 2),
    '',
    20_000,
  ],
  [
    'fields of a structure in a structure, with a rate of their own',
    [
      { name: 'fs', values: [50_000] },
      {
        name: 'cell',
        values: [],
        structures: [
          [
            { name: 'note', values: 'müde' },
            { name: 'none', values: [] },
            {
              name: 'rec',
              values: [],
              structures: [
                [
                  { name: 'data', values },
                  { name: 'fs', values: [20_000] },
                  { name: 'unit', values: 'pA' },
                ],
              ],
            },
          ],
        ],
      },
    ],
    [values],
    'pA',
    20_000,
  ],
  ['a vector without a rate', [{ name: 'x1', values }], [values], ''],
];

for (const [name, variables, sweeps, unit, rateHz] of FILES)
  test(`MATLAB 5: ${name}, in either byte order, plain and compressed`, async () => {
    for (const little of [true, false])
      for (const compressed of [true, false]) {
        const recording = await opened(matBytes(variables, { little, compressed }));
        assert.equal(recording.format, 'MATLAB');
        assert.equal(
          recording.rateHz === undefined ? undefined : Math.round(recording.rateHz * 1e4) / 1e4,
          rateHz,
        );
        assert.equal(recording.channels[0].unit, unit);
        assertSweeps(recording, sweeps);
        recording.close();
      }
  });

test('MATLAB 5: each structure of an array is a series, with what stands beside it', async () => {
  const part = (i: number) => [
    { name: 'I_pA', values: columns(values, 5)[i] },
    { name: 'si_ms', values: [0.05 * (i + 1)] },
  ];
  for (const compressed of [true, false]) {
    const file = path.join(folder, 'array.mat');
    writeFileSync(
      file,
      matBytes([{ name: 'sweeps', values: [], structures: [part(0), part(1)] }], { compressed }),
    );
    const recording = await openRecording(file, { series: 'sweeps(2).I_pA' });
    assert.deepEqual(recording.allSeries, ['sweeps(1).I_pA', 'sweeps(2).I_pA']);
    assert.equal(recording.channels[0].unit, 'pA');
    assertSweeps(recording, [columns(values, 5)[1]]);
    recording.close();
  }
});

test('MATLAB 5: objects beside a trace are passed over, and so are MATLAB’s own data about them', async () => {
  const table = { name: 'summary', values: [1, 2, 3, 4, 5, 6], object: true as const };
  const inside = {
    name: '',
    values: Array.from({ length: 900 }, (_, i) => i % 200),
    stored: 'uint8' as const,
  };
  for (const little of [true, false])
    for (const compressed of [true, false]) {
      const recording = await opened(
        matBytes([table, { name: 'I', values }, inside], { little, compressed }),
      );
      assert.deepEqual(recording.allSeries, ['I']);
      recording.close();
    }
  await assert.rejects(opened(matBytes([table, inside])), /its variable "summary" is an object/);
});

test('MATLAB 5: files without a trace are refused with the reason', async () => {
  await assert.rejects(opened(matBytes([{ name: 'fs', values: [20_000] }])), /contains no recording/);
  await assert.rejects(opened(matBytes([{ name: 't', values: times }])), /contains no recording/);
});

test('MATLAB 5: cut and damaged files are refused in a sentence, or read', async () => {
  const damage = new Random(12);
  for (const compressed of [true, false]) {
    const wholes = [FILES[0], FILES[5]].map(([, variables]) => matBytes(variables, { compressed }));
    for (let i = 0; i < 300; i++) {
      const whole = wholes[i % 2];
      const bytes =
        i % 3 === 0 ? whole.subarray(0, 1 + damage.integer(whole.length - 1)) : Buffer.from(whole);
      if (i % 3 > 0)
        for (let k = 0; k < 4; k++)
          bytes[damage.integer(i % 3 === 1 ? 512 : bytes.length)] = damage.integer(256);
      try {
        const recording = await opened(bytes);
        recording.read(0, 0, 0, Math.min(1000, recording.sweeps[0].samples));
        recording.close();
      } catch (thrown) {
        assert.ok(thrown instanceof UserError, `${i}: ${(thrown as Error).stack}`);
      }
    }
  }
});

test('MATLAB 5: a small file that unpacks to much more than real numbers do is refused when it is read', async () => {
  const samples = 12e6;
  const zeros = matBytes([{ name: 'data', values: new Array<number>(samples).fill(0) }], {
    compressed: true,
  });
  assert.ok(zeros.length < 200_000);
  const recording = await opened(zeros);
  assert.throws(() => recording.read(0, 0, 0, 10), /claims more data than its \d+ bytes can hold/);
  recording.close();
});
