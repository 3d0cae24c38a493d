import assert from 'node:assert/strict';
import { existsSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { setTimeout } from 'node:timers/promises';
import type { TrainingReport } from '../../src/common/api/engine/training';
import { readModel } from '../../src/engine/network/keras/read-model';
import { flatWeights } from '../../src/engine/network/weights';
import { emptyFolder, minimlJson, start } from '../support/command-line';
import { madeUpTrainingSet } from '../support/training-sets';

test('a training killed with SIGKILL loses at most an epoch, and ends as if it had not been', async (t) => {
  const folder = await emptyFolder(t);
  const set = await madeUpTrainingSet(folder, 'set.h5', { seed: 7, windows: 60, length: 60 });
  const settings = [
    '--set',
    'resample_to_600=false',
    '--set',
    'epochs=5',
    '--set',
    'learning_rate=0.001',
    '--backend',
    'cpu',
  ];
  const command = (out: string) => ['train', set, '--out', path.join(folder, out), ...settings];

  const whole = await minimlJson<TrainingReport>(...command('whole.h5'));
  const killed = start(command('killed.h5'));
  const checkpoint = path.join(folder, 'killed.h5.checkpoint');
  while (!existsSync(checkpoint) && killed.process.exitCode === null) await setTimeout(20);
  killed.process.kill('SIGKILL');
  await killed.finished;
  assert.ok(!existsSync(path.join(folder, 'killed.h5')));
  assert.ok(existsSync(checkpoint));

  const resumed = start([...command('killed.h5'), '--json']);
  const { code, stdout } = await resumed.finished;
  assert.equal(code, 0);
  const report = JSON.parse(stdout) as TrainingReport;
  const timeless = ({ history }: TrainingReport) => history.map(({ seconds, ...rest }) => rest);
  assert.deepEqual(timeless(report), timeless(whole));
  const weights = async (model: string) => flatWeights((await readModel(path.join(folder, model))).network);
  assert.deepEqual(await weights('killed.h5'), await weights('whole.h5'));
  assert.ok(!existsSync(checkpoint));
});

test('a second training of the same model is told, and the first goes on', async (t) => {
  const folder = await emptyFolder(t);
  const set = await madeUpTrainingSet(folder, 'set.h5', { seed: 7, windows: 60, length: 60 });
  const out = path.join(folder, 'model.h5');
  const settings = ['--set', 'resample_to_600=false', '--set', 'epochs=4000', '--backend', 'cpu'];
  const command = ['train', set, '--out', out, ...settings];
  const first = start(command);
  while (!existsSync(`${out}.checkpoint`) && first.process.exitCode === null) await setTimeout(20);
  const second = await start(command).finished;
  assert.equal(second.code, 1);
  assert.match(second.stderr, /model\.h5 is being trained by another process\. Wait until it has ended/);
  first.process.kill('SIGTERM');
  await first.finished;
  // Cancelled after an epoch, it keeps the best model so far.
  assert.ok(existsSync(out));
  assert.deepEqual(readdirSync(folder).sort(), ['model.h5', 'model.md', 'set.h5']);
});
