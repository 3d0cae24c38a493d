import { type Graph, GraphBuilder, type Ref } from '../graph';
import { type FloatTensor, float32 } from '../tensor';
import {
  FIRST_STRIDE,
  PICTURE_CHANNELS,
  SCREEN_BLOCK,
  type ScreenWeights,
  SLOPE,
  TRUNK_CHANNELS,
} from './screen-weights';

/**
 * Graph of the screening network for successive windows of one trace, one per block of samples. Inputs are those of
 * {@link import('./screen-input').ScreenInput}: samples [T], picture [B, 3], low [W] and gain [W]; the output is scores
 * [W], logits.
 *
 * Nothing is padded, so that a window's score depends on its own samples and the nearest ones beside it alone. The trunk
 * gives 32 channels per block; the head's first layer is linear over the blocks of a window, and the window's scaling to
 * 0…1 is done after it: (Σ w x − minimum · Σ w) / range.
 */
export function screenGraph(weights: ScreenWeights): Graph {
  const graph = new GraphBuilder();
  const samples = graph.input('samples', 'float32', ['T']);
  const picture = graph.input('picture', 'float32', ['B', PICTURE_CHANNELS]);
  const low = graph.input('low', 'float32', ['W']);
  const gain = graph.input('gain', 'float32', ['W']);
  const asRow = (ref: Ref): Ref => graph.op('Reshape', [ref, graph.integers([1, 1, 1, -1])]);

  const convolve = (x: Ref, kernel: FloatTensor, stride: number, bias?: FloatTensor): Ref => {
    const inputs = [x, graph.constant(transposed(kernel))];
    return graph.op('Conv', bias ? [...inputs, graph.constant(bias)] : inputs, {
      kernel_shape: [1n, BigInt(kernel.shape[0])],
      strides: [1n, BigInt(stride)],
      dilations: [1n, 1n],
      pads: [0n, 0n, 0n, 0n],
    });
  };
  const rectified = (x: Ref): Ref => graph.op('LeakyRelu', [x], { alpha: SLOPE });

  let trunk = rectified(convolve(asRow(samples), weights.first, FIRST_STRIDE));
  trunk = rectified(convolve(trunk, weights.second, 1));
  trunk = rectified(convolve(trunk, weights.third, SCREEN_BLOCK / FIRST_STRIDE));
  trunk = rectified(convolve(trunk, weights.fourth, 1));
  const channels = graph.op('Transpose', [picture], { perm: [1n, 0n] });
  const pictures = graph.op('Reshape', [channels, graph.integers([1, PICTURE_CHANNELS, 1, -1])]);
  const blocks = graph.op('Concat', [trunk, pictures], { axis: 1n });
  const linear = convolve(blocks, weights.head, 1);
  const levelled = graph.op('Sub', [
    linear,
    graph.op('Mul', [asRow(low), graph.constant(pictureSums(weights.head))]),
  ]);
  const scaled = graph.op('Mul', [levelled, asRow(gain)]);
  const bias = float32(weights.headBias.data, [weights.headBias.data.length, 1, 1]);
  const head = rectified(graph.op('Add', [scaled, graph.constant(bias)]));
  const hidden = rectified(convolve(head, weights.hidden, 1, weights.hiddenBias));
  const scores = convolve(hidden, weights.output, 1, weights.outputBias);
  graph.output(graph.op('Reshape', [scores, graph.integers([-1])]), 'scores', 'float32', ['W']);
  return graph.build();
}

/** [size, channels, filters] → ONNX' [filters, channels, 1, size]. */
function transposed({ data, shape }: FloatTensor): FloatTensor {
  const [size, channels, filters] = shape as [number, number, number];
  const kernel = new Float32Array(data.length);
  for (let k = 0; k < size; k++)
    for (let c = 0; c < channels; c++)
      for (let f = 0; f < filters; f++)
        kernel[(f * channels + c) * size + k] = data[(k * channels + c) * filters + f];
  return float32(kernel, [filters, channels, 1, size]);
}

/** Sum of each filter's weights over the channels of the picture: what a level of 1 adds to its output. */
function pictureSums({ data, shape }: FloatTensor): FloatTensor {
  const [size, channels, filters] = shape as [number, number, number];
  const sums = new Float64Array(filters);
  for (let k = 0; k < size; k++)
    for (let c = TRUNK_CHANNELS; c < channels; c++)
      for (let f = 0; f < filters; f++) sums[f] += data[(k * channels + c) * filters + f];
  return float32(Float32Array.from(sums), [filters, 1, 1]);
}
