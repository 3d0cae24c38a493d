import { type Graph, GraphBuilder, type Ref } from './graph';
import { lstmLastState, lstmSequence } from './inference-lstm';
import type { Activation, BatchNormalization, Conv1D, Dense, Layer, Network, Pooling1D } from './layers';
import { outputShape, paddingOf, type Shape } from './shapes';
import { float32, sizeOf } from './tensor';

/** Names of the graph's input, [N, inputLength, inputChannels], and output, [N, outputs], both float32. */
export const WINDOWS = 'windows';
export const PROBABILITIES = 'probabilities';

/**
 * Graph of the network's prediction: windows in, probabilities out. For the first layers of a network alone, the output
 * is their features, [N, time, channels] or [N, features].
 *
 * Inside, sequences are pictures of one row, [N, channels, 1, time]: onnxruntime computes two-dimensional convolutions
 * of that layout blockwise (NCHWc), twice as fast as one-dimensional ones.
 */
export function inferenceGraph(network: Network): Graph {
  const graph = new GraphBuilder();
  const { inputLength, inputChannels } = network;
  const windows = graph.input(WINDOWS, 'float32', ['N', inputLength, inputChannels]);
  const first = graph.op('Transpose', [windows], { perm: [0n, 2n, 1n] });
  let value = graph.op('Unsqueeze', [first, graph.integers([2])]);
  let shape: Shape = [inputLength, inputChannels];
  for (const layer of foldForPrediction(network.layers)) {
    value = layerGraph(graph, layer, value, shape);
    shape = outputShape(layer, shape);
  }
  graph.output(inOrder(graph, value, shape), PROBABILITIES, 'float32', ['N', ...shape]);
  return graph.build();
}

/** @param shape the layer's input in Keras' order: [time, channels] or [features] */
function layerGraph(graph: GraphBuilder, layer: Layer, value: Ref, shape: Shape): Ref {
  switch (layer.kind) {
    case 'conv1d':
      return convolution(graph, layer, value, shape[0]);
    case 'pooling1d':
      return pooling(graph, layer, value, shape[0]);
    case 'activation':
      return activation(graph, layer, value);
    case 'batchNormalization': {
      const { scale, shift } = scaleAndShift(layer);
      const form = shape.length === 2 ? [scale.length, 1, 1] : [scale.length];
      const factor = graph.constant(float32(Float32Array.from(scale), form));
      const summand = graph.constant(float32(Float32Array.from(shift), form));
      return graph.op('Add', [graph.op('Mul', [value, factor]), summand]);
    }
    case 'lstm':
      return layer.returnSequences ? lstmSequence(graph, layer, value) : lstmLastState(graph, layer, value);
    case 'dense':
      return shape.length === 2 ? denseOfSteps(graph, layer, value) : dense(graph, layer, value);
    case 'flatten':
      return graph.op('Reshape', [inOrder(graph, value, shape), graph.integers([-1, sizeOf(shape)])]);
    case 'dropout':
      return value;
  }
}

/** Converts a value to Keras' order: vectors unchanged, pictures of one row to [N, time, channels]. */
function inOrder(graph: GraphBuilder, value: Ref, shape: Shape): Ref {
  if (shape.length === 1) return value;
  const ordered = graph.op('Transpose', [value], { perm: [0n, 3n, 1n, 2n] });
  return graph.op('Reshape', [ordered, graph.integers([-1, ...shape])]);
}

function convolution(graph: GraphBuilder, layer: Conv1D, value: Ref, time: number): Ref {
  const [before, after] = paddingOf(layer, time);
  return graph.op('Conv', convolutionInputs(graph, layer, value, layer.kernelSize), {
    kernel_shape: [1n, BigInt(layer.kernelSize)],
    strides: [1n, BigInt(layer.stride)],
    dilations: [1n, BigInt(layer.dilation)],
    pads: [0n, BigInt(before), 0n, BigInt(after)],
  });
}

/** A dense layer over a sequence is a convolution of width 1. */
function denseOfSteps(graph: GraphBuilder, layer: Dense, value: Ref): Ref {
  return graph.op('Conv', convolutionInputs(graph, layer, value, 1), { kernel_shape: [1n, 1n] });
}

