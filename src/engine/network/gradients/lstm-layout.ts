import type { GraphBuilder, Ref } from '../graph';
import { concat } from './concat';

/** Weights from what a step sees to what it does with it: each [directions, 1, units, rows seen]. */
export type GateWeights = Readonly<Record<'input' | 'forget' | 'candidate' | 'output', Ref>>;

/** Takes weights of all directions, [directions, rows seen, 4 · units] in Keras' columns, apart and turned around. */
export function gateWeights(graph: GraphBuilder, whole: Ref, units: number): GateWeights {
  const turned = graph.op('Transpose', [whole], { perm: [0n, 2n, 1n] });
  const sizes = graph.integers([units, units, units, units]);
  const [input, forget, candidate, output] = graph
    .ops('Split', [turned, sizes], 4, { axis: 1n })
    .map((ref) => graph.op('Unsqueeze', [ref, graph.integers([1])])) as [Ref, Ref, Ref, Ref];
  return { input, forget, candidate, output };
}

/** x [N, time, channels] as each direction reads it: [directions, time, channels, N]. */
export function inReadingOrder(graph: GraphBuilder, x: Ref, reversed: readonly boolean[], time: number): Ref {
  const byTime = graph.op('Unsqueeze', [
    graph.op('Transpose', [x], { perm: [1n, 2n, 0n] }),
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
  return graph.op('Transpose', [graph.op('Squeeze', [sum, graph.integers([0])])], { perm: [2n, 0n, 1n] });
}

/** Reverses axis 1, which is `time` long. */
function turnedAround(graph: GraphBuilder, ref: Ref, time: number): Ref {
  const order = Array.from({ length: time }, (_, i) => time - 1 - i);
  return graph.op('Gather', [ref, graph.integers(order)], { axis: 1n });
}
