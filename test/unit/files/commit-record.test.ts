import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { writeTogether, writeWhole } from '../../../src/engine/files/atomic';
import { commit } from '../../../src/engine/files/commit-record';
import { ownIdentity } from '../../../src/engine/files/process-identity';
import { temporaryFolder } from '../../support/folder';

/** What a process leaves that is killed after it has named the first of two files. */
function killedBetween(folder: string): void {
  const { pid } = spawnSync(process.execPath, ['-e', '']);
  const { machine } = ownIdentity();
  const namings = ['a', 'b'].map((name) => ({
    temporary: path.join(folder, `.miniml-${machine}-${pid}-${name}${name}.tmp`),
    target: path.join(folder, `${name}.txt`),
  }));
  for (const { temporary, target } of namings) {
    writeFileSync(target, 'old');
    writeFileSync(temporary, 'new');
  }
  commit(namings, () => {
    const record = readdirSync(folder).find((name) => name.endsWith('.commit'))!;
    const text = readFileSync(path.join(folder, record), 'utf8');
    renameSync(namings[0].temporary, namings[0].target);
    const left = JSON.stringify({ ...JSON.parse(text), pid, ticks: 1 });
    writeFileSync(path.join(folder, '.miniml-000000000000.commit'), left);
  });
}

const textOf = (folder: string, name: string) => readFileSync(path.join(folder, name), 'utf8');

test('files that a killed process was about to name get their names with the next file', async () => {
  const folder = temporaryFolder();
  killedBetween(folder);
  assert.deepEqual([textOf(folder, 'a.txt'), textOf(folder, 'b.txt')], ['new', 'old']);
  await writeWhole(path.join(folder, 'c.txt'), { overwrite: false }, (file) => writeFileSync(file, 'c'));
  assert.deepEqual([textOf(folder, 'a.txt'), textOf(folder, 'b.txt')], ['new', 'new']);
  assert.deepEqual(readdirSync(folder).sort(), ['a.txt', 'b.txt', 'c.txt']);
});

test('a file that somebody has written since is kept', async () => {
  const folder = temporaryFolder();
  killedBetween(folder);
  writeFileSync(path.join(folder, 'b.txt'), 'theirs');
  await writeWhole(path.join(folder, 'c.txt'), { overwrite: false }, (file) => writeFileSync(file, 'c'));
  assert.deepEqual([textOf(folder, 'a.txt'), textOf(folder, 'b.txt')], ['new', 'theirs']);
  assert.deepEqual(readdirSync(folder).sort(), ['a.txt', 'b.txt', 'c.txt']);
});

test('a run that ends well leaves no record', async () => {
  const folder = temporaryFolder();
  const files = ['a', 'b'].map((name) => ({
    file: path.join(folder, name),
    write: (file: string) => writeFileSync(file, name),
  }));
  await writeTogether(files, { overwrite: true });
  await writeTogether(files, { overwrite: true });
  assert.deepEqual(readdirSync(folder).sort(), ['a', 'b']);
});
