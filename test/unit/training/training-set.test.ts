import assert from 'node:assert/strict';
import path from 'node:path';
import { test } from 'node:test';
import { UserError } from '../../../src/common/errors';
import { scoreCounts, type TrainingSet, UNSCORED } from '../../../src/common/training/training-set';
import { type Hdf5File, withHdf5, writeHdf5 } from '../../../src/engine/files/hdf5/hdf5';
import { attributeOf, datasetAt, numbersOf } from '../../../src/engine/files/hdf5/values';
import { readTrainingSet, readWindows } from '../../../src/engine/training/read-training-set';
import { saveScores, writeTrainingSet } from '../../../src/engine/training/write-training-set';
import { temporaryFolder } from '../../support/folder';
import { pythonJson, withoutPython } from '../../support/python';

const folder = temporaryFolder();

const someSet: Omit<TrainingSet, 'path'> = {
  windows: 4,
  length: 3,
  scores: Int8Array.of(1, 0, UNSCORED, 2),
  starts: Float64Array.of(10, 5_000_000_000, 30, 40),
  labels: ['zelle µ.abf', 'zelle µ.abf', 'b.abf', ''],
  sources: Int32Array.of(0, 0, 1, 1),
  facts: {
    rate_hz: 20_000,
    unit: 'pA',
    direction: 'negative',
    win_size: 600,
    sources: [
      { path: '/a/zelle µ.abf', sha256: 'ab', series: '', channel: 1, sweep: null, rate_hz: null, unit: '' },
      { path: '/a/b.abf', sha256: 'cd', series: 's', channel: 0, sweep: 3, rate_hz: null, unit: '' },
    ],
    parameters: { win_size: 600, threshold_high: 4.5 },
    writtenBy: 'test',
  },
};
const rows = (from: number, to: number) =>
  Float64Array.from({ length: (to - from) * 3 }, (_, i) => from * 3 + i + 0.5);

async function fileOf(name: string, write: (open: Hdf5File) => void): Promise<string> {
  const file = path.join(folder, name);
  await writeHdf5(file, write);
  return file;
}

test('a training set survives its file', async () => {
  const file = path.join(folder, 'whole.h5');
  await writeTrainingSet(file, { overwrite: false }, someSet, rows);
  assert.deepEqual(await readTrainingSet(file), { ...someSet, path: file, tellsUnscored: true });
  assert.deepEqual(await readWindows(file, 1, 3), rows(1, 3));
  await assert.rejects(readWindows(file, 3, 5), RangeError);
  await assert.rejects(writeTrainingSet(file, { overwrite: false }, someSet, rows), UserError);
});

test('programs that know the plain layout find int64 scores of 0, 1 and 2, and nothing else to train on', async () => {
  const file = path.join(folder, 'plain.h5');
  await writeTrainingSet(file, { overwrite: false }, someSet, rows);
  await withHdf5(file, (open) => {
    const dataset = (name: string) => datasetAt(open, name)!;
    assert.deepEqual([dataset('events').dtype, dataset('events').shape], ['<d', [4, 3]]);
    assert.deepEqual(
      [dataset('scores').dtype, dataset('scores').value],
      ['<q', BigInt64Array.of(1n, 0n, 2n, 2n)],
    );
    assert.equal(dataset('raw_indices').dtype, '<q');
    assert.deepEqual(dataset('cell_label').dtype, 'S12');
  });
});

test('sets larger than a block are written and read block by block', async () => {
  const [windows, length] = [5000, 600];
  const value = (from: number, to: number) =>
    Float64Array.from({ length: (to - from) * length }, (_, i) => from * length + i);
  const file = path.join(folder, 'large.h5');
  const set = {
    ...someSet,
    windows,
    length,
    scores: new Int8Array(windows),
    starts: null,
    labels: null,
    sources: null,
  };
  await writeTrainingSet(file, { overwrite: false }, set, value);
  assert.deepEqual(await readWindows(file, 4998, 5000), value(4998, 5000));
  assert.deepEqual(await readWindows(file, 1000, 4000), value(1000, 4000));
});

test('saving scores leaves everything else in the file, known or not', async () => {
  const file = await fileOf('foreign.h5', (open) => {
    open.create_dataset({ name: 'events', data: rows(0, 4), shape: [4, 3] });
    const scores = open.create_dataset({ name: 'scores', data: [0, 1, 2, 2], dtype: '<b' });
    scores.create_attribute('rater', 'me');
    open.create_group('notes');
    open.create_dataset({ name: 'notes/text', data: ['a', 'b'] });
    open.create_attribute('experiment', 7);
  });
  assert.deepEqual((await readTrainingSet(file)).scores, Int8Array.of(0, 1, 2, 2));
  await saveScores(file, Int8Array.of(1, UNSCORED, 0, 2));
  assert.deepEqual((await readTrainingSet(file)).scores, Int8Array.of(1, UNSCORED, 0, 2));
  await saveScores(file, Int8Array.of(1, 0, 0, 2));
  assert.deepEqual((await readTrainingSet(file)).scores, Int8Array.of(1, 0, 0, 2));
  await withHdf5(file, (open) => {
    assert.equal(datasetAt(open, 'scores')!.dtype, '<b');
    assert.equal(attributeOf(datasetAt(open, 'scores')!, 'rater'), 'me');
    assert.deepEqual(datasetAt(open, 'notes/text')!.value, ['a', 'b']);
    assert.equal(attributeOf(open, 'experiment'), 7);
    assert.deepEqual(numbersOf(datasetAt(open, 'events')!, 'events'), rows(0, 4));
  });
});

