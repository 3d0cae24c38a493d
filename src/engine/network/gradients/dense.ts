import type { Ref } from '../graph';
import { plainGradient } from './gradient';
import { sumOverRows } from './operators';
import type { Tape, Value } from './tape';

/**
 * x · W over the last axis.
 *
 * @param x [N, features] or [N, time, features]
 * @param weights [features, units]
 */
export function project(tape: Tape, x: Value, weights: Value): Value {
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
export function addBias(tape: Tape, x: Value, bias: Value): Value {
  const { graph } = tape;
  return tape.record(graph.op('Add', [x.ref, bias.ref]), x.shape, [x, bias], (gradient) => [
    gradient,
    bias.learns
      ? { ref: sumOverRows(tape, x.shape, plainGradient(graph, gradient)), shape: bias.shape }
      : undefined,
  ]);
}
