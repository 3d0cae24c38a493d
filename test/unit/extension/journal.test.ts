import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import {
  appendFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { setTimeout } from 'node:timers/promises';
import { ownIdentity, startTicks } from '../../../src/engine/files/process-identity';
import { type Journal, openJournal } from '../../../src/extension/editing/journal';
import { journalsIn } from '../../support/edits-host';
import { temporaryFolder } from '../../support/folder';

const subject = { file: '/data/cells.h5', key: 'windows' };

/** Leaves a journal of one entry as a process of another number, or machine, would, and says its name. */
async function leave(folder: string, pid: number, machine = ownIdentity().machine): Promise<string> {
  const journal = await openJournal([folder], subject);
  journal.append({ window: 3, score: 1 });
  journal.close();
  const [own = ''] = journalsIn(folder);
  const left = path.join(
    folder,
    own.replace(`.${ownIdentity().machine}.${process.pid}.`, `.${machine}.${pid}.`),
  );
  renameSync(path.join(folder, own), left);
  return left;
}

const ended = () => spawnSync(process.execPath, ['-e', '']).pid;
const leftIn = async (folder: string, of = subject) => entriesOf(await openJournal([folder], of));
const entriesOf = async (journal: Journal) => (await journal.left()).flatMap(({ entries }) => entries);

test('what a process that has ended left is taken over', async () => {
  const folder = temporaryFolder();
  await leave(folder, ended());
  const journal = await openJournal([folder], subject);
  const left = await entriesOf(journal);
  assert.deepEqual(left, [{ window: 3, score: 1 }]);
  journal.restart(left, 'base');
  assert.equal(journalsIn(folder).length, 1);
  journal.close();
});

test('what a running process writes is its own', async () => {
  const folder = temporaryFolder();
  await leave(folder, process.ppid);
  assert.deepEqual(await leftIn(folder), []);
});

test('after a restart of the computer, another process with the number of the writer does not keep its edits', async () => {
  const folder = temporaryFolder();
  const file = await leave(folder, process.ppid);
  const longAgo = new Date('2001-01-01');
  utimesSync(file, longAgo, longAgo);
  assert.deepEqual(await leftIn(folder), [{ window: 3, score: 1 }]);
});

test('a process is told from another of its number by its start, whatever time a journal has', {
  skip: process.platform !== 'linux',
}, async () => {
  const folder = temporaryFolder();
  const pid = process.ppid;
  const file = await leave(folder, pid);
  const life = path.join(folder, `${ownIdentity().machine}.${pid}.alive`);
  writeFileSync(life, JSON.stringify({ ...ownIdentity(), pid, ticks: startTicks(pid) }));
  // The clock was an hour behind when it wrote.
  utimesSync(file, new Date('2001-01-01'), new Date('2001-01-01'));
  assert.deepEqual(await leftIn(folder), []);
  writeFileSync(life, JSON.stringify({ ...ownIdentity(), pid, ticks: 1 }));
  assert.deepEqual(await leftIn(folder), [{ window: 3, score: 1 }]);
});

test('a line that was cut short costs no other', async () => {
  const folder = temporaryFolder();
  const file = await leave(folder, ended());
  writeFileSync(file, '{"window":1,"score":0}\n{"window":2,"sc\n{"window":3,"score":1}\n{"win');
  assert.deepEqual(await leftIn(folder), [
    { window: 1, score: 0 },
    { window: 3, score: 1 },
  ]);
});

test('a process on another machine keeps its edits while it shows that it lives, whatever its clock says', {
  timeout: 60_000,
}, async () => {
  const folder = temporaryFolder();
  const child = spawn(process.execPath, [
    '-e',
    `const { writeFileSync } = require('node:fs'); let beats = 0;
     const beat = () => writeFileSync(process.argv[1], JSON.stringify({ boot: 'b', pid: 7, machine: 'm1', beats: beats++ }));
     beat(); setInterval(beat, 5000);`,
    path.join(folder, 'm1.7.alive'),
  ]);
  const file = await leave(folder, 7, 'm1');
  const journal = await openJournal([folder], subject);
  await setTimeout(500);
  for (let seconds = 0; seconds < 24; seconds += 6) {
    assert.deepEqual(await entriesOf(journal), []);
    assert.equal(journal.isWaiting, true);
    await setTimeout(6000);
  }
  child.kill('SIGKILL');
  // The last sign of life has the time of a server that is ahead.
  const ahead = new Date(Date.now() + 3_600_000);
  utimesSync(path.join(folder, 'm1.7.alive'), ahead, ahead);
  assert.deepEqual(await entriesOf(journal), []);
  await setTimeout(20_500);
  assert.deepEqual(await entriesOf(journal), [{ window: 3, score: 1 }]);
  assert.equal(journal.isWaiting, false);
  journal.restart([], 'base');
  assert.ok(!existsSync(file));
  assert.deepEqual(readdirSync(folder), []);
});

test('a process on another machine that gave no sign of life for long has ended', async () => {
  const folder = temporaryFolder();
  const file = await leave(folder, 7, 'm1');
  const aMinuteAgo = new Date(Date.now() - 60_000);
  utimesSync(file, aMinuteAgo, aMinuteAgo);
  assert.deepEqual(await leftIn(folder), [{ window: 3, score: 1 }]);
});

test('a journal that another machine removed, as it took this process for dead, is written anew with the next edit', {
  skip: process.platform === 'win32',
}, async () => {
  const folder = temporaryFolder();
  const journal = await openJournal([folder], subject);
  journal.append(1);
  journal.append(2);
  for (const name of journalsIn(folder)) rmSync(path.join(folder, name));
  journal.append(3);
  assert.deepEqual(await leftIn(folder), [1, 2, 3]);
  journal.close();
});

test('edits follow their windows to another name, and do not return when the old name does', async () => {
  const folder = temporaryFolder();
  const files = temporaryFolder();
  const [old, renamed] = ['old.h5', 'new.h5'].map((name) => ({
    file: path.join(files, name),
    key: 'windows',
  }));
  writeFileSync(old.file, 'windows');
  const before = await openJournal([folder], old);
  before.append(1);
  // A copy of the same windows has nothing to do with it.
  assert.deepEqual(await leftIn(folder, renamed), []);
  renameSync(old.file, renamed.file);
  before.close();
  const after = await openJournal([folder], renamed);
  assert.deepEqual(await entriesOf(after), [1]);
  after.restart([], 'saved');
  writeFileSync(old.file, 'the same windows, from elsewhere');
  assert.deepEqual(await leftIn(folder, old), []);
  assert.deepEqual(await leftIn(folder, { ...old, key: 'other windows' }), []);
});

test('edits go to the second folder where the first cannot be written, and are all found', async () => {
  const parent = temporaryFolder();
  const [blocked, second] = ['a', 'b'].map((name) => path.join(parent, name));
  const said: (string | null)[] = [];
  const journal = await openJournal([blocked, second], subject, (reason) => said.push(reason));
  journal.append(1);
  rmSync(blocked, { recursive: true });
  // A folder cannot be where a file is.
  writeFileSync(blocked, '');
  journal.append(2);
  journal.append(3);
  assert.deepEqual(said, []);
  const found = await openJournal([blocked, second], subject);
  assert.deepEqual(await entriesOf(found), [1, 2, 3]);
  for (const one of [journal, found]) one.restart([], 'base');
  assert.deepEqual(journalsIn(second), []);
});

test('edits that cannot be written anywhere wait in memory, which is said once, and are written later', {
  timeout: 30_000,
}, async () => {
  const folder = path.join(temporaryFolder(), 'journals');
  writeFileSync(folder, '');
  const said: (string | null)[] = [];
  const journal = await openJournal([folder], subject, (reason) => said.push(reason));
  for (const entry of [1, 2, 3]) journal.append(entry);
  assert.deepEqual(said, ['part of its path is a file, not a folder']);
  rmSync(folder);
  mkdirSync(folder);
  await setTimeout(6000);
  assert.deepEqual(said, ['part of its path is a file, not a folder', null]);
  const [file = ''] = journalsIn(folder);
  appendFileSync(path.join(folder, file), '4');
  assert.match(readFileSync(path.join(folder, file), 'utf8'), /\}\n1\n2\n3\n4$/);
  journal.close();
});