test('a file without scores is unscored, and can be scored', async () => {
  const file = await fileOf('unscored.h5', (open) => {
    open.create_dataset({ name: 'events', data: rows(0, 2), shape: [2, 3] });
  });
  assert.deepEqual(scoreCounts((await readTrainingSet(file)).scores), {
    '0': 0,
    '1': 0,
    '2': 0,
    unscored: 2,
  });
  await saveScores(file, Int8Array.of(1, UNSCORED));
  assert.deepEqual((await readTrainingSet(file)).scores, Int8Array.of(1, UNSCORED));
});

test('cells may be labelled by numbers', async () => {
  const file = await fileOf('numbers.h5', (open) => {
    open.create_dataset({ name: 'events', data: rows(0, 2), shape: [2, 3] });
    open.create_dataset({ name: 'cell_label', data: [7, 9] });
  });
  assert.deepEqual((await readTrainingSet(file)).labels, ['7', '9']);
});

test('what does not fit together is told in one sentence', async () => {
  const base = (open: Hdf5File) => open.create_dataset({ name: 'events', data: rows(0, 2), shape: [2, 3] });
  const cases: [string, (open: Hdf5File) => void, RegExp][] = [
    ['none', (h5) => h5.create_group('a'), /is not a training set: it has no table "events"/],
    ['line', (h5) => h5.create_dataset({ name: 'events', data: [1, 2] }), /is not a training set/],
    [
      'text',
      (h5) => h5.create_dataset({ name: 'events', data: ['a'], shape: [1, 1] }),
      /is not a training set/,
    ],
    [
      'empty',
      (h5) => h5.create_dataset({ name: 'events', data: new Float64Array(0), shape: [0, 3] }),
      /without windows/,
    ],
    [
      'few scores',
      (h5) => {
        base(h5);
        h5.create_dataset({ name: 'scores', data: [1] });
      },
      /has 2 windows, but its "scores" is 1\./,
    ],
    [
      'strange score',
      (h5) => {
        base(h5);
        h5.create_dataset({ name: 'scores', data: [1, 7] });
      },
      /gives window 2 the score 7/,
    ],
  ];
  for (const [name, write, message] of cases) {
    const file = await fileOf(`${name}.h5`, write);
    await assert.rejects(readTrainingSet(file), (thrown: unknown) => {
      assert.ok(thrown instanceof UserError, name);
      assert.match(thrown.message, message);
      return true;
    });
  }
});

test('scores for another number of windows are not saved', async () => {
  const file = await fileOf('changed.h5', (open) => {
    open.create_dataset({ name: 'events', data: rows(0, 2), shape: [2, 3] });
  });
  await assert.rejects(saveScores(file, Int8Array.of(1)), /has 2 windows now, not 1/);
});

test('scores in a column are scores, and can be saved', async () => {
  const file = await fileOf('column.h5', (open) => {
    open.create_dataset({ name: 'events', data: rows(0, 4), shape: [4, 3] });
    open.create_dataset({ name: 'scores', data: [0, 1, 2, 2], shape: [4, 1], dtype: '<q' });
  });
  assert.deepEqual((await readTrainingSet(file)).scores, Int8Array.of(0, 1, 2, 2));
  await saveScores(file, Int8Array.of(1, 1, 0, 2));
  assert.deepEqual((await readTrainingSet(file)).scores, Int8Array.of(1, 1, 0, 2));
});

test('events that are no table are named for what they are', async () => {
  const refused = async (name: string, fill: Parameters<typeof fileOf>[1], message: RegExp) =>
    assert.rejects(readTrainingSet(await fileOf(name, fill)), message);
  await refused('nested.h5', (open) => void open.create_group('events'), /its "events" is a group/);
  await refused(
    'flat.h5',
    (open) => void open.create_dataset({ name: 'events', data: rows(0, 4), shape: [12] }),
    /its "events" is 12\. Save all windows as one table/,
  );
  await refused(
    'cubes.h5',
    (open) => void open.create_dataset({ name: 'events', data: rows(0, 4), shape: [2, 2, 3] }),
    /its "events" is 2 × 2 × 3/,
  );
});

test('a group named "events" is named for what it is', async () => {
  const file = await fileOf('group.h5', (open) => {
    const group = open.create_group('events');
    group.create_dataset({ name: 'first', data: [1, 2, 3] });
    open.create_dataset({ name: 'scores', data: [1], dtype: '<b' });
  });
  await assert.rejects(readTrainingSet(file), {
    name: 'UserError',
    message: `${file} is not a training set: its "events" is a group with objects of its own. Save all windows as one table of windows × samples.`,
  });
});

test('windows of different lengths are named for what they are', {
  skip: withoutPython('h5py'),
}, async () => {
  const file = path.join(folder, 'ragged.h5');
  pythonJson(
    `import h5py, json, numpy, sys
with h5py.File(sys.argv[1], "w") as f:
    windows = f.create_dataset("events", (2,), dtype=h5py.vlen_dtype(numpy.float64))
    windows[0], windows[1] = numpy.zeros(3), numpy.zeros(5)
    f["scores"] = [0, 1]
print(json.dumps(None))`,
    file,
  );
  await assert.rejects(readTrainingSet(file), {
    name: 'UserError',
    message: `${file} is not a training set: its "events" holds windows of different lengths. Cut them to one length. Save all windows as one table of windows × samples.`,
  });
});
