import type { GraphBuilder, Ref } from './graph';
import type { Lstm, LstmWeights } from './layers';
import { float32 } from './tensor';

/** An LSTM's last state, both directions merged: [N, channels, 1, time] → [N, features]. */
export function lstmLastState(graph: GraphBuilder, layer: Lstm, value: Ref): Ref {
  const [, states] = lstm(graph, layer, value);
  return merged(graph, layer, states, 0);
}

/** An LSTM's state after every step: [N, channels, 1, time] → [N, features, 1, time]. */
export function lstmSequence(graph: GraphBuilder, layer: Lstm, value: Ref): Ref {
  const [sequences] = lstm(graph, layer, value);
  let steps = merged(graph, layer, sequences, 1);
  if (layer.backwards) {
    // ONNX returns steps in the order of time, Keras in the order of computation.
    const [start, end, axis, step] = [[-1], [Number.MIN_SAFE_INTEGER], [0], [-1]].map((n) =>
      graph.integers(n),
    );
    steps = graph.op('Slice', [steps, start, end, axis, step]);
  }
  const channelsFirst = graph.op('Transpose', [steps], { perm: [1n, 2n, 0n] });
  return graph.op('Unsqueeze', [channelsFirst, graph.integers([2])]);
}

/** ONNX' operator: all steps [time, directions, N, units] and the last states [directions, N, units]. */
function lstm(graph: GraphBuilder, layer: Lstm, value: Ref): Ref[] {
  const steps = graph.op('Squeeze', [
    graph.op('Transpose', [value], { perm: [3n, 0n, 1n, 2n] }),
    graph.integers([3]),
  ]);
  const directions = [layer.weights, ...(layer.bidirectional ? [layer.bidirectional.backward] : [])];
  const { units } = layer;
  const inputs = layer.weights.kernel.shape[0];
  const kernels = directions.map(({ kernel }) => gatesFirst(kernel.data, inputs, units));
  const recurrent = directions.map(({ recurrentKernel }) => gatesFirst(recurrentKernel.data, units, units));
  const biases = directions.map((weights) => onnxBias(weights, units));
  const count = directions.length;
  return graph.ops(
    'LSTM',
    [
      steps,
      graph.constant(float32(joined(kernels), [count, 4 * units, inputs])),
      graph.constant(float32(joined(recurrent), [count, 4 * units, units])),
      graph.constant(float32(joined(biases), [count, 8 * units])),
    ],
    2,
    {
      hidden_size: BigInt(units),
      direction: layer.bidirectional ? 'bidirectional' : layer.backwards ? 'reverse' : 'forward',
    },
  );
}

/** Merges the directions along the given axis of [directions, N, units] or [time, directions, N, units]. */
function merged(graph: GraphBuilder, layer: Lstm, states: Ref, axis: 0 | 1): Ref {
  const { units, bidirectional } = layer;
  switch (bidirectional?.merge) {
    case undefined:
      return graph.op('Squeeze', [states, graph.integers([axis])]);
    case 'sum':
      return graph.op('ReduceSum', [states, graph.integers([axis])], { keepdims: 0n });
    case 'ave':
      return graph.op('ReduceMean', [states], { axes: [BigInt(axis)], keepdims: 0n });
    case 'mul':
      return graph.op('ReduceProd', [states], { axes: [BigInt(axis)], keepdims: 0n });
    case 'concat': {
      const perm = axis === 0 ? [1n, 0n, 2n] : [0n, 2n, 1n, 3n];
      const beside = graph.op('Transpose', [states], { perm });
      const shape = axis === 0 ? [0, 2 * units] : [0, 0, 2 * units];
      return graph.op('Reshape', [beside, graph.integers(shape)]);
    }
  }
}

/** Position of ONNX' gates (input, output, forget, cell) in Keras' order (input, forget, cell, output). */
const KERAS_GATE = [0, 3, 1, 2] as const;

/** [rows, 4 × units] with Keras' gates → [4 × units, rows] with ONNX'. */
function gatesFirst(data: Float32Array, rows: number, units: number): Float32Array {
  const result = new Float32Array(data.length);
  for (let gate = 0; gate < 4; gate++)
    for (let unit = 0; unit < units; unit++)
      for (let row = 0; row < rows; row++)
        result[(gate * units + unit) * rows + row] = data[row * 4 * units + KERAS_GATE[gate] * units + unit];
  return result;
}

/** ONNX adds two biases, of the input and of the state; Keras' is the first, the second stays 0. */
function onnxBias({ bias }: LstmWeights, units: number): Float32Array {
  const result = new Float32Array(8 * units);
  if (bias) result.set(gatesFirst(bias.data, 1, units));
  return result;
}

function joined(parts: readonly Float32Array[]): Float32Array {
  const result = new Float32Array(parts.reduce((sum, { length }) => sum + length, 0));
  let offset = 0;
  for (const part of parts) {
    result.set(part, offset);
    offset += part.length;
  }
  return result;
}
