import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { renameSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import {
  type DetectionWork,
  interruptedDetections,
} from '../../../src/extension/recordings/interrupted-detections';
import { eventually } from '../../support/eventually';
import { temporaryFolder } from '../../support/folder';
import { filesIn, giveToOtherMachine } from '../../support/other-machine';

const temporary = temporaryFolder();
const work: DetectionWork = {
  kind: 'trace',
  recording: '/data/cell7.abf',
  choice: { channel: 0, sweep: null },
};

/** As if the window had been killed: the number of its process belongs to nobody. */
function killWindow(folder: string): void {
  const { pid } = spawnSync(process.execPath, ['--version']);
  for (const name of filesIn(folder))
    renameSync(path.join(folder, name), path.join(folder, name.replace(`-${process.pid}.`, `-${pid}.`)));
}

/** Notes work and never ends it. */
async function leave(folder: string, left: DetectionWork, folders = ['/data']): Promise<void> {
  const window = interruptedDetections(folder, folders);
  void window.during(left, () => new Promise(() => {}));
  await eventually(async () => assert.equal(filesIn(folder).length, 1));
}

async function resumed(folder: string, folders = ['/data']): Promise<DetectionWork[]> {
  const found: DetectionWork[] = [];
  await interruptedDetections(folder, folders).resume(async (one) => found.push(one));
  return found;
}

test('work is noted while it runs, and what a killed window left is resumed once', async () => {
  const folder = path.join(temporary, 'killed');
  const window = interruptedDetections(folder, ['/data']);
  const during = await window.during(work, async () => filesIn(folder).length);
  assert.equal(during, 1);
  assert.deepEqual(filesIn(folder), []);
  await leave(folder, work);
  killWindow(folder);
  const both = await Promise.all([resumed(folder), resumed(folder)]);
  assert.deepEqual(both.flat(), [work]);
  assert.deepEqual(filesIn(folder), []);
});

test('work that fails or is cancelled is not resumed; work that the end of its window cuts off is', async () => {
  const folder = path.join(temporary, 'ended');
  const window = interruptedDetections(folder, ['/data']);
  const fail = () => Promise.reject(new Error('It failed.'));
  await assert.rejects(window.during(work, fail));
  assert.deepEqual(filesIn(folder), []);
  window.dispose();
  await assert.rejects(window.during(work, fail));
  assert.equal(filesIn(folder).length, 1);
  killWindow(folder);
  assert.deepEqual(await resumed(folder), [work]);
});

test('a batch goes on with the recordings that are left', async () => {
  const folder = path.join(temporary, 'batch');
  const batch: DetectionWork = { kind: 'batch', recordings: ['/data/a.abf', '/data/b.abf'], folder: '/out' };
  const left: DetectionWork = { ...batch, recordings: ['/data/b.abf'] };
  const window = interruptedDetections(folder, ['/data']);
  let updated = false;
  void window.during(batch, async (update) => {
    await update(left);
    updated = true;
    await new Promise(() => {});
  });
  await eventually(async () => assert.ok(updated));
  killWindow(folder);
  assert.deepEqual(await resumed(folder), [left]);
});

test('work of other folders, and what is no note, are left alone', async () => {
  const folder = path.join(temporary, 'others');
  await leave(folder, work, ['/elsewhere']);
  killWindow(folder);
  writeFileSync(path.join(folder, 'abc-4999999.json'), '{"work": {"kind": "trace"}}');
  assert.deepEqual(await resumed(folder), []);
  assert.equal(filesIn(folder).length, 2);
  assert.deepEqual(await resumed(folder, ['/elsewhere']), [work]);
});

test('work of a window that still runs is waited for, and left when it ends there', async () => {
  const folder = path.join(temporary, 'running');
  await leave(folder, work);
  // A process that runs: our parent.
  for (const name of filesIn(folder))
    renameSync(
      path.join(folder, name),
      path.join(folder, name.replace(`-${process.pid}.`, `-${process.ppid}.`)),
    );
  let ended = false;
  const waiting = resumed(folder).then((found) => {
    ended = true;
    return found;
  });
  await new Promise((resolve) => setTimeout(resolve, 700));
  assert.equal(ended, false);
  finishWindow(folder, process.ppid);
  assert.deepEqual(await waiting, []);
});

test('work of a window on another machine is left to it while that shows that it lives, and resumed once it does not', async () => {
  const folder = path.join(temporary, 'machines');
  await leave(folder, work);
  const die = giveToOtherMachine(folder);
  let found: DetectionWork[] | undefined;
  const waiting = resumed(folder).then((resumedWork) => {
    found = resumedWork;
  });
  await new Promise((resolve) => setTimeout(resolve, 700));
  assert.equal(found, undefined);
  assert.equal(filesIn(folder).length, 1);
  die();
  await waiting;
  assert.deepEqual(found, [work]);
});

/** The window has finished its work. */
function finishWindow(folder: string, pid: number): void {
  for (const name of filesIn(folder))
    renameSync(path.join(folder, name), path.join(folder, name.replace(`-${pid}.json`, '.done')));
}
