import type * as tfjs from '@tensorflow/tfjs-core';
import { UserError } from '../../../common/errors';
import type { Graph, Operator } from '../../network/graph';
import type { Tensor } from '../../network/tensor';
import type { Backend, Program } from '../backend';
import { type Call, type Computed, isTensor, type TensorFlow } from './call';
import { OPERATORS } from './operators';

/**
 * Runs graphs with TensorFlow, operator by operator. The library is an argument, so that the same code runs on
 * tfjs-node-gpu, on tfjs-node and on TensorFlow.js' own CPU backend.
 */
export function tensorFlowBackend(tf: TensorFlow, device: 'cpu' | 'gpu', description: string): Backend {
  const programs = new Set<Program>();
  return {
    kind: 'tensorflow',
    device,
    description,
    concurrency: 1,
    async compile(graph) {
      const program = interpretedProgram(tf, graph);
      programs.add(program);
      return program;
    },
    async dispose() {
      for (const program of programs) await program.dispose();
      programs.clear();
    },
  };
}

/** @throws UserError when the graph has an operator that is not supported here */
function interpretedProgram(tf: TensorFlow, graph: Graph): Program {
  for (const { op } of graph.nodes)
    if (!OPERATORS[op]) throw new UserError(`TensorFlow cannot compute this network: it uses ${op}.`);
  const constants = new Map([...graph.constants].map(([name, tensor]) => [name, uploaded(tf, tensor)]));
  const freed = lastUses(graph);
  return {
    async run(inputs) {
      const outputs = tf.tidy(() => {
        const values = new Map(constants);
        for (const [name, tensor] of Object.entries(inputs)) values.set(name, uploaded(tf, tensor));
        graph.nodes.forEach((node, i) => {
          compute(tf, node, values);
          for (const name of freed[i]) release(values, name);
        });
        return graph.outputs.map(({ name }) => values.get(name) as tfjs.Tensor);
      });
      try {
        const downloaded = await Promise.all(outputs.map(async (t) => [t.shape, await t.data()] as const));
        return Object.fromEntries(
          graph.outputs.map(({ name }, i) => {
            const [shape, data] = downloaded[i];
            return [name, { type: 'float32', shape, data: Float32Array.from(data) }];
          }),
        );
      } finally {
        tf.dispose(outputs);
      }
    },
    async dispose() {
      for (const value of constants.values()) if (isTensor(value)) value.dispose();
      constants.clear();
    },
  };
}

function compute(tf: TensorFlow, node: Operator, values: Map<string, Computed>): void {
  const given = node.inputs.map((name) => (name === '' ? undefined : values.get(name)));
  const call: Call = {
    tf,
    kind: node.op,
    tensors: given.map((value) => (value && isTensor(value) ? value : undefined)) as tfjs.Tensor[],
    integers(i) {
      const value = given[i];
      if (!value) throw new Error(`${node.op} lacks its input ${i}`);
      return isTensor(value) ? Array.from(value.dataSync()) : value.integers;
    },
    has: (i) => given[i] !== undefined,
    attributes: node.attributes,
    outputs: node.outputs.length,
  };
  const results = OPERATORS[node.op](call);
  for (const [i, name] of node.outputs.entries()) values.set(name, results[i]);
}

/**
 * For each node, the values whose last use it is: they are disposed, so that the card's memory does not hold a whole
 * training step.
 */
function lastUses(graph: Graph): string[][] {
  const kept = new Set([...graph.constants.keys(), ...graph.outputs.map(({ name }) => name)]);
  const last = new Map<string, number>();
  graph.nodes.forEach(({ inputs, outputs }, i) => {
    for (const name of [...inputs, ...outputs]) if (!kept.has(name)) last.set(name, i);
  });
  const freed: string[][] = graph.nodes.map(() => []);
  for (const [name, i] of last) freed[i].push(name);
  return freed;
}

function release(values: Map<string, Computed>, name: string): void {
  const value = values.get(name);
  if (value && isTensor(value)) value.dispose();
  values.delete(name);
}

function uploaded(tf: TensorFlow, tensor: Tensor): Computed {
  switch (tensor.type) {
    case 'int64':
      return { integers: Array.from(tensor.data, Number) };
    case 'float64':
      return tf.tensor(Float32Array.from(tensor.data), [...tensor.shape]);
    case 'float32':
      return tf.tensor(tensor.data, [...tensor.shape]);
    case 'bool':
      return tf.tensor(tensor.data, [...tensor.shape], 'bool');
  }
}
