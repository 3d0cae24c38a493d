import type { GraphBuilder, Ref } from '../graph';
import type { Tape } from './tape';

/**
 * The gradient of the loss with respect to a value, possibly with deferred work. Multiplying each channel by a factor,
 * or distributing a pooled gradient to every sample, costs a pass over the largest arrays of a training step; operators
 * that can fold it into weights or slopes do so; {@link plainGradient} does it for the others.
 */
export interface Gradient {
  /** [N, …shape]; if `shared`, [N, 1, …] for the first axis of the shape. */
  readonly ref: Ref;
  /** Shape of the value it belongs to, without the batch axis. */
  readonly shape: readonly number[];
  /** Deferred factor along the last axis: [channels]. */
  readonly channelFactor?: Ref;
  /** Deferred distribution: the first axis of the shape has one gradient, to be divided evenly among its rows. */
  readonly shared?: true;
}

/** The gradient as an array [N, …shape]. */
export function plainGradient(graph: GraphBuilder, gradient: Gradient): Ref {
  return scaledGradient(graph, writtenOut(graph, gradient));
}

/** The gradient with distribution done, but still with its channel factor. */
export function writtenOut(graph: GraphBuilder, gradient: Gradient): Gradient {
  if (!gradient.shared) return gradient;
  const { ref, shape, channelFactor } = gradient;
  const [rows, ...others] = shape as [number, ...number[]];
  const shares = new Float32Array(rows).fill(1 / rows);
  const share = graph.constant({ type: 'float32', shape: [rows, ...others.map(() => 1)], data: shares });
  return { ref: graph.op('Mul', [ref, share]), shape, channelFactor };
}

/** Reshapes to [N, …shape]. */
export function batched(graph: GraphBuilder, ref: Ref, shape: readonly number[]): Ref {
  return graph.declare(graph.op('Reshape', [ref, graph.integers([-1, ...shape])]), ['N', ...shape]);
}

function scaledGradient(graph: GraphBuilder, { ref, channelFactor }: Gradient): Ref {
  return channelFactor ? graph.op('Mul', [ref, channelFactor]) : ref;
}

/** Concatenates values along an axis; a single one is returned unchanged. */
export function concat(graph: GraphBuilder, refs: readonly Ref[], axis: number): Ref {
  return refs.length === 1 ? refs[0] : graph.op('Concat', refs, { axis: BigInt(axis) });
}

/** The sum of x [N, …shape] over everything but its last axis: [channels]. */
export function sumOverRows(tape: Tape, shape: readonly number[], x: Ref): Ref {
  return tape.graph.op('ReduceSum', [x, tape.graph.integers(shape.map((_, axis) => axis))], { keepdims: 0n });
}
