import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { UserError } from '../../../src/common/errors';
import { openRecording } from '../../../src/engine/recordings/open';
import type { Recording } from '../../../src/engine/recordings/recording';
import { temporaryFolder } from '../../support/folder';
import { pythonJson, withoutPython } from '../../support/python';
import { type ArrayToWrite, npyBytes } from '../../support/write-npy';

const folder = temporaryFolder();
const file = path.join(folder, 'trace.npy');

async function opened(bytes: Buffer): Promise<Recording> {
  writeFileSync(file, bytes);
  return openRecording(file, {});
}

const sweepsOf = ({ sweeps, channels, read }: Recording) =>
  sweeps.map(({ samples }, sweep) =>
    channels.map((_, channel) => Array.from(read(channel, sweep, 0, samples))),
  );

const FILES: [name: string, values: number[], array: ArrayToWrite, sweeps: number[][][], rateHz?: number][] =
  [
    ['a line of doubles', [1.5, -2, 3], { shape: '(3,)' }, [[[1.5, -2, 3]]]],
    ['single precision', [1.5, -2, 3], { descr: '<f4', shape: '(3,)' }, [[[1.5, -2, 3]]]],
    ['a line of integers, version 2', [1, -2, 3], { descr: '<i2', shape: '(3,)', major: 2 }, [[[1, -2, 3]]]],
    ['big-endian integers', [1, -2, 70_000], { descr: '>i4', shape: '(3,)' }, [[[1, -2, 70_000]]]],
    ['rows as sweeps', [1, 5, 2, 9, 7, 8], { shape: '(2, 3)' }, [[[1, 5, 2]], [[9, 7, 8]]]],
    ['columns as sweeps', [1, 5, 2, 9, 7, 8], { shape: '(3, 2)' }, [[[1, 2, 7]], [[5, 9, 8]]]],
    [
      'rows as sweeps, the first axis fastest',
      [1, 9, 5, 7, 2, 8],
      { shape: '(2, 3)', fortran: true },
      [[[1, 5, 2]], [[9, 7, 8]]],
    ],
    [
      'sweeps × channels × samples, big-endian',
      [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12],
      { descr: '>f8', shape: '(2, 2, 3)' },
      [
        [
          [1, 2, 3],
          [4, 5, 6],
        ],
        [
          [7, 8, 9],
          [10, 11, 12],
        ],
      ],
    ],
    [
      'times in the first column',
      [0, 7, 0.00005, 3, 0.0001, 8, 0.00015, 1],
      { shape: '(4, 2)' },
      [[[7, 3, 8, 1]]],
      20_000,
    ],
  ];

for (const [name, values, array, sweeps, rateHz] of FILES)
  test(`a NumPy array opens by its axes: ${name}`, async () => {
    const recording = await opened(npyBytes(values, array));
    assert.deepEqual(sweepsOf(recording), sweeps);
    assert.equal(recording.rateHz, rateHz);
    assert.deepEqual([recording.channels[0].unit, recording.format], ['', 'NumPy']);
    recording.close();
  });

test('without times, the missing rate and unit are warned of and can be given', async () => {
  writeFileSync(file, npyBytes([1e-12, 2e-12, 3e-12], { shape: '(3,)' }));
  const bare = await openRecording(file, {});
  assert.deepEqual(
    bare.warnings.map(({ code }) => code),
    ['rate', 'unit'],
  );
  const recording = await openRecording(file, { rateHz: 20_000, scaling: 1e12, unit: 'pA' });
  assert.deepEqual([recording.rateHz, recording.channels[0].unit], [20_000, 'pA']);
  assert.deepEqual(
    Array.from(recording.read(0, 0, 0, 3), (value) => Math.round(value)),
    [1, 2, 3],
  );
});

const REFUSED: [name: string, bytes: Buffer, why: RegExp][] = [
  ['objects', headerOf("'|O'", '(3,)'), /values of the type O\. Save the trace alone/],
  ['complex numbers', headerOf("'<c16'", '(3,)'), /type c16/],
  ['records', headerOf("[('t', '<f8'), ('y', '<f8')]", '(3,)'), /holds records/],
  ['four axes', headerOf("'<f8'", '(1, 1, 1, 1)'), /4 axes/],
  ['a single number', headerOf("'<f8'", '()'), /0 axes/],
  ['no sweeps', headerOf("'<f8'", '(0, 5)'), /holds no samples: its shape is \(0, 5\)/],
  ['a space within a number', headerOf("'<f8'", '(2\f0, 2)'), /damaged: its shape is \(2 0, 2\)/],
  ['no samples', headerOf("'<f8'", '(0,)'), /holds no samples/],
  ['more numbers than bytes', headerOf("'<f8'", '(3,)'), /cut short/],
  ['more numbers than any file', headerOf("'<f8'", '(2, 9007199254740991)'), /damaged|cut short/],
  ['an axis beyond any number', headerOf("'<f8'", `(${'9'.repeat(400)},)`), /damaged|cut short/],
  ['millions of sweeps', headerOf("'<f8'", '(1000, 1000, 1000)'), /more than 100000 sweeps/],
  ['no shape', headerOf("'<f8'", 'None'), /names no shape/],
  ['a header beyond the file', npyBytes([1], { shape: '(1,)' }).subarray(0, 30), /cut short/],
  ['a header of 4 GB', hugeHeader(), /header would have 4294967295 bytes/],
  ['a version of the future', Buffer.from('\x93NUMPY\x09\x00        ', 'latin1'), /no format 9\.0/],
];

function headerOf(descr: string, shape: string): Buffer {
  const text = `{'descr': ${descr}, 'fortran_order': False, 'shape': ${shape}, }\n`;
  const head = Buffer.from('\x93NUMPY\x01\x00\0\0', 'latin1');
  head.writeUInt16LE(text.length, 8);
  return Buffer.concat([head, Buffer.from(text, 'latin1')]);
}

function hugeHeader(): Buffer {
  const bytes = npyBytes([1], { shape: '(1,)', major: 2 });
  bytes.writeUInt32LE(0xffffffff, 8);
  return bytes;
}

for (const [name, bytes, why] of REFUSED)
  test(`a NumPy file is refused in one sentence: ${name}`, async () => {
    await assert.rejects(opened(bytes), (thrown: unknown) => {
      assert.ok(thrown instanceof UserError, String(thrown));
      assert.match(thrown.message, why);
      return true;
    });
  });

test('an array that NumPy wrote is read to the last bit', { skip: withoutPython('numpy') }, async () => {
  const written = pythonJson<number[]>(
    'import json, sys, numpy as np; x = np.random.default_rng(3).normal(size=(3, 500)); np.save(sys.argv[1], x); print(json.dumps(x.ravel().tolist()))',
    file,
  );
  const recording = await openRecording(file, {});
  assert.deepEqual(sweepsOf(recording).flat(2), written);
});
