import { UserError } from '../../errors';
import type { Graph, Ref } from '../graph';
import type { Network } from '../layers';
import { outputShapes } from '../shapes';
import { sizeOf } from '../tensor';
import { type WeightLayout, type WeightRole, weightLayout } from '../weights';
import { type AdamState, adamStep } from './adam';
import type { MaskInput } from './dropout';
import { applyLayer } from './layers';
import { crossEntropy } from './loss';
import type { BatchMoments } from './normalization';
import { Tape, type Value } from './tape';

/** A graph over the learning layers of a network, and what has to be known to run it. */
export interface LearningGraph {
  graph: Graph;
  layout: WeightLayout;
  /** Dropout masks to be given with each run. */
  masks: readonly MaskInput[];
}

/**
 * The gradient of a batch, or of a part of one.
 *
 * Inputs: x [N, time, channels], y [N, 1] (0 or 1), share [] (1 / windows of the whole batch, so that the
 * gradients of its parts add up to the batch's), parameter [P], one input per mask.
 * Outputs: loss [] (the part's share of the mean), logits [N, 1], gradient [P], and where the network has batch
 * normalisation moments [S]: what it saw, in the order of the moving averages.
 *
 * @throws UserError when the network does not end in one sigmoid
 */
export function gradientGraph(network: Network): LearningGraph {
  const { tape, layout, masks, gradient } = learning(network);
  tape.graph.output(gradient, 'gradient', 'float32', [layout.sizes.parameter]);
  return { graph: tape.graph.build(), layout, masks };
}

/**
 * A whole training step: {@link gradientGraph} and the optimiser.
 *
 * Further inputs: m, v, vMax [P], stepSize []. Instead of gradient the outputs are newParameter, newM, newV,
 * newVMax [P].
 */
export function stepGraph(network: Network): LearningGraph {
  const { tape, layout, masks, gradient, parameter } = learning(network);
  const shape = [layout.sizes.parameter];
  const vector = (name: string): Ref => tape.graph.input(name, 'float32', shape);
  const state: AdamState<Ref> = {
    parameters: parameter,
    m: vector('m'),
    v: vector('v'),
    vMax: vector('vMax'),
  };
  const next = adamStep(tape.graph, state, gradient, tape.graph.input('stepSize', 'float32', []));
  tape.graph.output(next.parameters, 'newParameter', 'float32', shape);
  tape.graph.output(next.m, 'newM', 'float32', shape);
  tape.graph.output(next.v, 'newV', 'float32', shape);
  tape.graph.output(next.vMax, 'newVMax', 'float32', shape);
  return { graph: tape.graph.build(), layout, masks };
}

/**
 * The network as it predicts, weights as inputs, so that it need not be compiled anew after each epoch.
 * Inputs: x, parameter [P], statistic [S] where there are any. Output: logits [N, 1].
 */
export function evaluationGraph(network: Network): LearningGraph {
  const tape = new Tape();
  const { logits, layout } = forward(tape, network, false);
  tape.graph.output(logits.ref, 'logits', 'float32', ['N', 1]);
  return { graph: tape.graph.build(), layout, masks: [] };
}

function learning(network: Network) {
  const tape = new Tape();
  const { graph } = tape;
  const { logits, layout, masks, moments, values, parameter } = forward(tape, network, true);
  const labels = graph.input('y', 'float32', ['N', 1]);
  const loss = crossEntropy(tape, logits, labels, graph.input('share', 'float32', []));
  graph.output(loss.ref, 'loss', 'float32', []);
  graph.output(logits.ref, 'logits', 'float32', ['N', 1]);
  if (moments.length > 0) {
    const flat = graph.op(
      'Concat',
      moments.flatMap(({ mean, variance }) => [mean, variance]),
      { axis: 0n },
    );
    graph.output(flat, 'moments', 'float32', [layout.sizes.statistic]);
  }
  const gradientOf = tape.gradients(loss, graph.scalar(1));
  const parts = values.map((value) => {
    const size = sizeOf(value.shape);
    const found = gradientOf(value);
    if (!found) return graph.constant({ type: 'float32', shape: [size], data: new Float32Array(size) });
    return graph.op('Reshape', [found, graph.integers([size])]);
  });
  return { tape, layout, masks, gradient: graph.op('Concat', parts, { axis: 0n }), parameter };
}

function forward(tape: Tape, network: Network, learning: boolean) {
  const layers = beforeSigmoid(network);
  const layout = weightLayout(network);
  const x = tape.graph.input('x', 'float32', ['N', network.inputLength, network.inputChannels]);
  const parameter = tape.graph.input('parameter', 'float32', [layout.sizes.parameter]);
  const values = new Map<string, Value>([
    ...unpack(tape, layout, 'parameter', parameter, learning),
    // While learning, the moving averages only follow: the graph tells the moments, its caller moves them.
    ...(learning || layout.sizes.statistic === 0
      ? []
      : unpack(
          tape,
          layout,
          'statistic',
          tape.graph.input('statistic', 'float32', [layout.sizes.statistic]),
          false,
        )),
  ]);
  const masks: MaskInput[] = [];
  const moments: BatchMoments[] = [];
  let logits = tape.leaf(x, [network.inputLength, network.inputChannels], false);
  layers.forEach((layer, i) => {
    const weight = (name: string): Value => values.get(`${i} ${name}`)!;
    // A bias in front of batch normalisation is taken off again with the mean: its gradient is exactly zero.
    const absorbed = (conv: number): Value | undefined =>
      learning && layers[conv]?.kind === 'conv1d' && layers[conv + 1]?.kind === 'batchNormalization'
        ? values.get(`${conv} bias`)
        : undefined;
    const bias = absorbed(i) ?? absorbed(i - 1);
    logits = applyLayer({ tape, learning, weight, masks, saw: (m) => moments.push(m), bias }, layer, logits);
  });
  const parameters = layout.slots.filter((s) => s.role === 'parameter');
  return {
    logits,
    layout,
    masks,
    moments,
    parameter,
    values: parameters.map((s) => values.get(`${s.layer} ${s.name}`)!),
  };
}

/** Each weight out of a flat vector, by "layer name". */
function unpack(
  tape: Tape,
  layout: WeightLayout,
  role: WeightRole,
  flat: Ref,
  learns: boolean,
): [string, Value][] {
  const { graph } = tape;
  const slots = layout.slots.filter((slot) => slot.role === role);
  const sizes = graph.integers(slots.map(({ shape }) => sizeOf(shape)));
  const parts = slots.length === 1 ? [flat] : graph.ops('Split', [flat, sizes], slots.length, { axis: 0n });
  return slots.map(({ layer, name, shape }, i) => {
    const ref = shape.length === 1 ? parts[i]! : graph.op('Reshape', [parts[i]!, graph.integers(shape)]);
    return [`${layer} ${name}`, tape.leaf(ref, shape, learns)];
  });
}

/** The layers in front of the sigmoid that every classifier here ends in. */
function beforeSigmoid(network: Network): Network['layers'] {
  const last = network.layers.at(-1);
  const output = outputShapes(network).at(-1);
  if (last?.kind !== 'activation' || last.function !== 'sigmoid' || output?.join() !== '1')
    throw new UserError(
      `The model ${network.name} cannot be trained here: it must end in one unit with a sigmoid.`,
    );
  return network.layers.slice(0, -1);
}
