import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { type TestContext, test } from 'node:test';
import { setTimeout } from 'node:timers/promises';
import { UserError } from '../../../src/common/errors';
import { writeWhole } from '../../../src/engine/files/atomic';
import { withFileLock } from '../../../src/engine/files/file-lock';
import { fileStamp } from '../../../src/engine/files/file-stamp';
import { isRunning } from '../../../src/engine/files/is-running';
import { isLiving, ownIdentity, startTicks } from '../../../src/engine/files/process-identity';
import { saveOver } from '../../../src/engine/files/save-over';
import { temporaryFolder } from '../../support/folder';

const linux = process.platform === 'linux';

/** Saves a word, slowly. */
async function save(file: string, word: string, expected: string | undefined): Promise<string> {
  const { stamp } = await saveOver(file, expected, (beforeNaming) =>
    writeWhole(file, { overwrite: true, saves: true, beforeNaming }, async (temporary) => {
      await setTimeout(30);
      writeFileSync(temporary, word);
    }),
  );
  return stamp;
}

const isChanged = (error: unknown) => error instanceof UserError && error.reason === 'changed';

test('of two that save what they have read from the same contents, one succeeds and the other is told', async () => {
  const file = path.join(temporaryFolder(), 'a.txt');
  writeFileSync(file, 'first');
  for (let round = 0; round < 20; round++) {
    const read = await fileStamp(file);
    const words = [`a${round}`, `b${round}`];
    const saved = await Promise.allSettled(words.map((word) => save(file, word, read)));
    const [winner, ...others] = words.filter((_, i) => saved[i]?.status === 'fulfilled');
    assert.deepEqual([others.length, readFileSync(file, 'utf8')], [0, winner]);
    const refused = saved.find(({ status }) => status === 'rejected') as PromiseRejectedResult;
    assert.ok(isChanged(refused.reason));
  }
  assert.deepEqual(readdirSync(path.dirname(file)), ['a.txt']);
});

test('a file that another program writes while its new contents are made is not replaced', async () => {
  const file = path.join(temporaryFolder(), 'a.txt');
  writeFileSync(file, 'first');
  const saving = save(file, 'ours', await fileStamp(file));
  await setTimeout(10);
  writeFileSync(file, 'theirs, and longer');
  await assert.rejects(saving, isChanged);
  assert.equal(readFileSync(file, 'utf8'), 'theirs, and longer');
});

test('the stamp of a save is that of what it wrote', async () => {
  const file = path.join(temporaryFolder(), 'a.txt');
  writeFileSync(file, 'first');
  const stamp = await save(file, 'second', await fileStamp(file));
  assert.equal(stamp, await fileStamp(file));
  await save(file, 'third', stamp);
});

/** The lock of a file as a holder with this identity leaves it. */
function leaveLock(folder: string, holder: object): Promise<string> {
  return withFileLock(path.join(folder, 'a.txt'), async () => {
    const name = readdirSync(folder).find((one) => one.endsWith('.lock'))!;
    return path.join(folder, name);
  }).then((lock) => {
    writeFileSync(lock, JSON.stringify(holder));
    return lock;
  });
}

/** A process that runs until the test ends. */
function running(t: TestContext) {
  const child = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1e6)'], { stdio: 'ignore' });
  t.after(() => child.kill('SIGKILL'));
  return child;
}

test('the lock of a killed process is taken over at once, that of a running one is waited for', {
  skip: !linux,
}, async (t) => {
  const folder = temporaryFolder();
  const child = running(t);
  const pid = child.pid!;
  const holder = { ...ownIdentity(), pid, ticks: startTicks(pid) };
  await leaveLock(folder, holder);
  let got = false;
  const waiting = withFileLock(path.join(folder, 'a.txt'), async () => {
    got = true;
  });
  await setTimeout(150);
  assert.equal(got, false);
  child.kill('SIGKILL');
  await once(child, 'exit');
  await waiting;
  assert.deepEqual(readdirSync(folder), []);

  // Its number, given to another process since.
  await leaveLock(folder, { ...ownIdentity(), pid: process.ppid, ticks: 1 });
  await withFileLock(path.join(folder, 'a.txt'), async () => {});
});

test('the lock of a killed process goes with the next file that is written beside it', async () => {
  const folder = temporaryFolder();
  const { pid } = spawnSync(process.execPath, ['-e', '']);
  await leaveLock(folder, { ...ownIdentity(), pid, ticks: 1 });
  await writeWhole(path.join(folder, 'b.txt'), { overwrite: false }, () => {});
  assert.deepEqual(readdirSync(folder), ['b.txt']);
});

test('another machine’s lock is waited for while it shows that it lives, and no longer', {
  timeout: 60_000,
}, async () => {
  const folder = temporaryFolder();
  const elsewhere = { ...ownIdentity(), machine: 'm0000000000', beats: 0 };
  const lock = await leaveLock(folder, elsewhere);
  // Its clock says nothing.
  utimesSync(lock, new Date('2001-01-01'), new Date('2001-01-01'));
  let got = false;
  const waiting = withFileLock(path.join(folder, 'a.txt'), async () => {
    got = true;
  });
  for (let beats = 1; beats <= 6; beats++) {
    await setTimeout(2000);
    writeFileSync(lock, JSON.stringify({ ...elsewhere, beats }));
  }
  assert.equal(got, false);
  await waiting;
  assert.equal(got, true);
});

test('a lock that was taken away is noticed before the file gets its name', async () => {
  const folder = temporaryFolder();
  const file = path.join(folder, 'a.txt');
  writeFileSync(file, 'first');
  const saving = save(file, 'ours', undefined);
  await setTimeout(10);
  for (const name of readdirSync(folder)) if (name.endsWith('.lock')) rmSync(path.join(folder, name));
  await assert.rejects(saving, isChanged);
  assert.equal(readFileSync(file, 'utf8'), 'first');
});

test('a process is known by its start in ticks, whatever the clocks say', { skip: !linux }, async (t) => {
  const pid = running(t).pid!;
  const ticks = startTicks(pid);
  assert.equal(isLiving({ ...ownIdentity(), pid, ticks }), true);
  assert.equal(isLiving({ ...ownIdentity(), pid, ticks: ticks! - 1 }), false);
  assert.equal(isLiving({ ...ownIdentity(), machine: 'm1', pid, ticks }), undefined);
  assert.equal(isLiving({ ...ownIdentity(), boot: 'an earlier one', pid, ticks }), undefined);
});

test('in a container whose uptime is its own, processes that count from the start of the host live', {
  skip: !linux,
}, async (t) => {
  const os = await import('node:os');
  const pid = running(t).pid!;
  t.mock.method(os.default, 'uptime', () => 1);
  assert.equal(isRunning(pid, Date.now()), true);
  assert.equal(isRunning(pid, Date.now() - 3_600_000), false);
});

test('a clock that was set forward does not make a running process look newer than its files', {
  skip: !linux,
}, (t) => {
  const now = Date.now();
  t.mock.method(Date, 'now', () => now + 3_600_000);
  assert.equal(isRunning(process.pid, now), true);
});
