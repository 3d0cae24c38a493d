import type { GraphBuilder, Ref } from '../graph';
import type { GateWeights } from './lstm-layout';

/** A step's values, as the step after it and the way back need them. All [directions, 1, units, N] but `seen`. */
export interface StepMemory {
  /** What it was given: [directions, 1, rows seen, N]. */
  seen: Ref;
  input: Ref;
  forget: Ref;
  /** What the cell may take in. */
  candidate: Ref;
  output: Ref;
  /** The cell before, absent in the first step, and after. */
  cBefore?: Ref;
  c: Ref;
  tanhC: Ref;
  h: Ref;
}

/** One step: c = f · c before + i · g, h = o · tanh(c), with the gates i, f, o and the candidate g from what is seen. */
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
 * The way back through one step: from the gradients by h and c to those by what entered the gates, one below the
 * other in Keras' order [directions, 1, 4 · units, N], and by the c before. With s′ = s (1 − s) for a sigmoid and
 * 1 − t² for a hyperbolic tangent every slope is a difference of products that are needed anyway.
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
