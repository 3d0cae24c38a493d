import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { setTimeout } from 'node:timers/promises';
import { writeModel } from '../../src/engine/network/keras/write-model';
import { emptyFolder, miniml, start } from '../support/command-line';
import { projectRoot } from '../support/project';
import { NetworkSketch } from '../support/random-network';
import { madeUpTrainingSet } from '../support/training-sets';

const base = path.join(projectRoot, 'models/base.h5');

test('work that succeeds without a warning says nothing on stderr where nobody watches', async (t) => {
  const set = await madeUpTrainingSet(await emptyFolder(t), 'set.h5', { seed: 1, windows: 8, length: 600 });
  for (const verb of ['predict', 'evaluate']) {
    const { code, stderr } = await miniml(verb, base, set, '--json', '--threads=1');
    assert.deepEqual([code, stderr], [0, ''], verb);
  }
});

test('a model that does not fit is one line that names the file, with any verb', async (t) => {
  const folder = await emptyFolder(t);
  const set = await madeUpTrainingSet(folder, 'set.h5', { seed: 1, windows: 8, length: 60 });
  const model = path.join(folder, 'two answers.h5');
  const whole = new NetworkSketch(3, 60).flatten().dense(2).classifier();
  await writeModel(
    model,
    { ...whole, layers: whole.layers.slice(0, 2) },
    { overwrite: false, attributes: {} },
  );
  const recording = path.join(folder, 'r.h5');
  await miniml('simulate', '--out', recording, '--duration=2');
  for (const args of [
    ['predict', model, set],
    ['evaluate', model, set],
    ['detect', recording, '--model', model],
    ['train', set, '--base', model, '--out', path.join(folder, 'new.h5')],
    [
      'extract',
      recording,
      '--out',
      path.join(folder, 'x.h5'),
      '--model',
      model,
      '--set=extraction_method=model',
    ],
  ]) {
    const { code, stdout, stderr } = await miniml(...args, '--json');
    assert.deepEqual([code, stdout], [1, ''], args[0]);
    assert.match(stderr, /^miniml: [^\n]*two answers\.h5 has 2 outputs per window[^\n]*\n$/, args[0]);
  }
});

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
  test(`${signal} cancels: exit code 130, and nothing is left`, async (t) => {
    const folder = await emptyFolder(t);
    const out = path.join(folder, 'r.h5');
    const running = start(['simulate', '--out', out, '--duration=4000', '--json'], folder);
    await setTimeout(1500);
    running.process.kill(signal);
    const { code, stdout, stderr } = await running.finished;
    assert.deepEqual([code, stdout], [130, ''], stderr);
    assert.deepEqual(readdirSync(folder), []);
  });

test('training data that cannot be learnt from are named', async (t) => {
  const folder = await emptyFolder(t);
  const made = { seed: 1, windows: 8, length: 60 };
  const oneClass = await madeUpTrainingSet(folder, 'one class.h5', { ...made, scoreOf: () => 1 });
  const short = await madeUpTrainingSet(folder, 'short.h5', { ...made, length: 5 });
  for (const [file, sentence] of [
    [oneClass, /one class\.h5: There are 0 windows of score 0/],
    [short, /short\.h5: The windows have 5 samples/],
  ] as const) {
    const out = path.join(folder, 'm.h5');
    const { code, stdout, stderr } = await miniml('train', file, '--out', out, '--set=resample_to_600=false');
    assert.deepEqual([code, stdout, stderr.trimEnd().split('\n').length], [1, '', 1], stderr);
    assert.match(stderr, sentence);
  }
});

test('a full disk under the output is no defect of ours', { skip: !existsSync('/dev/full') }, async () => {
  const script = path.join(projectRoot, 'dist/miniml.js');
  const { status, stderr } = spawnSync('sh', ['-c', `"${process.execPath}" "${script}" --help > /dev/full`], {
    encoding: 'utf8',
  });
  assert.equal(status, 1);
  assert.match(stderr, /^miniml: The output cannot be written: [^\n]*ENOSPC[^\n]*\n$/);
});
