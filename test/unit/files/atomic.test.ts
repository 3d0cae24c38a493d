import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import {
  existsSync,
  lstatSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { CancelledError, UserError } from '../../../src/common/errors';
import { requireWritable, writeWhole } from '../../../src/engine/files/atomic';
import { startTicks } from '../../../src/engine/files/process-identity';
import { removeStale, temporaryIn } from '../../../src/engine/files/temporary';
import { temporaryFolder } from '../../support/folder';

const fresh = { overwrite: false };

test('a file appears whole, in folders made for it, and nothing else does', async () => {
  const file = path.join(temporaryFolder(), 'new', 'deep', 'a.txt');
  const result = await writeWhole(file, fresh, (temporary) => {
    writeFileSync(temporary, 'half');
    assert.equal(existsSync(file), false);
    writeFileSync(temporary, 'whole');
    return 7;
  });
  assert.equal(result, 7);
  assert.equal(readFileSync(file, 'utf8'), 'whole');
  assert.deepEqual(readdirSync(path.dirname(file)), ['a.txt']);
});

test('what is there is kept unless overwriting is wanted, before any work is done', async () => {
  const file = path.join(temporaryFolder(), 'a.txt');
  writeFileSync(file, 'mine');
  const refused = writeWhole(file, fresh, () => assert.fail('the work was done'));
  await assert.rejects(
    refused,
    new UserError(`${file} already exists. Choose another name or use --force.`, 'exists'),
  );
  assert.equal(readFileSync(file, 'utf8'), 'mine');
  await writeWhole(file, { overwrite: true }, (temporary) => writeFileSync(temporary, 'new'));
  assert.equal(readFileSync(file, 'utf8'), 'new');
});

test('a file that came into being meanwhile is kept', async () => {
  const file = path.join(temporaryFolder(), 'a.txt');
  const late = writeWhole(file, fresh, (temporary) => {
    writeFileSync(temporary, 'ours');
    writeFileSync(file, 'theirs');
  });
  await assert.rejects(late, UserError);
  assert.equal(readFileSync(file, 'utf8'), 'theirs');
  assert.deepEqual(readdirSync(path.dirname(file)), ['a.txt']);
});

test('a folder that is removed meanwhile is said of the file that was asked for', async () => {
  const file = path.join(temporaryFolder(), 'gone', 'a.txt');
  const removed = writeWhole(file, fresh, (temporary) => {
    rmSync(path.dirname(file), { recursive: true });
    writeFileSync(temporary, 'late');
  });
  await assert.rejects(
    removed,
    new UserError(
      `${file} cannot be written: its folder was removed meanwhile. Create the folder and try again.`,
    ),
  );
});

test('a failure or a cancellation leaves what was there and no temporary file', async () => {
  const file = path.join(temporaryFolder(), 'a.txt');
  writeFileSync(file, 'mine');
  const cancelled = writeWhole(file, { overwrite: true }, (temporary) => {
    writeFileSync(temporary, 'half');
    throw new CancelledError();
  });
  await assert.rejects(cancelled, CancelledError);
  assert.equal(readFileSync(file, 'utf8'), 'mine');
  assert.deepEqual(readdirSync(path.dirname(file)), ['a.txt']);
});

test('a disk that is full while the file is filled is said in a sentence, and leaves nothing', async () => {
  const folder = temporaryFolder();
  const file = path.join(folder, 'a.txt');
  const full = writeWhole(file, fresh, () => {
    throw Object.assign(new Error('ENOSPC: no space left on device, copyfile'), { code: 'ENOSPC' });
  });
  await assert.rejects(full, new UserError(`${file} cannot be written: the disk is full.`));
  assert.deepEqual(readdirSync(folder), []);
});

test('what a killed process left is removed, what a running one writes is not', async () => {
  const folder = temporaryFolder();
  const script = `require('node:fs').writeFileSync(process.argv[1].replace('PID', process.pid), 'half')`;
  const left = path.join(folder, path.basename(temporaryIn(folder)).replace(`-${process.pid}-`, '-PID-'));
  spawnSync(process.execPath, ['-e', script, left]);
  const [stale = ''] = readdirSync(folder);
  const ours = path.basename(temporaryIn(folder));
  // Somebody else's, and one of a machine that writes to the same folder.
  const theirs = stale.replace(/-\d+-(\d+t)?/, `-${process.ppid}-${ticksOf(process.ppid)}`);
  const elsewhere = stale.replace(/miniml-\w+/, 'miniml-00000000');
  for (const name of [ours, theirs, elsewhere]) writeFileSync(path.join(folder, name), 'half');
  await writeWhole(path.join(folder, 'a.txt'), fresh, () => {});
  assert.deepEqual(readdirSync(folder).sort(), [ours, theirs, elsewhere, 'a.txt'].sort());
});

test('a temporary file of a moment ago is removed if its process number was given out again since', {
  skip: process.platform !== 'linux',
}, async () => {
  const folder = temporaryFolder();
  const earlier = temporaryIn(folder).replace(/-\d+t/, `-${Number(ticksOf(process.pid).slice(0, -1)) - 1}t`);
  for (const file of [earlier, temporaryIn(folder)]) writeFileSync(file, 'half');
  await removeStale(folder, readdirSync(folder));
  assert.deepEqual(readdirSync(folder).length, 1);
  assert.ok(!existsSync(earlier));
});

/** As they stand in the names of its files. */
function ticksOf(pid: number): string {
  const ticks = startTicks(pid);
  return ticks === null ? '' : `${ticks}t`;
}

test('a temporary file whose process number was given out again is removed', {
  skip: process.platform !== 'linux',
}, async () => {
  const folder = temporaryFolder();
  const temporary = temporaryIn(folder);
  writeFileSync(temporary, 'half');
  const before = new Date(Date.now() - process.uptime() * 1000 - 3_600_000);
  utimesSync(temporary, before, before);
  await removeStale(folder, readdirSync(folder));
  assert.deepEqual(readdirSync(folder), []);
});

test('through a link, the file it points to is replaced', {
  skip: process.platform === 'win32',
}, async () => {
  const folder = temporaryFolder();
  writeFileSync(path.join(folder, 'real.txt'), 'old');
  symlinkSync('real.txt', path.join(folder, 'link.txt'));
  await writeWhole(path.join(folder, 'link.txt'), { overwrite: true }, (t) => writeFileSync(t, 'new'));
  assert.equal(readFileSync(path.join(folder, 'real.txt'), 'utf8'), 'new');
  assert.ok(lstatSync(path.join(folder, 'link.txt')).isSymbolicLink());
});

test('a folder that cannot be is named', async () => {
  const folder = temporaryFolder();
  writeFileSync(path.join(folder, 'file'), '');
  const impossible = path.join(folder, 'file', 'a.txt');
  await assert.rejects(
    writeWhole(impossible, fresh, () => {}),
    new UserError(`${impossible} cannot be written: part of its path is a file, not a folder.`),
  );
});

test('where no folder can be made, the work says so and ends', { skip: !existsSync('/proc') }, async () => {
  for (const file of ['/proc/a.txt', '/proc/new/a.txt'])
    await assert.rejects(
      writeWhole(file, fresh, () => assert.fail('the work was done')),
      new UserError(`${file} cannot be written: no file can be created in its folder.`),
    );
});

test('whether a file can be written is known before the work, and asking leaves nothing', async () => {
  const folder = temporaryFolder();
  await requireWritable(path.join(folder, 'new', 'deep', 'a.txt'), fresh);
  assert.deepEqual(readdirSync(folder), []);

  const file = path.join(folder, 'a.txt');
  writeFileSync(file, 'mine');
  await requireWritable(file, { overwrite: true });
  await assert.rejects(requireWritable(file, fresh), /a\.txt already exists/);
  await assert.rejects(
    requireWritable(path.join(file, 'b.txt'), fresh),
    new UserError(`${path.join(file, 'b.txt')} cannot be written: part of its path is a file, not a folder.`),
  );
  await assert.rejects(requireWritable(folder, { overwrite: true }), /a folder has this name/);
  assert.deepEqual(readdirSync(folder), ['a.txt']);
  assert.equal(readFileSync(file, 'utf8'), 'mine');
});

test('a folder in which nothing can be made is named before the work', {
  skip: process.platform !== 'linux',
}, async () => {
  await assert.rejects(
    requireWritable('/proc/results/a.txt', fresh),
    /\/proc\/results\/a\.txt cannot be written: /,
  );
});
