import type { GraphBuilder, Ref } from '../graph';

/** What belongs to the gates i, f, o (3 · units wide) and to the cell (units wide), for all directions at once. */
export interface StackedWeights {
  gates: Ref;
  cell: Ref;
}

/**
 * Weights of each direction in Keras' columns i, f, c, o as [directions, rows, …], regrouped so that one sigmoid
 * serves the three gates.
 */
export function stackWeights(
  graph: GraphBuilder,
  weights: readonly Ref[],
  rows: number,
  units: number,
): StackedWeights {
  const parts = weights.map((ref) =>
    quarters(graph, graph.op('Reshape', [ref, graph.integers([1, rows, 4 * units])]), units),
  );
  return {
    gates: concat(
      graph,
      parts.map(([i, f, , o]) => concat(graph, [i, f, o], 2)),
      0,
    ),
    cell: concat(
      graph,
      parts.map(([, , c]) => c),
      0,
    ),
  };
}

/** Gradients [directions, rows, i f o c] as one for each direction, [rows, 4 · units] in Keras' columns. */
export function unstackWeights(graph: GraphBuilder, stacked: Ref, count: number, units: number): Ref[] {
  const [i, f, o, c] = quarters(graph, stacked, units);
  const keras = concat(graph, [i, f, c, o], 2);
  const single = count === 1 ? [keras] : graph.ops('Split', [keras], count, { axis: 0n });
  return single.map((ref) => graph.op('Squeeze', [ref, graph.integers([0])]));
}

/** x [N, time, channels] as each direction reads it: [directions, time, N, channels]. */
export function inReadingOrder(graph: GraphBuilder, x: Ref, reversed: readonly boolean[], time: number): Ref {
  const byTime = graph.op('Unsqueeze', [
    graph.op('Transpose', [x], { perm: [1n, 0n, 2n] }),
    graph.integers([0]),
  ]);
  return concat(
    graph,
    reversed.map((r) => (r ? turnedAround(graph, byTime, time) : byTime)),
    0,
  );
}

/** The reverse of {@link inReadingOrder} for gradients: the directions' shares summed, [N, time, channels]. */
export function outOfReadingOrder(
  graph: GraphBuilder,
  d: Ref,
  reversed: readonly boolean[],
  time: number,
): Ref {
  const single = reversed.length === 1 ? [d] : graph.ops('Split', [d], reversed.length, { axis: 0n });
  const forward = single.map((ref, i) => (reversed[i] ? turnedAround(graph, ref, time) : ref));
  const sum = forward.reduce((a, b) => graph.op('Add', [a, b]));
  return graph.op('Transpose', [graph.op('Squeeze', [sum, graph.integers([0])])], { perm: [1n, 0n, 2n] });
}

export function concat(graph: GraphBuilder, refs: readonly Ref[], axis: number): Ref {
  return refs.length === 1 ? refs[0]! : graph.op('Concat', refs, { axis: BigInt(axis) });
}

function quarters(graph: GraphBuilder, ref: Ref, units: number): [Ref, Ref, Ref, Ref] {
  const sizes = graph.integers([units, units, units, units]);
  return graph.ops('Split', [ref, sizes], 4, { axis: 2n }) as [Ref, Ref, Ref, Ref];
}

/** Reverses axis 1, which is `time` long. */
function turnedAround(graph: GraphBuilder, ref: Ref, time: number): Ref {
  const order = Array.from({ length: time }, (_, i) => time - 1 - i);
  return graph.op('Gather', [ref, graph.integers(order)], { axis: 1n });
}
