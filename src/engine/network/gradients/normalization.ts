import type { GraphBuilder, Ref } from '../graph';
import { type Gradient, plainGradient, sumOverRows } from './gradient';
import type { Tape, Value } from './tape';

/** ONNX data type of 32-bit floats, for `Cast`. */
const ONNX_FLOAT = 1;

/** Moments of a batch, for the moving averages. Each [channels]. */
export interface BatchMoments {
  mean: Ref;
  variance: Ref;
}

/**
 * Batch normalisation by the moments of the batch, over windows and time: y = γ (x − mean) / √(variance + ε) + β, with
 * the population variance, as in Keras. (Ioffe & Szegedy 2015, arXiv 1502.03167.)
 *
 * @param x [N, time, channels] or [N, channels]
 */
export function normalizeByBatch(
  tape: Tape,
  x: Value,
  gamma: Value | undefined,
  beta: Value | undefined,
  epsilon: number,
): { y: Value; moments: BatchMoments } {
  const { graph } = tape;
  const rows = x.shape.map((_, axis) => BigInt(axis));
  const overRows = (ref: Ref): Ref => graph.op('ReduceMean', [ref], { axes: rows, keepdims: 0n });
  const mean = overRows(x.ref);
  const centred = graph.op('Sub', [x.ref, mean]);
  const variance = overRows(graph.op('Mul', [centred, centred]));
  const inverse = inverseDeviation(graph, variance, epsilon);
  const factor = gamma ? graph.op('Mul', [gamma.ref, inverse]) : inverse;
  const scaled = graph.op('Mul', [centred, factor]);
  const y = beta ? graph.op('Add', [scaled, beta.ref]) : scaled;

  const inputs = [x, ...(gamma ? [gamma] : []), ...(beta ? [beta] : [])];
  const output = tape.record(y, x.shape, inputs, (gradient) => {
    const d = plainGradient(graph, gradient);
    const sum = sumOverRows(tape, gradient.shape, d);
    const sumByNormal = graph.op('Mul', [sumOverRows(tape, x.shape, graph.op('Mul', [d, centred])), inverse]);
    return [
      x.learns ? byInput(d, sum, sumByNormal) : undefined,
      ...(gamma ? [{ ref: sumByNormal, shape: gamma.shape }] : []),
      ...(beta ? [{ ref: sum, shape: beta.shape }] : []),
    ];
  });

  // Through mean and variance every sample affects all others: these contributions are subtracted.
  function byInput(d: Ref, sum: Ref, sumByNormal: Ref): Gradient {
    const count = batchCount(graph, x.ref, x.shape.at(-1)!);
    const slope = graph.op('Div', [graph.op('Mul', [sumByNormal, inverse]), count]);
    const shared = graph.op('Add', [graph.op('Mul', [centred, slope]), graph.op('Div', [sum, count])]);
    return { ref: graph.op('Sub', [d, shared]), shape: x.shape, channelFactor: factor };
  }

  return { y: output, moments: { mean, variance } };
}

/** Batch normalisation by known moments: y = x · factor + shift. For evaluation: it has no gradient. */
export function normalizeByMoments(
  tape: Tape,
  x: Value,
  gamma: Value | undefined,
  beta: Value | undefined,
  epsilon: number,
  { mean, variance }: BatchMoments,
): Value {
  const { graph } = tape;
  const inverse = inverseDeviation(graph, variance, epsilon);
  const factor = gamma ? graph.op('Mul', [gamma.ref, inverse]) : inverse;
  const shift = graph.op('Neg', [graph.op('Mul', [mean, factor])]);
  const offset = beta ? graph.op('Add', [shift, beta.ref]) : shift;
  const y = graph.op('Add', [graph.op('Mul', [x.ref, factor]), offset]);
  return tape.leaf(y, x.shape, false);
}

/** 1 / √(variance + ε). */
export function inverseDeviation(graph: GraphBuilder, variance: Ref, epsilon: number): Ref {
  return graph.op('Reciprocal', [graph.op('Sqrt', [graph.op('Add', [variance, graph.scalar(epsilon)])])]);
}

/** Number of elements of x per channel: windows × samples in time, a float32 scalar. */
export function batchCount(graph: GraphBuilder, x: Ref, channels: number): Ref {
  const size = graph.op('Cast', [graph.op('Size', [x])], { to: BigInt(ONNX_FLOAT) });
  return graph.op('Div', [size, graph.scalar(channels)]);
}
