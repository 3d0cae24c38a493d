import assert from 'node:assert/strict';
import { statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { firstLook, Looker } from '../../../src/engine/files/hdf5/first-look';
import { writeHdf5 } from '../../../src/engine/files/hdf5/hdf5';
import { temporaryFolder } from '../../support/folder';

const folder = temporaryFolder();

function script(name: string, body: string): string {
  const file = path.join(folder, name);
  writeFileSync(
    file,
    `const { parentPort, workerData } = require('node:worker_threads');
     parentPort.on('message', () => { ${body} });
     parentPort.postMessage('ready');`,
  );
  return file;
}

test('a thread that gives no sign of life is given up, and one that does is waited for', async () => {
  const request = { file: path.join(folder, 'a.h5'), bytes: 1 };
  const stuck = new Looker(script('stuck.js', 'for (;;) {}'), 500);
  assert.equal((await stuck.look(request)).found, 'endless');
  await stuck.end();
  const busy = new Looker(
    script(
      'busy.js',
      `let n = 0;
       const work = () => {
         Atomics.add(workerData, 0, 1);
         if (n++ < 20) setTimeout(work, 100);
         else parentPort.postMessage({ found: 'good', memory: 0 });
       };
       work();`,
    ),
    1500,
  );
  assert.equal((await busy.look(request)).found, 'good');
  await busy.end();
});

test('a thread that dies is told from one that answers', async () => {
  const dying = new Looker(script('dying.js', 'process.exit(1)'));
  assert.equal((await dying.look({ file: 'a.h5', bytes: 1 })).found, 'fatal');
});

test('what was written here needs no look; what another program wrote gets one', async () => {
  const file = path.join(folder, 'written.h5');
  await writeHdf5(file, (open) => void open.create_dataset({ name: 'a', data: new Float64Array(9) }));
  assert.equal(await firstLook(path.join(folder, 'no such file'), statSync(file)), 'good');
  // The last byte of a dataset's values: the metadata are as before.
  const bytes = Buffer.alloc(statSync(file).size + 1);
  writeFileSync(path.join(folder, 'zeros.h5'), bytes);
  assert.equal(
    await firstLook(path.join(folder, 'zeros.h5'), statSync(path.join(folder, 'zeros.h5'))),
    'suspect',
  );
});
