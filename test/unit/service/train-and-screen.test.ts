import assert from 'node:assert/strict';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { after, test } from 'node:test';
import { defaultParameters, type Parameters } from '../../../src/common/parameters/parameters';
import { type Progress, silentTask } from '../../../src/common/task';
import { OnnxBackend } from '../../../src/engine/backends/onnx/onnx-backend';
import { SCREEN_TRAINING } from '../../../src/engine/distilling/train-screen';
import { sha256Of } from '../../../src/engine/files/hash';
import { writeModel } from '../../../src/engine/network/keras/write-model';
import { readScreen } from '../../../src/engine/network/screen/screen-file';
import { openDetectionModel } from '../../../src/engine/service/backends';
import { trainAndScreen } from '../../../src/engine/service/train-and-screen';
import { temporaryFolder } from '../../support/folder';
import { smallNetwork } from '../../support/small-network';
import { madeUpTrainingSet } from '../../support/training-sets';

const folder = temporaryFolder();
const backend = new OnnxBackend({ provider: 'cpu', threads: 1, workers: 1, description: 'CPU' });
after(() => backend.dispose());

const short = {
  ...SCREEN_TRAINING,
  recordings: 1,
  calibrationRecordings: 1,
  steps: 2,
  crops: 2,
  windows: 40,
};

async function trained(name: string, length: number, changed: Partial<Parameters>, task = silentTask()) {
  const set = await madeUpTrainingSet(folder, `${name}_set.h5`, { seed: 1, windows: 40, length });
  const base = path.join(folder, `${name}_base.h5`);
  await writeModel(base, smallNetwork(length), { overwrite: true, attributes: {} });
  const out = path.join(folder, `${name}.h5`);
  const parameters = { ...defaultParameters(), epochs: 1, ...changed };
  const request = { files: [set], base, out, overwrite: true, parameters };
  return trainAndScreen(request, backend, task, () => {}, short);
}

test('a training can end with a screening network that belongs to its model alone', async () => {
  const report = await trained('own', 600, { screening_network: true });
  const file = path.join(folder, 'own.screen.h5');
  assert.equal(report.screening_network, file);
  const { modelSha256, origin } = await readScreen(file);
  assert.equal(modelSha256, await sha256Of(report.model, silentTask()));
  assert.match(origin, /; then seed 1, 1 \+ 1 simulated recordings, 2 steps$/);
  const { screen, predictor } = await openDetectionModel(report.model, backend, silentTask());
  assert.ok(await screen?.());
  await predictor.dispose();

  // Trained anew without it, the model has none, and no stale one lies about.
  const again = await trained('own', 600, { seed: 2 });
  assert.equal(again.screening_network, undefined);
  assert.ok(!existsSync(file));
});

test('cancelled while it is distilled, the model stays', async () => {
  const cancel = new AbortController();
  const report = await trained(
    'cut',
    600,
    { screening_network: true },
    {
      signal: cancel.signal,
      report: ({ phase }: Progress) => phase === 'labelling' && cancel.abort(),
    },
  );
  assert.equal(report.screening_network, undefined);
  assert.ok(readFileSync(report.model).length > 0);
  assert.ok(!existsSync(path.join(folder, 'cut.screen.h5')));
});

test('a model of windows of another length gets none; another file of that name is never replaced', async () => {
  const report = await trained('small', 48, { screening_network: true });
  assert.equal(report.screening_network, undefined);
  const notes = path.join(folder, 'small.screen.h5');
  writeFileSync(notes, 'my notes');
  await assert.rejects(trained('small', 48, { screening_network: true }), {
    message: `The screening network would replace ${notes}, which is another file. Choose another name for the model.`,
  });
  await trained('small', 48, { seed: 3 });
  assert.equal(readFileSync(notes, 'utf8'), 'my notes');
});
