import type { GraphBuilder, Ref } from '../graph';

/**
 * The gradient of the loss by a value, possibly with work put off. Multiplying each channel by a factor, or
 * writing a pooled gradient out to every sample, costs a pass over the largest arrays of a training step; an
 * operator that can do it on the way, folded into weights or slopes, does; {@link plainGradient} does it for
 * the others.
 */
export interface Gradient {
  /** [N, …shape], but [N, time / times, channels] where `repeated`. */
  readonly ref: Ref;
  /** Shape of the value it belongs to, without the batch axis. */
  readonly shape: readonly number[];
  /** Still to be multiplied along the last axis: [channels]. */
  readonly channelFactor?: Ref;
  /** Each row in time stands for `times` rows, each of them divided by `times`. */
  readonly repeated?: { readonly times: number };
}

/** The gradient as an array [N, …shape]. */
export function plainGradient(graph: GraphBuilder, gradient: Gradient): Ref {
  return scaledGradient(graph, writtenOut(graph, gradient));
}

/** The gradient with repeated rows written out, but still with its channel factor. */
export function writtenOut(graph: GraphBuilder, gradient: Gradient): Gradient {
  if (!gradient.repeated) return gradient;
  const { ref, shape, channelFactor, repeated } = gradient;
  const shares = new Float32Array(repeated.times).fill(1 / repeated.times);
  const share = graph.constant({ type: 'float32', shape: [repeated.times, 1], data: shares });
  const rows = graph.op('Mul', [batched(graph, ref, pooledShape(gradient, 1)), share]);
  return { ref: batched(graph, rows, shape), shape, channelFactor };
}

/** Shape of a repeated gradient's value with the pooled rows apart: [time / times, rows, channels]. */
export function pooledShape({ shape, repeated }: Gradient, rows: number): number[] {
  return [shape[0]! / repeated!.times, rows, shape[1]!];
}

/** Reshapes to [N, …shape]. */
export function batched(graph: GraphBuilder, ref: Ref, shape: readonly number[]): Ref {
  return graph.declare(graph.op('Reshape', [ref, graph.integers([-1, ...shape])]), ['N', ...shape]);
}

function scaledGradient(graph: GraphBuilder, { ref, channelFactor }: Gradient): Ref {
  return channelFactor ? graph.op('Mul', [ref, channelFactor]) : ref;
}
