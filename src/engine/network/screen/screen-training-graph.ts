import { activate } from '../gradients/activations';
import { convolve } from '../gradients/convolution';
import { plainGradient, sumOverRows } from '../gradients/gradient';
import { Tape, type Value } from '../gradients/tape';
import type { Sliding } from '../gradients/windows';
import type { Graph, Ref } from '../graph';
import { float32, sizeOf } from '../tensor';
import { samplesScreened } from './screen-input';
import {
  FIRST_STRIDE,
  PICTURE_CHANNELS,
  SCREEN_BLOCK,
  SCREEN_BLOCKS,
  SCREEN_PARAMETERS,
  SCREEN_SHAPES,
  SCREEN_WEIGHTS,
  type ScreenWeightName,
  SLOPE,
  TRUNK_CHANNELS,
} from './screen-weights';

/**
 * Graph of the loss of the screening network on crops of traces, and its gradient.
 *
 * Inputs: samples [N, T / 4, 4], picture [N, B, 3], low, gain, target and weight [N, W, 1], parameter [P]. Outputs: loss
 * [], gradient [P]. The loss is the sum over windows of weight times the cross-entropy of the target (0…1), in which the
 * positive part counts `positiveWeight` times.
 *
 * @param windows in a crop
 */
export function screenTrainingGraph(windows: number, positiveWeight: number): Graph {
  const tape = new Tape();
  const { graph } = tape;
  const blocks = windows + SCREEN_BLOCKS - 1;
  const groups = samplesScreened(windows) / FIRST_STRIDE;
  const data = (name: string, shape: readonly number[]): Value =>
    tape.leaf(graph.input(name, 'float32', ['N', ...shape]), shape, false);
  const samples = data('samples', [groups, FIRST_STRIDE]);
  const picture = data('picture', [blocks, PICTURE_CHANNELS]);
  const [low, gain, target, weight] = ['low', 'gain', 'target', 'weight'].map((name) =>
    data(name, [windows, 1]),
  ) as [Value, Value, Value, Value];
  const weights = unpack(tape);
  const rectified = (x: Value): Value => activate(tape, x, { function: 'leakyRelu', alpha: SLOPE });

  // Samples come in groups of a stride, which makes the first convolution one of stride 1 over fewer taps.
  const taps = SCREEN_SHAPES.first[0] / FIRST_STRIDE;
  const firstKernel = reshaped(tape, weights.first, [taps, FIRST_STRIDE, SCREEN_SHAPES.first[2]]);
  let trunk = rectified(convolve(tape, samples, firstKernel, valid(groups, taps)));
  trunk = rectified(convolve(tape, trunk, weights.second, valid(trunk.shape[0], weights.second.shape[0])));
  const perBlock = SCREEN_BLOCK / FIRST_STRIDE;
  const joined = reshapedRows(tape, trunk, [trunk.shape[0] / perBlock, perBlock * trunk.shape[1]]);
  const thirdKernel = reshaped(tape, weights.third, [1, joined.shape[1], SCREEN_SHAPES.third[2]]);
  trunk = rectified(convolve(tape, joined, thirdKernel, valid(joined.shape[0], 1)));
  trunk = rectified(convolve(tape, trunk, weights.fourth, valid(trunk.shape[0], weights.fourth.shape[0])));
  const seen = besidePicture(tape, trunk, picture);
  const linear = convolve(tape, seen, weights.head, valid(blocks, SCREEN_BLOCKS));
  const scaled = scaledWindows(tape, linear, weights.head, low.ref, gain.ref);
  const head = rectified(biased(tape, scaled, weights.headBias));
  const hiddenSum = convolve(tape, head, weights.hidden, valid(windows, 1));
  const hidden = rectified(biased(tape, hiddenSum, weights.hiddenBias));
  const outputSum = convolve(tape, hidden, weights.output, valid(windows, 1));
  const scores = biased(tape, outputSum, weights.outputBias);

  const loss = crossEntropy(tape, scores, target.ref, weight.ref, positiveWeight);
  graph.output(loss.ref, 'loss', 'float32', []);
  const gradientOf = tape.gradients(loss, graph.scalar(1));
  const parts = SCREEN_WEIGHTS.map((name) =>
    graph.op('Reshape', [gradientOf(weights[name])!, graph.integers([sizeOf(SCREEN_SHAPES[name])])]),
  );
  graph.output(graph.op('Concat', parts, { axis: 0n }), 'gradient', 'float32', [SCREEN_PARAMETERS]);
  return graph.build();
}

function valid(input: number, size: number): Sliding {
  return { input, output: input - size + 1, size, stride: 1, dilation: 1, before: 0, phases: 1 };
}

function unpack(tape: Tape): Record<ScreenWeightName, Value> {
  const { graph } = tape;
  const flat = graph.input('parameter', 'float32', [SCREEN_PARAMETERS]);
  const sizes = graph.integers(SCREEN_WEIGHTS.map((name) => sizeOf(SCREEN_SHAPES[name])));
  const parts = graph.ops('Split', [flat, sizes], SCREEN_WEIGHTS.length, { axis: 0n });
  return Object.fromEntries(
    SCREEN_WEIGHTS.map((name, i) => {
      const shape = SCREEN_SHAPES[name];
      return [name, tape.leaf(graph.op('Reshape', [parts[i], graph.integers(shape)]), shape, true)];
    }),
  ) as Record<ScreenWeightName, Value>;
}

