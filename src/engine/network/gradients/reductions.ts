import type { Ref } from '../graph';
import type { Tape } from './tape';

/** The sum of x [N, …shape] over everything but its last axis: [channels]. */
export function sumOverRows(tape: Tape, shape: readonly number[], x: Ref): Ref {
  return tape.graph.op('ReduceSum', [x, tape.graph.integers(shape.map((_, axis) => axis))], { keepdims: 0n });
}
