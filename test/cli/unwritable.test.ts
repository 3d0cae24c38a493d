import assert from 'node:assert/strict';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { test } from 'node:test';
import { emptyFolder, miniml } from '../support/command-line';

/** Inputs that are not there would be told of first if they were looked at first. */
test('an output that cannot be written is told before anything is read', async (t) => {
  const folder = await emptyFolder(t);
  const file = path.join(folder, 'notes.txt');
  await writeFile(file, 'mine');
  const under = path.join(file, 'results');
  const missing = path.join(folder, 'missing.h5');
  const calls = [
    ['detect', missing, '--out', under, '--model', missing],
    ['extract', missing, '--out', path.join(under, 'windows.h5')],
    ['train', missing, '--out', path.join(under, 'model.h5')],
    ['simulate', '--out', path.join(under, 'recording.h5')],
  ];
  for (const args of calls) {
    const { code, stdout, stderr } = await miniml(...args, '--force');
    assert.equal(code, 1, args[0]);
    assert.equal(stdout, '');
    const sentences = stderr
      .trim()
      .split('\n')
      .filter((line) => line.startsWith('miniml:'));
    assert.equal(sentences.length, 1, stderr);
    assert.match(sentences[0], /notes\.txt.* cannot be written: part of its path is a file, not a folder\.$/);
  }
  assert.deepEqual(await readdir(folder), ['notes.txt']);
  assert.equal(await readFile(file, 'utf8'), 'mine');
});
