import type { GraphBuilder, Ref } from '../graph';
import type { Tape } from './tape';

/** Concatenates values along an axis; a single one is returned unchanged. */
export function concat(graph: GraphBuilder, refs: readonly Ref[], axis: number): Ref {
  return refs.length === 1 ? refs[0] : graph.op('Concat', refs, { axis: BigInt(axis) });
}

/** The sum of x [N, …shape] over everything but its last axis: [channels]. */
export function sumOverRows(tape: Tape, shape: readonly number[], x: Ref): Ref {
  return tape.graph.op('ReduceSum', [x, tape.graph.integers(shape.map((_, axis) => axis))], { keepdims: 0n });
}
