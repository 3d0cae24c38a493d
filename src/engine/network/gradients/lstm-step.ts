import type { GraphBuilder, Ref } from '../graph';
import { concat } from './gradient';

/** Values of one step that the next step and the backward pass need. All [directions, 1, units, N] except `seen`. */
export interface StepMemory {
  /** Input rows of the step: [directions, 1, rows seen, N]. */
  seen: Ref;
  input: Ref;
  forget: Ref;
  /** Candidate for the cell state. */
  candidate: Ref;
  output: Ref;
  /** Cell state before (absent in the first step) and after. */
  cBefore?: Ref;
  c: Ref;
  tanhC: Ref;
  h: Ref;
}

/**
 * One step: c = f · c before + i · g, h = o · tanh(c), with the gates i, f, o and the candidate g computed from the
 * input rows.
 */
export function lstmStep(
  graph: GraphBuilder,
  weights: GateWeights,
  seen: Ref,
  cBefore: Ref | undefined,
): StepMemory {
  const mul = (a: Ref, b: Ref): Ref => graph.op('Mul', [a, b]);
  const entering = (gate: keyof GateWeights): Ref => graph.op('MatMul', [weights[gate], seen]);
  const input = graph.op('Sigmoid', [entering('input')]);
  const forget = graph.op('Sigmoid', [entering('forget')]);
  const candidate = graph.op('Tanh', [entering('candidate')]);
  const output = graph.op('Sigmoid', [entering('output')]);
  const taken = mul(input, candidate);
  const c = cBefore ? graph.op('Add', [mul(forget, cBefore), taken]) : taken;
  const tanhC = graph.op('Tanh', [c]);
  return { seen, input, forget, candidate, output, cBefore, c, tanhC, h: mul(output, tanhC) };
}

/**
 * Backward pass of one step: from the gradients of h and c to those of the gates' inputs, stacked in Keras' order
 * [directions, 1, 4 · units, N], and of the previous c. With s′ = s (1 − s) for a sigmoid and 1 − t² for a hyperbolic
 * tangent each derivative is a difference of products that are needed anyway.
 */
export function lstmStepBack(
  graph: GraphBuilder,
  { input, forget, candidate, output, cBefore, tanhC }: StepMemory,
  byH: Ref,
  byLaterC: Ref | undefined,
): { slopes: Ref; byCBefore: Ref } {
  const mul = (a: Ref, b: Ref): Ref => graph.op('Mul', [a, b]);
  const less = (a: Ref, share: Ref): Ref => graph.op('Sub', [a, mul(a, share)]);
  const byTanhC = mul(byH, output);
  const byOutput = mul(byTanhC, tanhC);
  const throughH = graph.op('Sub', [byTanhC, mul(byOutput, tanhC)]);
  const byC = byLaterC ? graph.op('Add', [byLaterC, throughH]) : throughH;
  const byCandidate = mul(byC, input);
  const byInput = mul(byCandidate, candidate);
  const byCBefore = mul(byC, forget);
  const byForget = mul(byCBefore, cBefore ?? graph.scalar(0));
  const slopes = graph.op(
    'Concat',
    [
      less(byInput, input),
      less(byForget, forget),
      graph.op('Sub', [byCandidate, mul(byInput, candidate)]),
      less(byOutput, output),
    ],
    { axis: 2n },
  );
  return { slopes, byCBefore };
}

/** Weights from a step's input rows to each gate: [directions, 1, units, rows seen]. */
export type GateWeights = Readonly<Record<'input' | 'forget' | 'candidate' | 'output', Ref>>;

/** Splits and transposes the weights of all directions, [directions, rows seen, 4 · units] in Keras' columns. */
export function gateWeights(graph: GraphBuilder, whole: Ref, units: number): GateWeights {
  const turned = graph.op('Transpose', [whole], { perm: [0n, 2n, 1n] });
  const sizes = graph.integers([units, units, units, units]);
  const [input, forget, candidate, output] = graph
    .ops('Split', [turned, sizes], 4, { axis: 1n })
    .map((ref) => graph.op('Unsqueeze', [ref, graph.integers([1])])) as [Ref, Ref, Ref, Ref];
  return { input, forget, candidate, output };
}

/** x [N, time, channels] in the reading order of each direction: [directions, time, channels, N]. */
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

/** Inverse of {@link inReadingOrder} for gradients: the sum over directions, [N, time, channels]. */
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

/** Reverses axis 1 of length `time`. */
function turnedAround(graph: GraphBuilder, ref: Ref, time: number): Ref {
  const order = Array.from({ length: time }, (_, i) => time - 1 - i);
  return graph.op('Gather', [ref, graph.integers(order)], { axis: 1n });
}
