import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-backend-cpu';
import type { Backend } from '../../../src/engine/backends/backend';
import { openBackend } from '../../../src/engine/backends/open';
import { tensorFlowBackend } from '../../../src/engine/backends/tensorflow/tensorflow-backend';
import { initialWeights } from '../../../src/engine/distilling/train-screen';
import { gradientGraph } from '../../../src/engine/network/gradients/training-graph';
import type { Graph } from '../../../src/engine/network/graph';
import { inferenceGraph } from '../../../src/engine/network/inference-graph';
import { screenGraph } from '../../../src/engine/network/screen/screen-graph';
import { samplesScreened } from '../../../src/engine/network/screen/screen-input';
import { screenTrainingGraph } from '../../../src/engine/network/screen/screen-training-graph';
import { screenWeights } from '../../../src/engine/network/screen/screen-weights';
import { sizeOf, type Tensor } from '../../../src/engine/network/tensor';
import { Random } from '../../../src/engine/signal/random';
import { smallNetworks } from '../../support/random-network';

const networks = smallNetworks();

describe('TensorFlow computes the graphs that onnxruntime does', () => {
  let onnx: Backend;
  before(async () => {
    await tf.setBackend('cpu');
    onnx = await openBackend({ choice: 'cpu', threads: 1, log: () => {} });
  });
  after(() => onnx.dispose());

  for (const [name, network] of Object.entries(networks)) {
    test(`prediction: ${name}`, async () => agree(onnx, inferenceGraph(network)));
    test(`gradient: ${name}`, async () => agree(onnx, gradientGraph(network).graph));
  }

  test('screening, and its gradient', async () => {
    await agree(onnx, screenGraph(screenWeights(initialWeights(new Random(3)))));
    await agree(onnx, screenTrainingGraph(3, 5));
  });

  test('no tensor is left behind by a run', async () => {
    const graph = inferenceGraph(networks['convolutions as in miniML']);
    const program = await tensorFlowBackend(tf, 'cpu', 'test').compile(graph);
    await program.run(inputsOf(graph));
    const before = tf.memory().numTensors;
    await program.run(inputsOf(graph));
    assert.equal(tf.memory().numTensors, before);
    await program.dispose();
  });
});

async function agree(onnx: Backend, graph: Graph): Promise<void> {
  const tensorFlow = tensorFlowBackend(tf, 'cpu', 'test');
  const [expected, found] = await Promise.all(
    [onnx, tensorFlow].map(async (backend) => {
      const program = await backend.compile(graph);
      const outputs = await program.run(inputsOf(graph));
      await program.dispose();
      return outputs;
    }),
  );
  for (const { name } of graph.outputs) {
    const [a, b] = [expected![name], found![name]];
    assert.deepEqual([...b.shape], [...a.shape], name);
    const scale = Math.max(1e-3, ...Array.from(a.data as Float32Array, Math.abs));
    a.data.forEach((value, i) => {
      assert.ok(Math.abs(Number(value) - Number(b.data[i])) < 1e-5 * scale, `${name}[${i}]`);
    });
  }
}

/** Sizes of dimensions with a name: three windows, and the blocks and samples that a screening network sees of them. */
const NAMED: Readonly<Record<string, number>> = { N: 3, W: 3, B: 32, T: samplesScreened(3) };

/** Three windows of seeded numbers; labels and masks are 0 and 1. */
function inputsOf(graph: Graph): Record<string, Tensor> {
  const random = new Random(7);
  return Object.fromEntries(
    graph.inputs.map(({ name, shape }) => {
      const sizes = shape.map((n) => (typeof n === 'number' ? n : NAMED[n]));
      const data = Float32Array.from({ length: sizeOf(sizes) }, () =>
        name === 'y' ? random.integer(2) : random.normal() / 2,
      );
      if (name === 'share') data[0] = 1 / 3;
      return [name, { type: 'float32', shape: sizes, data }];
    }),
  );
}
