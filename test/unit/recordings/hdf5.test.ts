import assert from 'node:assert/strict';
import {
  closeSync,
  copyFileSync,
  ftruncateSync,
  mkdirSync,
  openSync,
  readFileSync,
  symlinkSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import path from 'node:path';
import { after, test } from 'node:test';
import { UserError } from '../../../src/common/errors';
import type { OpenOptions } from '../../../src/common/traces/recipe';
import { type Hdf5File, writeHdf5 } from '../../../src/engine/files/hdf5/hdf5';
import { openHdf5Recording } from '../../../src/engine/recordings/hdf5/open';
import type { Recording } from '../../../src/engine/recordings/recording';
import { temporaryFolder } from '../../support/folder';
import { projectRoot } from '../../support/project';
import { copyWithUnknownFilter } from '../../support/unknown-filter';

const folder = temporaryFolder();
const kinds = path.join(projectRoot, 'test/fixtures/hdf5/kinds.h5');

async function fileOf(name: string, write: (open: Hdf5File) => void): Promise<string> {
  const file = path.join(folder, name);
  await writeHdf5(file, write);
  return file;
}

const opened: Recording[] = [];
after(() => {
  for (const recording of opened) recording.close();
});
async function open(file: string, options: OpenOptions = {}): Promise<Recording> {
  const recording = await openHdf5Recording(file, options);
  opened.push(recording);
  return recording;
}

async function refusal(opening: Promise<Recording>): Promise<string> {
  const thrown = await opening.then(
    () => assert.fail('was opened'),
    (error: unknown) => error,
  );
  assert.ok(thrown instanceof UserError, String(thrown));
  assert.equal(thrown.message.split('\n').length, 1);
  return thrown.message;
}

const ramp = (n: number) => Float64Array.from({ length: n }, (_, i) => i);

test('a plain dataset without rate and unit gets them from the caller', async () => {
  const file = await fileOf('plain.h5', (h5) => {
    h5.create_group('cell 1');
    h5.create_dataset({ name: 'cell 1/mini_data', data: ramp(1000).map((v) => v * 1e-12) });
  });
  const plain = await open(file);
  assert.equal(plain.rateHz, undefined);
  assert.deepEqual(plain.channels, [{ name: 'mini_data', unit: '' }]);
  assert.deepEqual(plain.sweeps, [{ samples: 1000, start_s: 0 }]);
  const asked = await open(file, { series: 'mini_data', rateHz: 50_000, unit: 'pA', scaling: 1e12 });
  assert.equal(asked.rateHz, 50_000);
  assert.equal(asked.channels[0].unit, 'pA');
  assert.deepEqual(Array.from(asked.read(0, 0, 3, 6)).map(Math.round), [3, 4, 5]);
  assert.throws(() => asked.read(0, 0, 0, 1001), RangeError);
  assert.throws(() => asked.read(1, 0, 0, 1), RangeError);
});

test('rate and unit are taken from attributes of the dataset or of a group around it', async () => {
  const file = await fileOf('attributes.h5', (h5) => {
    h5.create_group('rig');
    h5.create_dataset({ name: 'rig/current', data: ramp(10) }).create_attribute('unit', 'pA');
    h5.create_attribute('dt', 5e-5);
  });
  const recording = await open(file);
  assert.deepEqual([recording.rateHz, recording.channels[0].unit], [20_000, 'pA']);
});

test('packed numbers are unpacked with the factor and the offset beside them', async () => {
  const file = await fileOf('packed.h5', (h5) => {
    const stored = h5.create_dataset({ name: 'current', data: Int16Array.from(ramp(10)) });
    stored.create_attribute('scale_factor', 0.5);
    stored.create_attribute('add_offset', -20);
  });
  assert.deepEqual(Array.from((await open(file)).read(0, 0, 0, 3)), [-20, -19.5, -19]);
  const pA = await open(file, { scaling: 10, unit: 'pA' });
  assert.deepEqual(Array.from(pA.read(0, 0, 0, 3)), [-200, -195, -190]);
});

test('the usual name comes first, then the largest dataset; vectors of times come last', async () => {
  const file = await fileOf('several.h5', (h5) => {
    for (const [name, n] of [
      ['a', 10],
      ['big', 100],
      ['time', 100],
      ['mini_data', 20],
    ] as const)
      h5.create_dataset({ name, data: ramp(n) });
  });
  const recording = await open(file);
  assert.deepEqual(recording.allSeries, ['mini_data', 'big', 'a', 'time']);
  assert.equal((await open(file, { series: 2 })).series, 'a');
  assert.equal((await open(file, { series: '1' })).series, 'big');
  assert.match(
    await refusal(open(file, { series: 'none' })),
    /has no series "none"\. Choose one of 0 \(mini_data\)/,
  );
  assert.match(await refusal(open(file, { series: 4 })), /has no series 4/);
});

test('the longer side of a table is time', async () => {
  const wide = await fileOf('wide.h5', (h5) => {
    h5.create_dataset({ name: 'a', data: ramp(300), shape: [3, 100] });
    h5.create_attribute('rate_hz', 100);
  });
  const rows = await open(wide);
  assert.deepEqual(
    rows.sweeps.map((s) => [s.samples, s.start_s]),
    [
      [100, 0],
      [100, 1],
      [100, 2],
    ],
  );
  assert.deepEqual(rows.read(0, 2, 5, 8), Float64Array.of(205, 206, 207));
  const tall = await fileOf('tall.h5', (h5) => {
    h5.create_dataset({ name: 'a', data: ramp(300), shape: [100, 3] });
  });
  const columns = await open(tall);
  assert.equal(columns.sweeps.length, 3);
  assert.deepEqual(columns.read(0, 2, 5, 8), Float64Array.of(17, 20, 23));
});

test('compressed data read in small steps, forwards and backwards, are the data written', async () => {
  const n = 300_000;
  const values = ramp(n).map((i) => Math.sin(i) * 1000);
  const file = await fileOf('gzip.h5', (h5) => {
    h5.create_dataset({ name: 'a', data: values, chunks: [7001], compression: 'gzip' });
    h5.create_dataset({ name: 'b', data: Int16Array.from(values), chunks: [n], compression: 'gzip' });
  });
  for (const [series, expected] of [
    ['a', values],
    ['b', Float64Array.from(Int16Array.from(values))],
  ] as const) {
    const recording = await open(file, { series });
    const steps = Array.from({ length: 300 }, (_, i) => [i * 1000, (i + 1) * 1000] as const);
    for (const [from, to] of [...steps, ...steps.reverse()])
      assert.deepEqual(recording.read(0, 0, from, to), expected.slice(from, to));
    assert.deepEqual(recording.read(0, 0, 0, n), expected);
  }
});

test('a whole compressed sweep is unpacked once, however small the steps', async () => {
  const n = 4_000_000;
  const file = await fileOf('one chunk.h5', (h5) => {
    h5.create_dataset({ name: 'a', data: ramp(n), chunks: [n], compression: 'gzip', compression_opts: 1 });
  });
  const recording = await open(file);
  const all = performance.now();
  recording.read(0, 0, 0, n);
  const once = performance.now() - all;
  const steps = performance.now();
  for (let from = 0; from < n; from += 4000) recording.read(0, 0, from, from + 4000);
  assert.ok(performance.now() - steps < 5 * once + 200, 'the thousand steps unpacked the data again');
});

test('integers and floats of every width and byte order', async () => {
  for (const order of ['little', 'big'])
    for (const kind of 'i1 u1 i2 u2 i4 u4 i8 u8 f2 f4 f8'.split(' ')) {
      const recording = await open(kinds, { series: `${order}/${kind}` });
      assert.deepEqual(recording.read(0, 0, 0, 5), Float64Array.of(0, 1, 2, 100, 7), `${order} ${kind}`);
    }
  const ofHalf = await open(kinds, { series: 'half' });
  const half = ofHalf.read(0, 0, 0, 7);
  assert.ok(!ofHalf.warnings.some(({ code }) => code === 'counts'), 'they are no integers');
  assert.match(String(ofHalf.facts[0]), /half-precision/);
  const expected = [0, -0.5, 1023 / 2 ** 24, 2 ** -24, 65504, Infinity, Number.NaN];
  assert.deepEqual(Array.from(half), expected);
});

test('checksums, shuffling and scaled integers are understood', async () => {
  for (const series of ['filters/gzip', 'filters/scaleoffset'])
    assert.deepEqual((await open(kinds, { series })).read(0, 0, 0, 1000), ramp(1000));
});

test('what holds no line of numbers is not offered; records and cubes of numbers are', async () => {
  const { allSeries } = await open(kinds, { series: 'half' });
  assert.deepEqual(
    allSeries.filter((name) => /^(others|links)/.test(name)),
    ['others/cube', 'others/compound'],
  );
});

test('claims beyond what the file holds are refused before anything is allocated', async () => {
  assert.match(await refusal(open(kinds, { series: 'claims/chunked' })), /more than the file can hold/);
  assert.match(
    await refusal(open(kinds, { series: 'claims/chunk' })),
    /more than the file can hold|smaller chunks/,
  );
});

const compressions = path.join(projectRoot, 'test/fixtures/hdf5/compressions.h5');
for (const series of ['bitshuffle', 'blosc', 'blosc2', 'bzip2', 'lz4', 'lzf', 'zfp', 'zstandard'])
  test(`numbers that hdf5plugin packed with ${series} are read`, async () => {
    const recording = await open(compressions, { series });
    const expected = Float64Array.from({ length: 1000 }, (_, i) => (i * 7) % 1013);
    assert.deepEqual(recording.read(0, 0, 0, 1000), expected);
  });

test('LZF is read; an unknown compression is named when samples are read', async () => {
  assert.deepEqual((await open(kinds, { series: 'filters/lzf' })).read(0, 0, 0, 1000), ramp(1000));
  const copy = path.join(folder, 'unknown filter.h5');
  copyWithUnknownFilter(kinds, copy);
  const recording = await open(copy, { series: 'filters/lzf' });
  assert.throws(
    () => recording.read(0, 0, 0, 10),
    new UserError(
      `${copy} is compressed with "xyz", which is not supported. Save it again with gzip or without compression.`,
    ),
  );
});

test('a file without numbers says so', async () => {
  const file = await fileOf('texts.h5', (h5) => h5.create_dataset({ name: 'note', data: ['a', 'b'] }));
  assert.match(await refusal(open(file)), /contains no recording/);
});

test('a file with a single sample says so', async () => {
  const file = await fileOf('single.h5', (h5) =>
    h5.create_dataset({ name: 'mini_data', data: Float64Array.of(1) }),
  );
  assert.match(await refusal(open(file)), /its dataset \/mini_data has a single sample\.$/);
});

test('a link into another file leads to its samples, or says where they should be', async () => {
  const file = await fileOf('links-out.h5', (h5) =>
    h5.create_external_link('linked.h5', '/mini_data', 'cell'),
  );
  assert.match(
    await refusal(open(file)),
    /its cell is a link into linked\.h5, which has no dataset or is missing/,
  );
  await fileOf('linked.h5', (h5) => h5.create_dataset({ name: 'mini_data', data: ramp(100_000) }));
  const recording = await open(file);
  assert.deepEqual([...recording.read(0, 0, 99_998, 100_000)], [...ramp(100_000).slice(-2)]);
  recording.close();
});

test('a link leads to no file outside the folder of its own, by whatever path, also through another link', async () => {
  const outside = path.join(folder, 'outside.h5');
  await fileOf('outside.h5', (h5) => h5.create_dataset({ name: 'mini_data', data: ramp(1000) }));
  const inner = path.join(folder, 'inner');
  mkdirSync(inner);
  symlinkSync(outside, path.join(inner, 'alias.h5'));
  symlinkSync(folder, path.join(inner, 'up'));
  await fileOf('inner/next.h5', (h5) => h5.create_external_link('../outside.h5', '/mini_data', 'there'));
  const targets = [
    ...['../outside.h5', outside, './../outside.h5', '..\\outside.h5', 'alias.h5', 'up/outside.h5'],
    ...['//localhost/share/outside.h5', '\\\\localhost\\share\\outside.h5', 'file:///outside.h5'],
  ];
  for (const [i, target] of targets.entries()) {
    const file = await fileOf(`inner/link-${i}.h5`, (h5) =>
      h5.create_external_link(target, '/mini_data', 'cell'),
    );
    assert.match(await refusal(open(file)), /its cell is a link into .*(outside|alias)/, target);
  }
  const chain = await fileOf('inner/chain.h5', (h5) => h5.create_external_link('next.h5', '/there', 'cell'));
  assert.match(await refusal(open(chain)), /is a link into next\.h5, which has no dataset or is missing/);
  // The bare name is looked for beside the file.
  copyFileSync(outside, path.join(inner, 'outside.h5'));
  const recording = await open(path.join(inner, 'link-0.h5'));
  assert.equal(recording.sweeps[0].samples, 1000);
  recording.close();
});

test('numbers of a model or of training windows are no sweeps', async () => {
  const model = await fileOf('model.h5', (h5) => {
    h5.create_attribute('model_config', '{}');
    h5.create_dataset({ name: 'kernel', data: ramp(100) });
  });
  assert.match(
    await refusal(open(model)),
    /model\.h5 is not a recording but of the kind "model"\. Choose a recording\.$/,
  );
  const windows = await fileOf('windows.h5', (h5) => {
    h5.create_dataset({ name: 'events', data: ramp(1200), shape: [2, 600] });
    h5.create_dataset({ name: 'scores', data: new Uint8Array(2) });
  });
  assert.match(await refusal(open(windows)), /of the kind "training set"/);
});

test('a damaged file gives a sentence or samples, nothing else', async () => {
  const whole = readFileSync(kinds);
  const damaged = path.join(folder, 'damaged.h5');
  // A linear congruential generator: the same damage in every run.
  let state = 1;
  const random = (below: number) => {
    state = (state * 1_103_515_245 + 12_345) % 2 ** 31;
    return Math.floor((state / 2 ** 31) * below);
  };
  for (let trial = 0; trial < 40; trial++) {
    const bytes = Buffer.from(whole);
    for (let k = 0; k < 4; k++) bytes[random(bytes.length)] = random(256);
    writeFileSync(damaged, trial % 3 === 0 ? bytes.subarray(0, random(bytes.length)) : bytes);
    try {
      const recording = await openHdf5Recording(damaged, {});
      const { samples } = recording.sweeps[0];
      recording.read(0, 0, 0, Math.min(samples, 1000));
      recording.close();
    } catch (thrown) {
      assert.ok(thrown instanceof UserError, `trial ${trial}: ${(thrown as Error).stack}`);
    }
  }
});

test('a file of 3.2 GB opens at once and is read at its end', async () => {
  const head = readFileSync(path.join(projectRoot, 'test/fixtures/hdf5/large-head.h5'));
  const samples = 400_000_000;
  const file = path.join(folder, 'large.h5');
  writeFileSync(file, head);
  const handle = openSync(file, 'r+');
  ftruncateSync(handle, head.length + samples * 8);
  writeSync(handle, Buffer.from(Float64Array.of(1.5, 2.5).buffer), 0, 16, head.length + (samples - 2) * 8);
  closeSync(handle);
  const before = process.memoryUsage().rss;
  const recording = await open(file, { rateHz: 50_000 });
  assert.deepEqual(recording.sweeps, [{ samples, start_s: 0 }]);
  assert.deepEqual(recording.read(0, 0, samples - 3, samples), Float64Array.of(0, 1.5, 2.5));
  assert.ok(process.memoryUsage().rss - before < 100e6, 'more than 100 MB were needed');
});
