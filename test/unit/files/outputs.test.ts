import assert from 'node:assert/strict';
import { linkSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { UserError } from '../../../src/common/errors';
import { UNSCORED } from '../../../src/common/training/training-set';
import { writeTogether, writeWhole } from '../../../src/engine/files/atomic';
import { contentKind } from '../../../src/engine/files/content-kind';
import { writeHdf5 } from '../../../src/engine/files/hdf5/hdf5';
import { writeWholeHdf5 } from '../../../src/engine/files/hdf5/write';
import { requireApart, requireOutputs } from '../../../src/engine/files/outputs';
import { saveScores, writeTrainingSet } from '../../../src/engine/training/write-training-set';
import { temporaryFolder } from '../../support/folder';

const force = { overwrite: true };

test('an output that is an input is refused by whatever path, and any other is not', async () => {
  const folder = temporaryFolder();
  const scored = path.join(folder, 'scored.h5');
  writeFileSync(scored, 'hours of scoring');
  const output = (...names: string[]) => [{ file: path.join(folder, ...names) }];
  await requireApart(output('model.h5'), [scored, path.join(folder, 'missing.h5')]);
  const refusal = /^UserError: .* is an input and would be replaced/;
  await assert.rejects(requireApart(output('x', '..', 'scored.h5'), [scored]), refusal);
  if (process.platform === 'win32') return;
  symlinkSync(scored, path.join(folder, 'link.h5'));
  linkSync(scored, path.join(folder, 'twin.h5'));
  await assert.rejects(requireApart(output('scored.h5'), [path.join(folder, 'link.h5')]), refusal);
  await assert.rejects(requireApart(output('twin.h5'), [scored]), refusal);
});

test('two outputs of one run are two files', async () => {
  const folder = temporaryFolder();
  const [a, b] = [path.join(folder, 'A.csv'), path.join(folder, 'a.csv')];
  await assert.rejects(requireApart([{ file: a }, { file: b }], []), /would be the same file/);
  await assert.rejects(requireApart([{ file: a }, { file: a }], []), /would be the same file/);
});

test('a file of another kind is replaced by nothing, before the work and after it', async () => {
  const folder = temporaryFolder();
  const notes = path.join(folder, 'model.md');
  writeFileSync(notes, '# My notes\n');
  const refusal = /model\.md is a Markdown text and is not replaced by a model card\. Choose another name/;
  const outputs = [{ file: notes, kind: 'model card' as const }];
  await assert.rejects(requireOutputs(outputs, { ...force, inputs: [] }), refusal);
  const card = (temporary: string) => writeFileSync(temporary, '# model.h5\nMade with miniML');
  await assert.rejects(writeWhole(notes, force, card), refusal);
  assert.equal(readFileSync(notes, 'utf8'), '# My notes\n');
  assert.deepEqual(readdirSync(folder), ['model.md']);
});

test('a recording is replaced by nothing, not even by HDF5', async () => {
  const file = path.join(temporaryFolder(), 'a.h5');
  await writeHdf5(file, (open) => void open.create_dataset({ name: 'data', data: new Float64Array(100) }));
  const before = readFileSync(file);
  await assert.rejects(
    writeWholeHdf5(file, force, (open) => void open.create_attribute('model_config', '{}')),
    new UserError(
      `${file} is a recording and is not replaced by a model. Choose another name for the output.`,
    ),
  );
  assert.deepEqual(readFileSync(file), before);
});

test('a training set may be extracted anew until somebody has scored it', async () => {
  const file = path.join(temporaryFolder(), 'set.h5');
  const set = {
    windows: 2,
    length: 3,
    scores: Int8Array.of(1, UNSCORED),
    starts: null,
    labels: null,
    sources: null,
    facts: {
      rate_hz: null,
      unit: '',
      direction: null,
      win_size: null,
      sources: [],
      parameters: null,
      writtenBy: '',
    },
  };
  const extract = () => writeTrainingSet(file, force, set, (from, to) => new Float64Array((to - from) * 3));
  await extract();
  await extract();
  assert.equal(await contentKind(file), 'training set');
  await saveScores(file, Int8Array.of(1, 0));
  await saveScores(file, Int8Array.of(0, 0));
  await assert.rejects(extract(), /set\.h5 is a scored training set and is not replaced/);
  const copy = path.join(path.dirname(file), 'copy.h5');
  await saveScores(file, Int8Array.of(1, 1), copy);
  await assert.rejects(saveScores(file, Int8Array.of(0, 1), copy), /is never replaced/);
});

test('outputs of one run come together or not at all', async () => {
  const folder = temporaryFolder();
  const [first, second] = [path.join(folder, 'a.csv'), path.join(folder, 'b.csv')];
  writeFileSync(first, 'old');
  const half = writeTogether(
    [
      { file: first, write: (temporary) => writeFileSync(temporary, 'new') },
      {
        file: second,
        write: () => {
          throw new UserError('no');
        },
      },
    ],
    force,
  );
  await assert.rejects(half, /no/);
  assert.equal(readFileSync(first, 'utf8'), 'old');
  const refused = writeTogether(
    [first, second].map((file) => ({
      file: `${file}.new`,
      write: (temporary: string) => {
        writeFileSync(temporary, 'new');
        // Somebody else is faster with the second.
        if (file === second) writeFileSync(`${second}.new`, 'theirs');
      },
    })),
    { overwrite: false },
  );
  await assert.rejects(refused, /b\.csv\.new already exists/);
  assert.deepEqual(readdirSync(folder).sort(), ['a.csv', 'b.csv.new']);
});

test('a link that leads nowhere counts as a file that is there', {
  skip: process.platform === 'win32',
}, async () => {
  const folder = temporaryFolder();
  const file = path.join(folder, 'a.csv');
  symlinkSync(path.join(folder, 'unmounted'), file);
  const write = (temporary: string) => writeFileSync(temporary, 'new');
  await assert.rejects(writeWhole(file, { overwrite: false }, write), /already exists/);
  assert.deepEqual(readdirSync(folder), ['a.csv']);
});

test('a device is not replaced', { skip: process.platform === 'win32' }, async () => {
  const write = (temporary: string) => writeFileSync(temporary, 'new');
  await assert.rejects(writeWhole('/dev/null', force, write), /is a device or a pipe/);
});

test('a full disk is said of the output, not of the file beside it', async () => {
  const file = path.join(temporaryFolder(), 'a.h5');
  const full = writeWhole(file, force, (temporary) => {
    throw new UserError(`${temporary} cannot be written: the disk is full.`);
  });
  await assert.rejects(full, new UserError(`${file} cannot be written: the disk is full.`));
});
