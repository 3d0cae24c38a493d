import type { GraphBuilder, Ref } from '../graph';

/** Values one behind the other along an axis; a single one as it is. */
export function concat(graph: GraphBuilder, refs: readonly Ref[], axis: number): Ref {
  return refs.length === 1 ? refs[0] : graph.op('Concat', refs, { axis: BigInt(axis) });
}
