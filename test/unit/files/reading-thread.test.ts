import assert from 'node:assert/strict';
import { statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import type { ReadFile } from '../../../src/engine/files/apart/messages';
import { LostThreadError, ReadingThread, StuckError } from '../../../src/engine/files/apart/reading-thread';
import { stateOf } from '../../../src/engine/files/file-state';
import { firstLook } from '../../../src/engine/files/hdf5/first-look';
import { writeHdf5 } from '../../../src/engine/files/hdf5/hdf5';
import { temporaryFolder } from '../../support/folder';

const folder = temporaryFolder();
const TIMEOUT_MS = 500;

/** A thread with the protocol of the real one, which answers as `body` does for each file. */
function threadThat(name: string, body: string): ReadingThread {
  const script = path.join(folder, `${name}.js`);
  writeFileSync(
    script,
    `const { parentPort, workerData: { life, control, port } } = require('node:worker_threads');
     const answer = (request, result) => {
       Atomics.store(control, 1, 0);
       if (!request.waits) return parentPort.postMessage({ id: request.id, result });
       if (result !== undefined) port.postMessage({ id: request.id, result });
       Atomics.store(control, 2, request.id);
       Atomics.notify(control, 2);
     };
     const sign = () => Atomics.add(life, 0, 1);
     parentPort.on('message', (request) => {
       Atomics.store(control, 1, request.id);
       sign();
       ${body}
     });
     Atomics.store(control, 0, 1);`,
  );
  return new ReadingThread(script, TIMEOUT_MS);
}

let states = 0;
const fileNamed = (name: string): ReadFile => ({ path: name, bytes: 1, state: `state ${states++}` });

test('a file that a reader does not get through is named, and the others are asked for again', async () => {
  const thread = threadThat(
    'stuck',
    `if (request.path === 'endless') for (;;) {}
     answer(request, request.path);`,
  );
  assert.equal(await thread.ask('open', fileNamed('good'), undefined), 'good');
  const endless = fileNamed('endless');
  const [stuck, behind] = await Promise.allSettled([
    thread.ask('open', endless, undefined),
    thread.ask('open', fileNamed('behind'), undefined),
  ]);
  assert.ok(stuck.status === 'rejected' && stuck.reason instanceof StuckError);
  assert.equal(stuck.reason.message, 'endless is damaged: reading it would never end.');
  assert.ok(behind.status === 'rejected' && behind.reason instanceof LostThreadError);
  assert.ok(thread.ended);
  // It is not tried again in a new thread.
  const next = threadThat('next', 'for (;;) {}');
  await assert.rejects(next.ask('open', endless, undefined), /endless is damaged/);
  assert.ok(!next.ended);
  await next.end();
});

test('a request that is waited for ends, too, and tells its own file from another', async () => {
  const body = `if (request.path === 'endless') for (;;) {}
     answer(request, request.path);`;
  const thread = threadThat('waiting', body);
  assert.equal(thread.askAndWait('read', fileNamed('good'), undefined), 'good');
  assert.throws(() => thread.askAndWait('read', fileNamed('endless'), undefined), StuckError);
  const other = threadThat('waiting-behind', body);
  const opening = other.ask('open', fileNamed('endless'), undefined);
  opening.catch(() => {});
  assert.throws(() => other.askAndWait('read', fileNamed('good'), undefined), LostThreadError);
  await assert.rejects(opening, StuckError);
});

test('a reader that shows signs of life, or waits for its disk, is waited for', async () => {
  const busy = threadThat(
    'busy',
    `let n = 0;
     const work = () => {
       sign();
       if (n++ < 20) setTimeout(work, 100);
       else answer(request, 'done');
     };
     work();`,
  );
  assert.equal(await busy.ask('open', fileNamed('busy'), undefined), 'done');
  await busy.end();
  const slow = threadThat(
    'slow',
    `Atomics.store(life, 1, 1);
     setTimeout(() => answer(request, 'done'), 2000);`,
  );
  assert.equal(await slow.ask('open', fileNamed('slow'), undefined), 'done');
  await slow.end();
});

test('a silent reader that the machine gives no time to is waited for, not called stuck', async () => {
  const starved = threadThat(
    'starved',
    // It sleeps, as a thread does that does not get to run.
    `Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 4 * ${TIMEOUT_MS});
     answer(request, 'done');`,
  );
  assert.equal(await starved.ask('open', fileNamed('starved'), undefined), 'done');
  await starved.end();
});

test('a reader that reads in circles is ended, though it shows signs of life', async () => {
  const circling = threadThat('circling', 'for (;;) { sign(); Atomics.add(life, 2, 4); }');
  await assert.rejects(circling.ask('open', fileNamed('circling'), undefined), /would never end/);
});

test('a thread that fails rejects what it was asked', async () => {
  const dying = threadThat('dying', 'process.exit(1)');
  await assert.rejects(dying.ask('open', fileNamed('a.h5'), undefined), /a.h5 is damaged: the reader failed/);
});

test('what was written here needs no look; what another program wrote gets one', async () => {
  const file = path.join(folder, 'written.h5');
  await writeHdf5(file, (open) => void open.create_dataset({ name: 'a', data: new Float64Array(9) }));
  assert.deepEqual(await firstLook(path.join(folder, 'no such file'), statSync(file)), { found: 'good' });
  const zeros = path.join(folder, 'zeros.h5');
  writeFileSync(zeros, Buffer.alloc(statSync(file).size + 1));
  await assert.rejects(firstLook(zeros, statSync(zeros)), /zeros.h5 is not an HDF5 file/);
  const copied = path.join(folder, 'copied.h5');
  await writeHdf5(copied, (open) => void open.create_dataset({ name: 'b', data: new Float64Array(8) }));
  const stats = statSync(copied);
  stats.mtimeMs += 1;
  assert.notEqual(stateOf(stats), stateOf(statSync(copied)));
  assert.deepEqual(await firstLook(copied, stats), { found: 'good', kind: 'recording' });
});
