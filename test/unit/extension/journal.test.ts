import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { readdirSync, renameSync, utimesSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { openJournal } from '../../../src/extension/editing/journal';
import { temporaryFolder } from '../../support/folder';

/** Leaves a journal of one entry as a process of another number would, and says its name. */
async function leave(folder: string, pid: number): Promise<string> {
  const { journal } = await openJournal(folder, 'cells.h5');
  journal.append({ window: 3, score: 1 });
  journal.close();
  const [own = ''] = readdirSync(folder);
  const left = path.join(folder, own.replace(`.${process.pid}.`, `.${pid}.`));
  renameSync(path.join(folder, own), left);
  return left;
}

test('what a process that has ended left is taken over', async () => {
  const folder = temporaryFolder();
  await leave(folder, spawnSync(process.execPath, ['-e', '']).pid);
  const { left, journal } = await openJournal(folder, 'cells.h5');
  assert.deepEqual(left, [{ window: 3, score: 1 }]);
  journal.restart(left);
  assert.equal(readdirSync(folder).length, 1);
  journal.close();
});

test('what a running process writes is its own', async () => {
  const folder = temporaryFolder();
  await leave(folder, process.ppid);
  assert.deepEqual((await openJournal(folder, 'cells.h5')).left, []);
});

test('after a restart of the computer, another process with the number of the writer does not keep its edits', async () => {
  const folder = temporaryFolder();
  const file = await leave(folder, process.ppid);
  const longAgo = new Date('2001-01-01');
  utimesSync(file, longAgo, longAgo);
  assert.deepEqual((await openJournal(folder, 'cells.h5')).left, [{ window: 3, score: 1 }]);
});

test('a line that was cut short costs no other', async () => {
  const folder = temporaryFolder();
  const file = await leave(folder, spawnSync(process.execPath, ['-e', '']).pid);
  writeFileSync(file, '{"window":1,"score":0}\n{"window":2,"sc\n{"window":3,"score":1}\n{"win');
  assert.deepEqual((await openJournal(folder, 'cells.h5')).left, [
    { window: 1, score: 0 },
    { window: 3, score: 1 },
  ]);
});
