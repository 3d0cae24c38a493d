import assert from 'node:assert/strict';
import path from 'node:path';
import { after, test } from 'node:test';
import { defaultParameters } from '../../../src/common/parameters/parameters';
import { silentTask } from '../../../src/common/task';
import type { Backend, Program } from '../../../src/engine/backends/backend';
import { OnnxBackend } from '../../../src/engine/backends/onnx/onnx-backend';
import { WINDOWS } from '../../../src/engine/network/inference-graph';
import { readModel } from '../../../src/engine/network/keras/read-model';
import { writeModel } from '../../../src/engine/network/keras/write-model';
import { flatWeights } from '../../../src/engine/network/weights';
import { openPredictor } from '../../../src/engine/prediction/predict';
import { trainAndScreen } from '../../../src/engine/service/train-and-screen';
import { temporaryFolder } from '../../support/folder';
import { smallNetwork } from '../../support/small-network';
import { madeUpTrainingSet } from '../../support/training-sets';

const LENGTH = 48;
const folder = temporaryFolder();
const real = new OnnxBackend({ provider: 'cpu', threads: 1, workers: 2, description: 'CPU, 2 threads' });
after(() => real.dispose());

/** The real backend, whose runs of predictions fail as a GPU's do. */
function failing(fails: (run: number, windows: number) => string | undefined): Backend {
  let runs = 0;
  const compile: Backend['compile'] = async (graph) => {
    const program = await real.compile(graph);
    const run: Program['run'] = async (inputs) => {
      const why = fails(runs++, inputs[WINDOWS]?.shape[0] ?? 0);
      if (why === undefined) return program.run(inputs);
      // A device says so some time later.
      await new Promise((resolve) => setTimeout(resolve, 5));
      throw new Error(why);
    };
    return { run, dispose: () => program.dispose() };
  };
  return {
    kind: real.kind,
    device: 'gpu',
    description: 'GPU',
    concurrency: 2,
    compile,
    dispose: async () => {},
  };
}

async function trained(name: string): Promise<number[]> {
  const set = await madeUpTrainingSet(folder, `${name}_set.h5`, { seed: 1, windows: 40, length: LENGTH });
  const base = path.join(folder, `${name}_base.h5`);
  await writeModel(base, smallNetwork(LENGTH), { overwrite: true, attributes: {} });
  const out = path.join(folder, `${name}.h5`);
  const parameters = { ...defaultParameters(), epochs: 3, seed: 1 };
  await trainAndScreen(
    { files: [set], base, out, overwrite: true, parameters },
    real,
    silentTask(),
    () => {},
  );
  const { parameter } = flatWeights((await readModel(out)).network);
  return [...parameter];
}

function fill(from: number, to: number, into: Float32Array): void {
  for (let i = 0; i < (to - from) * LENGTH; i++) into[i] = Math.sin(from * LENGTH + i) ** 2;
}

test('a GPU that runs out of memory in the middle gets half as much, and a training beside it is not touched', async () => {
  const network = smallNetwork(LENGTH);
  const expected = await (await openPredictor(network, real)).predict(300, fill, silentTask(), 64);
  const alone = await trained('alone');
  const sizes: number[] = [];
  const crowded = failing((run, windows) => {
    sizes.push(windows);
    return run >= 1 && windows > 16 ? 'WebGPU validation failed. Out of memory' : undefined;
  });
  const predictor = await openPredictor(network, crowded);
  const [found, beside] = await Promise.all([
    predictor.predict(300, fill, silentTask(), 64),
    trained('beside'),
  ]);
  assert.deepEqual([...found], [...expected]);
  assert.ok(sizes.includes(64) && sizes.includes(32) && sizes.includes(16), sizes.join());
  assert.deepEqual(beside, alone);
});

test('a device that is lost in the middle ends its prediction with the reason, and nothing beside it', async () => {
  const lost = failing((run) => (run >= 2 ? 'The GPU device was lost' : undefined));
  const predictor = await openPredictor(smallNetwork(LENGTH), lost);
  const [prediction, beside] = await Promise.allSettled([
    predictor.predict(300, fill, silentTask(), 16),
    trained('lost'),
  ]);
  assert.match(String(prediction.status === 'rejected' && prediction.reason), /device was lost/);
  assert.equal(beside.status, 'fulfilled');
  // The same backend computes on.
  const again = await (await openPredictor(smallNetwork(LENGTH), real)).predict(20, fill, silentTask(), 16);
  assert.equal(again.length, 20);
});
