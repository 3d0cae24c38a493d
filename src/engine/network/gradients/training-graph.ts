import { UserError } from '../../../common/errors';
import type { Graph, Ref } from '../graph';
import type { Network } from '../layers';
import { outputShapes } from '../shapes';
import { sizeOf } from '../tensor';
import type { WeightLayout } from '../weights';
import { type AdamState, adamStep } from './adam';
import type { MaskInput } from './dropout';
import { forward } from './forward';
import { Tape, type Value } from './tape';

/** A graph over the trained layers of a network, with its inputs. */
export interface LearningGraph {
  graph: Graph;
  layout: WeightLayout;
  /** Dropout masks required for each run. */
  masks: readonly MaskInput[];
}

/**
 * Graph of the gradient of a batch, or of a part of one.
 *
 * Inputs: x [N, time, channels], y [N, 1] (0 or 1), share [] (1 / windows of the whole batch, so that the gradients of
 * its parts add up to the batch's), parameter [P], one input per mask. Outputs: loss [] (the part's share of the mean),
 * logits [N, 1], gradient [P], and, with batch normalisation, moments [S] of the batch, in the order of the moving
 * averages.
 *
 * @throws UserError when the network does not end in one sigmoid
 */
export function gradientGraph(network: Network): LearningGraph {
  const { tape, layout, masks, gradient } = learning(network);
  tape.graph.output(gradient, 'gradient', 'float32', [layout.sizes.parameter]);
  return { graph: tape.graph.build(), layout, masks };
}

/**
 * Graph of a whole training step: {@link gradientGraph} and the optimiser.
 *
 * Further inputs: m, v, vMax [P], stepSize []. Instead of gradient the outputs are newParameter, newM, newV, newVMax
 * [P].
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
 * Graph of the network in evaluation mode, with weights as inputs, so that it need not be recompiled after each epoch.
 * Inputs: x, parameter [P], statistic [S] where there are any. Output: logits [N, 1].
 */
export function evaluationGraph(network: Network): LearningGraph {
  const tape = new Tape();
  const { output, layout, masks } = forward(tape, network, beforeSigmoid(network), false);
  tape.graph.output(output.ref, 'logits', 'float32', ['N', 1]);
  return { graph: tape.graph.build(), layout, masks };
}

/** Forward and backward pass, with the outputs common to both training graphs. */
function learning(network: Network) {
  const tape = new Tape();
  const { graph } = tape;
  const { output, layout, masks, moments, parameter, parameters } = forward(
    tape,
    network,
    beforeSigmoid(network),
    true,
  );
  const labels = graph.input('y', 'float32', ['N', 1]);
  const loss = crossEntropy(tape, output, labels, graph.input('share', 'float32', []));
  graph.output(loss.ref, 'loss', 'float32', []);
  graph.output(output.ref, 'logits', 'float32', ['N', 1]);
  if (moments.length > 0) {
    const flat = moments.flatMap(({ mean, variance }) => [mean, variance]);
    graph.output(graph.op('Concat', flat, { axis: 0n }), 'moments', 'float32', [layout.sizes.statistic]);
  }
  const gradientOf = tape.gradients(loss, graph.scalar(1));
  // onnxruntime computes the last nodes of the graph first. These shapes are last, those of the deepest layers at the
  // end, so each kernel's gradient is computed while its operands are in the cache. Flat gradients are not reshaped: a
  // Reshape of a Reshape is merged into one, which would run too early.
  const parts = parameters.map((value) => {
    const size = sizeOf(value.shape);
    const found = gradientOf(value);
    if (!found) return graph.constant({ type: 'float32', shape: [size], data: new Float32Array(size) });
    return value.shape.length === 1 ? found : graph.op('Reshape', [found, graph.integers([size])]);
  });
  return { tape, layout, masks, gradient: graph.op('Concat', parts, { axis: 0n }), parameter };
}

/** The layers before the sigmoid that every supported classifier ends in. */
function beforeSigmoid(network: Network): Network['layers'] {
  const last = network.layers.at(-1);
  const output = outputShapes(network).at(-1);
  if (last?.kind !== 'activation' || last.function !== 'sigmoid' || output?.join() !== '1')
    throw new UserError(
      `The model ${network.name} cannot be trained here: it must end in one unit with a sigmoid.`,
    );
  return network.layers.slice(0, -1);
}

/**
 * Binary cross-entropy from logits z [N, 1] and labels y [N, 1] (0 or 1): share · Σ (log(1 + eᶻ) − y z). Computed from
 * logits, because a sigmoid near 0 or 1 has lost the digits that its logarithm needs.
 *
 * @param share weight of one window: 1 / windows of the batch
 */
function crossEntropy(tape: Tape, logits: Value, labels: Ref, share: Ref): Value {
  const { graph } = tape;
  const each = graph.op('Sub', [graph.op('Softplus', [logits.ref]), graph.op('Mul', [labels, logits.ref])]);
  const sum = graph.op('ReduceSum', [each], { keepdims: 0n });
  return tape.record(graph.op('Mul', [sum, share]), [], [logits], ({ ref }) => {
    const error = graph.op('Sub', [graph.op('Sigmoid', [logits.ref]), labels]);
    return [{ ref: graph.op('Mul', [graph.op('Mul', [error, share]), ref]), shape: logits.shape }];
  });
}