/** A parameter in another shape. */
function reshaped(tape: Tape, x: Value, shape: readonly number[]): Value {
  const { graph } = tape;
  const to = (ref: Ref, wanted: readonly number[]): Ref => graph.op('Reshape', [ref, graph.integers(wanted)]);
  return tape.record(to(x.ref, shape), shape, [x], (gradient) => [
    { ref: to(plainGradient(graph, gradient), x.shape), shape: x.shape },
  ]);
}

/** The same for a value with a batch axis. */
function reshapedRows(tape: Tape, x: Value, shape: readonly number[]): Value {
  const { graph } = tape;
  const to = (ref: Ref, wanted: readonly number[]): Ref =>
    graph.declare(graph.op('Reshape', [ref, graph.integers([-1, ...wanted])]), ['N', ...wanted]);
  return tape.record(to(x.ref, shape), shape, [x], (gradient) => [
    { ref: to(plainGradient(graph, gradient), x.shape), shape: x.shape },
  ]);
}

/** Channels of the trunk and the picture side by side: [N, blocks, channels]. */
function besidePicture(tape: Tape, trunk: Value, picture: Value): Value {
  const { graph } = tape;
  const both = graph.op('Concat', [trunk.ref, picture.ref], { axis: 2n });
  const shape = [trunk.shape[0], TRUNK_CHANNELS + PICTURE_CHANNELS];
  return tape.record(both, shape, [trunk], (gradient) => {
    const bounds = [graph.integers([0]), graph.integers([TRUNK_CHANNELS]), graph.integers([2])];
    return [{ ref: graph.op('Slice', [plainGradient(graph, gradient), ...bounds]), shape: trunk.shape }];
  });
}

/** (x − low · Σ w) · gain, with Σ w over the head's weights of the picture. */
function scaledWindows(tape: Tape, x: Value, kernel: Value, low: Ref, gain: Ref): Value {
  const { graph } = tape;
  const [, channels] = kernel.shape;
  const ofPicture = float32(
    Float32Array.from({ length: channels }, (_, c) => (c < TRUNK_CHANNELS ? 0 : 1)),
    [channels, 1],
  );
  const mask = graph.constant(ofPicture);
  const sums = graph.op('ReduceSum', [graph.op('Mul', [kernel.ref, mask]), graph.integers([0, 1])], {
    keepdims: 0n,
  });
  const levelled = graph.op('Sub', [x.ref, graph.op('Mul', [low, sums])]);
  const y = graph.op('Mul', [levelled, gain]);
  return tape.record(y, x.shape, [x, kernel], (gradient) => {
    const d = graph.op('Mul', [plainGradient(graph, gradient), gain]);
    const bySum = graph.op('Neg', [sumOverRows(tape, x.shape, graph.op('Mul', [d, low]))]);
    // Broadcast over taps, and over the channels of the picture alone.
    const ones = graph.constant(float32(new Float32Array(kernel.shape[0]).fill(1), [kernel.shape[0], 1, 1]));
    const byKernel = graph.op('Mul', [ones, graph.op('Mul', [mask, bySum])]);
    return [
      { ref: d, shape: x.shape },
      { ref: byKernel, shape: kernel.shape },
    ];
  });
}

function biased(tape: Tape, x: Value, bias: Value): Value {
  const { graph } = tape;
  return tape.record(graph.op('Add', [x.ref, bias.ref]), x.shape, [x, bias], (gradient) => {
    const d = plainGradient(graph, gradient);
    return [
      { ref: d, shape: x.shape },
      { ref: sumOverRows(tape, x.shape, d), shape: bias.shape },
    ];
  });
}

/** Σ weight · ((1 − y) z + q · log(1 + e⁻ᶻ)), with q = 1 + (positiveWeight − 1) y; its derivative by z is 1 − y − q σ(−z). */
function crossEntropy(tape: Tape, z: Value, y: Ref, weight: Ref, positiveWeight: number): Value {
  const { graph } = tape;
  const negative = graph.op('Sub', [graph.scalar(1), y]);
  const q = graph.op('Add', [graph.scalar(1), graph.op('Mul', [y, graph.scalar(positiveWeight - 1)])]);
  const minus = graph.op('Neg', [z.ref]);
  const each = graph.op('Add', [
    graph.op('Mul', [negative, z.ref]),
    graph.op('Mul', [q, graph.op('Softplus', [minus])]),
  ]);
  const loss = graph.op('ReduceSum', [graph.op('Mul', [each, weight])], { keepdims: 0n });
  return tape.record(loss, [], [z], ({ ref }) => {
    const slope = graph.op('Sub', [negative, graph.op('Mul', [q, graph.op('Sigmoid', [minus])])]);
    return [{ ref: graph.op('Mul', [graph.op('Mul', [slope, weight]), ref]), shape: z.shape }];
  });
}
