import assert from 'node:assert/strict';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { UserError } from '../../../src/common/errors';
import { editHdf5, openHdf5, withHdf5, writeHdf5 } from '../../../src/engine/files/hdf5/hdf5';
import { temporaryFolder } from '../../support/folder';

const folder = temporaryFolder();

async function write(name: string): Promise<string> {
  const file = path.join(folder, name);
  await writeHdf5(file, (open) => {
    open.create_dataset({ name: 'a', data: Float64Array.from({ length: 5000 }, (_, i) => i / 3) });
  });
  return file;
}

test('what is written is read back, in a folder with spaces and letters beyond ASCII', async () => {
  const file = await write('µV und 日本.h5');
  await editHdf5(file, (open) => open.create_attribute('note', 'grüße'));
  const [values, note] = await withHdf5(file, (open) => {
    const dataset = open.get('a');
    return [dataset && 'slice' in dataset && dataset.slice([[3, 5]]), open.get_attribute('note', true)];
  });
  assert.deepEqual(values, Float64Array.of(1, 4 / 3));
  assert.equal(note, 'grüße');
});

test('several readers of one file do not disturb each other', async () => {
  const file = await write('shared.h5');
  const first = await openHdf5(file);
  const second = await openHdf5(file);
  first.close();
  assert.deepEqual(second.keys(), ['a']);
  second.close();
});

test('what is no HDF5 file, cut short, a folder or missing is told in one sentence', async () => {
  const text = path.join(folder, 'text.h5');
  writeFileSync(text, 'not at all');
  await assert.rejects(openHdf5(text), new UserError(`${text} is not an HDF5 file.`));
  const empty = path.join(folder, 'empty.h5');
  writeFileSync(empty, '');
  await assert.rejects(openHdf5(empty), new UserError(`${empty} is not an HDF5 file.`));
  const whole = await write('whole.h5');
  const cut = path.join(folder, 'cut.h5');
  writeFileSync(cut, readFileSync(whole).subarray(0, 20_000));
  await assert.rejects(
    openHdf5(cut),
    new UserError(`${cut} is cut short. Copy it again from where it was recorded.`),
  );
  const none = path.join(folder, 'none.h5');
  await assert.rejects(openHdf5(none), new UserError(`${none} does not exist.`));
  const sub = path.join(folder, 'sub.h5');
  mkdirSync(sub);
  await assert.rejects(openHdf5(sub), new UserError(`${sub} is a folder, not a file.`));
});

test('a failure of the caller closes the file and is not disguised', async () => {
  const file = await write('closed.h5');
  const defect = new TypeError('ours');
  await assert.rejects(
    withHdf5(file, () => {
      throw defect;
    }),
    defect,
  );
  await editHdf5(file, (open) => open.create_group('now writable'));
});

test('opening a file for good changes nothing in it', async () => {
  const file = await write('same.h5');
  const before = readFileSync(file);
  await withHdf5(file, (open) => open.paths());
  assert.deepEqual(readFileSync(file), before);
});
