import assert from 'node:assert/strict';
import { after, describe, test } from 'node:test';
import { OnnxBackend } from '../../../src/engine/backends/onnx/onnx-backend';
import { adamStepInPlace, adamStepSize } from '../../../src/engine/network/gradients/adam';
import {
  evaluationGraph,
  gradientGraph,
  stepGraph,
} from '../../../src/engine/network/gradients/training-graph';
import type { Graph } from '../../../src/engine/network/graph';
import { inferenceGraph, PROBABILITIES, WINDOWS } from '../../../src/engine/network/inference-graph';
import { sizeOf, type Tensor } from '../../../src/engine/network/tensor';
import { flatWeights } from '../../../src/engine/network/weights';
import { Random } from '../../../src/engine/signal/random';
import { sigmoid } from '../../../src/engine/training/fit';
import { interpret, reference } from '../../support/interpreter';
import { assertClose } from '../../support/numbers';
import { smallNetworks } from '../../support/random-network';

const backend = new OnnxBackend({ provider: 'cpu', threads: 1, workers: 1, description: 'CPU, 1 thread' });
after(() => backend.dispose());

const WINDOWS_IN_BATCH = 5;

describe('onnxruntime computes a training graph as the float64 reference does', () => {
  for (const [name, network] of Object.entries(smallNetworks()))
    test(name, async () => {
      const { graph } = stepGraph(network);
      const inputs = randomInputs(graph, flatWeights(network).parameter);
      const expected = interpret(
        graph,
        Object.fromEntries(
          Object.entries(inputs).map(([key, t]) => [key, reference(t.shape, Array.from(t.data, Number))]),
        ),
      );
      const outputs = await run(graph, inputs);
      assert.deepEqual(Object.keys(outputs).sort(), Object.keys(expected).sort());
      for (const [key, { shape, data }] of Object.entries(expected)) {
        assert.deepEqual(outputs[key].shape, shape, key);
        assertClose(Array.from(outputs[key].data, Number), data, 2e-5, key);
      }
    });
});

describe('evaluating with weights as inputs gives what prediction gives', () => {
  for (const [name, network] of Object.entries(smallNetworks()))
    test(name, async () => {
      const { graph } = evaluationGraph(network);
      const { parameter, statistic } = flatWeights(network);
      const inputs = randomInputs(graph, parameter, statistic);
      const windows: Tensor = { ...inputs['x'], data: inputs['x'].data.slice() } as Tensor;
      const { logits } = await run(graph, inputs);
      const predicted = await run(inferenceGraph(network), { [WINDOWS]: windows });
      const probabilities = Array.from(logits!.data as Float32Array, sigmoid);
      assertClose(probabilities, predicted[PROBABILITIES].data as Float32Array, 2e-6, name);
    });
});

test('the optimiser does the same in a graph and on arrays', async () => {
  const network = smallNetworks()['convolutions as in miniML'];
  const inputs = randomInputs(stepGraph(network).graph, flatWeights(network).parameter);
  inputs['stepSize'] = { type: 'float32', shape: [], data: Float32Array.of(adamStepSize(0.01, 3)) };
  const state = {
    parameters: inputs['parameter'].data.slice() as Float32Array,
    m: inputs['m'].data.slice() as Float32Array,
    v: inputs['v'].data.slice() as Float32Array,
    vMax: inputs['vMax'].data.slice() as Float32Array,
  };
  const { gradient } = await run(
    gradientGraph(network).graph,
    copied(inputs, ['m', 'v', 'vMax', 'stepSize']),
  );
  const whole = await run(stepGraph(network).graph, inputs);
  adamStepInPlace(state, gradient!.data as Float32Array, adamStepSize(0.01, 3));
  assertClose(whole['newParameter'].data as Float32Array, state.parameters, 1e-6, 'parameters');
  assertClose(whole['newM'].data as Float32Array, state.m, 1e-6, 'm');
  assertClose(whole['newV'].data as Float32Array, state.v, 1e-6, 'v');
  assertClose(whole['newVMax'].data as Float32Array, state.vMax, 1e-6, 'vMax');
});

async function run(graph: Graph, inputs: Record<string, Tensor>): Promise<Record<string, Tensor>> {
  const program = await backend.compile(graph);
  try {
    return await program.run(inputs);
  } finally {
    await program.dispose();
  }
}

function copied(inputs: Record<string, Tensor>, without: readonly string[]): Record<string, Tensor> {
  const kept = Object.entries(inputs).filter(([name]) => !without.includes(name));
  return Object.fromEntries(kept.map(([name, t]) => [name, { ...t, data: t.data.slice() } as Tensor]));
}

/** Something for every input of a training graph: weights as given, labels 0 and 1, the optimiser's memory ≥ 0. */
function randomInputs(
  { inputs }: Graph,
  parameter: Float32Array,
  statistic: Float32Array = new Float32Array(0),
): Record<string, Tensor> {
  const random = new Random(17);
  const valueFor: Record<string, (i: number) => number> = {
    parameter: (i) => parameter[i],
    statistic: (i) => statistic[i],
    y: () => random.integer(2),
    share: () => 1 / WINDOWS_IN_BATCH,
    stepSize: () => 0.01,
    v: () => random.uniform(0, 0.01),
    vMax: () => random.uniform(0, 0.01),
  };
  return Object.fromEntries(
    inputs.map(({ name, shape: sketch }) => {
      const shape = sketch.map((n) => (n === 'N' ? WINDOWS_IN_BATCH : Number(n)));
      const value = valueFor[name] ?? (() => random.normal());
      return [
        name,
        { type: 'float32', shape, data: Float32Array.from({ length: sizeOf(shape) }, (_, i) => value(i)) },
      ];
    }),
  );
}
