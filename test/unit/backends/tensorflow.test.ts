import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-backend-cpu';
import type { Backend } from '../../../src/engine/backends/backend';
import { openBackend } from '../../../src/engine/backends/open';
import { tensorFlowBackend } from '../../../src/engine/backends/tensorflow/tensorflow-backend';
import { gradientGraph } from '../../../src/engine/network/gradients/training-graph';
import type { Graph } from '../../../src/engine/network/graph';
import { inferenceGraph } from '../../../src/engine/network/inference-graph';
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

/** Three windows of seeded numbers; labels and masks are 0 and 1. */
function inputsOf(graph: Graph): Record<string, Tensor> {
  const random = new Random(7);
  return Object.fromEntries(
    graph.inputs.map(({ name, shape }) => {
      const sizes = shape.map((n) => (typeof n === 'number' ? n : 3));
      const data = Float32Array.from({ length: sizeOf(sizes) }, () =>
        name === 'y' ? random.integer(2) : random.normal() / 2,
      );
      if (name === 'share') data[0] = 1 / 3;
      return [name, { type: 'float32', shape: sizes, data }];
    }),
  );
}