/** Transposes Keras' kernels, [width, in, out], to ONNX', [out, in, 1, width]. */
function convolutionInputs(graph: GraphBuilder, layer: Conv1D | Dense, value: Ref, width: number): Ref[] {
  const { data, shape } = layer.kernel;
  const channels = shape.at(-2)!;
  const filters = shape.at(-1)!;
  const kernel = new Float32Array(data.length);
  for (let k = 0; k < width; k++)
    for (let c = 0; c < channels; c++)
      for (let f = 0; f < filters; f++)
        kernel[(f * channels + c) * width + k] = data[(k * channels + c) * filters + f];
  const weights = graph.constant(float32(kernel, [filters, channels, 1, width]));
  return layer.bias ? [value, weights, graph.constant(layer.bias)] : [value, weights];
}

function pooling(graph: GraphBuilder, layer: Pooling1D, value: Ref, time: number): Ref {
  const [before, after] = paddingOf(layer, time);
  return graph.op(layer.function === 'max' ? 'MaxPool' : 'AveragePool', [value], {
    kernel_shape: [1n, BigInt(layer.size)],
    strides: [1n, BigInt(layer.stride)],
    pads: [0n, BigInt(before), 0n, BigInt(after)],
  });
}

function dense(graph: GraphBuilder, layer: Dense, value: Ref): Ref {
  const kernel = graph.constant(layer.kernel);
  return graph.op('Gemm', layer.bias ? [value, kernel, graph.constant(layer.bias)] : [value, kernel]);
}

function activation(graph: GraphBuilder, { function: kind, alpha }: Activation, value: Ref): Ref {
  switch (kind) {
    case 'leakyRelu':
      return graph.op('LeakyRelu', [value], { alpha });
    case 'relu':
      return graph.op('Relu', [value]);
    case 'elu':
      return graph.op('Elu', [value], { alpha });
    case 'sigmoid':
      return graph.op('Sigmoid', [value]);
    case 'hardSigmoid':
      return graph.op('HardSigmoid', [value], { alpha, beta: 0.5 });
    case 'tanh':
      return graph.op('Tanh', [value]);
    case 'softmax':
      // Over the channels, which are the second axis of sequences and of vectors.
      return graph.op('Softmax', [value], { axis: 1n });
    case 'linear':
      return value;
  }
}

/**
 * Simplifies layers for prediction: dropout is removed, and a batch normalisation right after a convolution or a dense
 * layer is folded into that layer's weights (in float64), which gives the same numbers for less work.
 */
export function foldForPrediction(layers: readonly Layer[]): Layer[] {
  const folded: Layer[] = [];
  for (const layer of layers) {
    const before = folded.at(-1);
    if (layer.kind === 'dropout') continue;
    if (layer.kind === 'batchNormalization' && (before?.kind === 'conv1d' || before?.kind === 'dense'))
      folded[folded.length - 1] = normalised(before, layer);
    else folded.push(layer);
  }
  return folded;
}

/** Batch normalisation with its moving statistics, as y = scale · x + shift per channel. */
export function scaleAndShift(layer: BatchNormalization): { scale: Float64Array; shift: Float64Array } {
  const { gamma, beta, movingMean, movingVariance, epsilon } = layer;
  const scale = Float64Array.from(
    movingVariance.data,
    (variance, c) => (gamma ? gamma.data[c] : 1) / Math.sqrt(variance + epsilon),
  );
  const shift = Float64Array.from(movingMean.data, (mean, c) => (beta ? beta.data[c] : 0) - mean * scale[c]);
  return { scale, shift };
}

/** Folds the normalisation of a layer's output into its weights; the output channel is the kernel's last axis. */
function normalised<L extends Conv1D | Dense>(layer: L, normalisation: BatchNormalization): L {
  const { scale, shift } = scaleAndShift(normalisation);
  const channels = scale.length;
  const kernel = layer.kernel.data.map((weight, i) => weight * scale[i % channels]);
  const bias = Float32Array.from(shift, (s, c) => (layer.bias ? layer.bias.data[c] * scale[c] : 0) + s);
  return { ...layer, kernel: float32(kernel, layer.kernel.shape), bias: float32(bias, [channels]) };
}
