import type { Ref } from '../graph';
import type { BatchNormalization, Layer, Lstm } from '../layers';
import type { WeightName } from '../weights';
import { activate } from './activations';
import { convolve } from './convolution';
import { alignSecondDirection, mergeDirections, onlyDirection, reshaped } from './directions';
import { dropOut, type MaskInput, maskInput } from './dropout';
import { plainGradient, sumOverRows } from './gradient';
import { type BatchMoments, normalizeByBatch, normalizeByMoments } from './normalization';
import { averagePhases, pool } from './pooling';
import { type Direction, lstm } from './recurrent';
import type { Tape, Value } from './tape';
import { slidingOf } from './windows';

/** Context of one layer's forward pass. */
export interface LayerContext {
  tape: Tape;
  /** Training mode applies dropout and normalises by the batch; evaluation does neither. */
  learning: boolean;
  /** The weights of this layer. */
  weight(name: WeightName): Value;
  /** Masks requested so far; layers append theirs. */
  masks: MaskInput[];
  /** Phases of a convolution's output: see `Sliding`. */
  phases: number;
  /** Called with the moments of each batch normalisation. */
  saw(moments: BatchMoments): void;
}

/** The layer's output for x; shapes fit, as `outputShapes` has checked. */
export function applyLayer(context: LayerContext, layer: Layer, x: Value): Value {
  const { tape, weight } = context;
  switch (layer.kind) {
    case 'conv1d': {
      const y = convolve(tape, x, weight('kernel'), slidingOf(layer, x.shape, context.phases));
      return layer.bias ? addBias(tape, y, weight('bias')) : y;
    }
    case 'batchNormalization':
      return normalize(context, layer, x);
    case 'activation':
      return activate(tape, x, layer);
    case 'pooling1d':
      if (x.shape.length === 3) return averagePhases(tape, x);
      return pool(tape, x, layer.function, slidingOf(layer, x.shape));
    case 'lstm':
      return recur(context, layer, x);
    case 'dense': {
      const y = project(tape, x, weight('kernel'));
      return layer.bias ? addBias(tape, y, weight('bias')) : y;
    }
    case 'dropout': {
      const shared = layer.spatial && x.shape.length === 2 ? [1, x.shape[1]] : x.shape;
      const mask = context.learning
        ? maskInput(tape, context.masks, ['N', ...shared], layer.rate)
        : undefined;
      return mask ? dropOut(tape, x, mask) : x;
    }
    case 'flatten':
      return reshaped(tape, x, [x.shape.reduce((a, b) => a * b)]);
  }
}

function normalize(context: LayerContext, layer: BatchNormalization, x: Value): Value {
  const { tape, weight } = context;
  const gamma = layer.gamma && weight('gamma');
  const beta = layer.beta && weight('beta');
  if (!context.learning) {
    const moments = { mean: weight('movingMean').ref, variance: weight('movingVariance').ref };
    return normalizeByMoments(tape, x, gamma, beta, layer.epsilon, moments);
  }
  const { y, moments } = normalizeByBatch(tape, x, gamma, beta, layer.epsilon);
  context.saw(moments);
  return y;
}

function recur(context: LayerContext, layer: Lstm, x: Value): Value {
  const { tape, learning, masks, weight } = context;
  const direction = (prefix: string, bias: unknown, reversed: boolean): Direction => ({
    kernel: weight(`${prefix}kernel`),
    recurrentKernel: weight(`${prefix}recurrentKernel`),
    bias: bias ? weight(`${prefix}bias`) : undefined,
    reversed,
  });
  const { bidirectional } = layer;
  const directions = [direction('', layer.weights.bias, layer.backwards)];
  if (bidirectional) directions.push(direction('backward ', bidirectional.backward.bias, !layer.backwards));
  const mask = (width: number, rate: number) =>
    learning ? maskInput(tape, masks, [directions.length, 'N', width], rate) : undefined;
  const dropped = {
    inputs: mask(x.shape[1], layer.dropout),
    state: mask(layer.units, layer.recurrentDropout),
  };
  const y = lstm(tape, x, directions, dropped, layer.returnSequences);
  if (!bidirectional) return onlyDirection(tape, y);
  return mergeDirections(
    tape,
    layer.returnSequences ? alignSecondDirection(tape, y) : y,
    bidirectional.merge,
  );
}

/**
 * x · W over the last axis.
 *
 * @param x [N, features] or [N, time, features]
 * @param weights [features, units]
 */
function project(tape: Tape, x: Value, weights: Value): Value {
  const { graph } = tape;
  const [features, units] = weights.shape as [number, number];
  const y = graph.op('MatMul', [x.ref, weights.ref]);
  const rows = (ref: Ref, width: number): Ref => graph.op('Reshape', [ref, graph.integers([-1, width])]);
  return tape.record(y, [...x.shape.slice(0, -1), units], [x, weights], (gradient) => {
    const d = plainGradient(graph, gradient);
    const transposed = graph.op('Transpose', [weights.ref], { perm: [1n, 0n] });
    const product = graph.op('Gemm', [rows(x.ref, features), rows(d, units)], { transA: 1n });
    return [
      x.learns ? { ref: graph.op('MatMul', [d, transposed]), shape: x.shape } : undefined,
      weights.learns ? { ref: product, shape: weights.shape } : undefined,
    ];
  });
}

/** x + b along the last axis. */
function addBias(tape: Tape, x: Value, bias: Value): Value {
  const { graph } = tape;
  return tape.record(graph.op('Add', [x.ref, bias.ref]), x.shape, [x, bias], (gradient) => [
    gradient,
    bias.learns
      ? { ref: sumOverRows(tape, x.shape, plainGradient(graph, gradient)), shape: bias.shape }
      : undefined,
  ]);
}
