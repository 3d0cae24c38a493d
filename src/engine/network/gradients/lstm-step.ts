import type { GraphBuilder, Ref } from '../graph';
import type { StackedWeights } from './lstm-layout';

/** A step's values, as the step after it and the way back need them. All [directions, 1, N, units or more]. */
export interface StepMemory {
  h: Ref;
  /** h as it enters the next step: without the share that recurrent dropout leaves out. */
  maskedH: Ref;
  c: Ref;
  /** The three gates side by side, i, f, o, and each alone. */
  gates: Ref;
  input: Ref;
  forget: Ref;
  output: Ref;
  /** What the cell may take in, and what it takes in: tanh(c̃) and i · tanh(c̃). */
  candidate: Ref;
  taken: Ref;
  /** What it keeps, f · c before; absent in the first step. */
  kept?: Ref;
  tanhC: Ref;
}

/**
 * One step: c = f · c before + i · tanh(…), h = o · tanh(c). `own` is what the input adds to what enters the
 * gates and the cell.
 */
export function lstmStep(
  graph: GraphBuilder,
  own: StackedWeights,
  weights: StackedWeights,
  units: number,
  stateMask: Ref | undefined,
  before: StepMemory | undefined,
): StepMemory {
  const mul = (a: Ref, b: Ref): Ref => graph.op('Mul', [a, b]);
  const entering = (part: keyof StackedWeights): Ref =>
    before ? graph.op('Add', [own[part], graph.op('MatMul', [before.maskedH, weights[part]])]) : own[part];
  const opened = graph.op('Sigmoid', [entering('gates')]);
  const candidate = graph.op('Tanh', [entering('cell')]);
  const sizes = graph.integers([units, units, units]);
  const [input, forget, output] = graph.ops('Split', [opened, sizes], 3, { axis: 3n }) as [Ref, Ref, Ref];
  const taken = mul(input, candidate);
  const kept = before && mul(forget, before.c);
  const c = kept ? graph.op('Add', [kept, taken]) : taken;
  const tanhC = graph.op('Tanh', [c]);
  const h = mul(output, tanhC);
  const maskedH = stateMask ? mul(h, stateMask) : h;
  return { h, maskedH, c, gates: opened, input, forget, output, candidate, taken, kept, tanhC };
}

/**
 * The way back through one step: from the gradients by h and c to those by what entered the gates and the cell
 * (i, f, o, c side by side) and by the c before. With s the sigmoid, s′ = s (1 − s), so that i′ · tanh(c̃) is
 * taken − taken · i, and so on for each gate: one product and one difference serve the three.
 */
export function lstmStepBack(
  graph: GraphBuilder,
  step: StepMemory,
  byH: Ref,
  byLaterC: Ref | undefined,
): { slopes: Ref; byPreviousC: Ref } {
  const mul = (a: Ref, b: Ref): Ref => graph.op('Mul', [a, b]);
  const sub = (a: Ref, b: Ref): Ref => graph.op('Sub', [a, b]);
  const side = (...refs: Ref[]): Ref => graph.op('Concat', refs, { axis: 3n });
  // o · (1 − tanh²(c)) = o − h · tanh(c)
  const throughH = mul(byH, sub(step.output, mul(step.h, step.tanhC)));
  const byC = byLaterC ? graph.op('Add', [byLaterC, throughH]) : throughH;
  const kept = step.kept ?? mul(step.forget, graph.scalar(0));
  const products = side(step.taken, kept, step.h);
  const inner = side(
    sub(products, mul(products, step.gates)),
    sub(step.input, mul(step.taken, step.candidate)),
  );
  return {
    slopes: mul(side(byC, byC, byH, byC), inner),
    byPreviousC: mul(byC, step.forget),
  };
}
