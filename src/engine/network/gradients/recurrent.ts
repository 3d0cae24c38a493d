import type { Ref } from '../graph';
import { batched, type Gradient, plainGradient } from './gradient';
import {
  concat,
  inReadingOrder,
  outOfReadingOrder,
  type StackedWeights,
  stackWeights,
  unstackWeights,
} from './lstm-layout';
import { lstmStep, lstmStepBack, type StepMemory } from './lstm-step';
import type { Tape, Value } from './tape';

/** One direction of an LSTM layer, in Keras' layout: gates i, f, c, o side by side. */
export interface Direction {
  /** [channels, 4 × units] */
  kernel: Value;
  /** [units, 4 × units] */
  recurrentKernel: Value;
  /** [4 × units]; both directions have one or none has. */
  bias?: Value;
  /** Runs from the last step to the first. */
  reversed: boolean;
}

/** Factors that drop a share of the inputs [directions, N, channels], or of the state [directions, N, units]. */
export interface LstmMasks {
  inputs?: Ref;
  state?: Ref;
}

/**
 * A long short-term memory over x [N, time, channels], unrolled; directions run side by side in one batched
 * product a step. The input's share of all gates is one product before the first step, and the gradients by
 * kernels and input are products after the last: only the recurrence itself is done in steps.
 * (Hochreiter & Schmidhuber 1997, with forget gates; Graves & Schmidhuber 2005 for the two directions.)
 *
 * @returns the last state [N, directions, units], or with `sequences` every state in the order of the steps
 *   that each direction took, [N, time, directions, units]
 */
export function lstm(
  tape: Tape,
  x: Value,
  directions: readonly Direction[],
  masks: LstmMasks,
  sequences: boolean,
): Value {
  const { graph } = tape;
  const [time, channels] = x.shape as [number, number];
  const count = directions.length;
  const units = directions[0]!.recurrentKernel.shape[0]!;
  const reversed = directions.map((d) => d.reversed);
  const reshape = (ref: Ref, shape: readonly number[]): Ref =>
    graph.op('Reshape', [ref, graph.integers(shape)]);
  const swapped = (ref: Ref): Ref => graph.op('Transpose', [ref], { perm: [0n, 2n, 1n] });
  const oneEach = graph.integers(new Array<number>(time).fill(1));
  const perStep = (ref: Ref): Ref[] => graph.ops('Split', [ref, oneEach], time, { axis: 1n });
  const alongSteps = (ref: Ref): Ref => graph.op('Unsqueeze', [ref, graph.integers([1])]);
  const masked = (ref: Ref): Ref => (masks.inputs ? graph.op('Mul', [ref, alongSteps(masks.inputs)]) : ref);

  // The bias is one more row of the kernel, which sees a column of ones: no pass of its own, forth or back.
  const biased = directions[0]!.bias !== undefined;
  const rowsSeen = channels + (biased ? 1 : 0);
  const kernels = stackWeights(graph, directions.map(kernelWithBias), rowsSeen, units);
  const recurrent = stackWeights(
    graph,
    directions.map((d) => d.recurrentKernel.ref),
    units,
    units,
  );

  const ordered = masked(inReadingOrder(graph, x.ref, reversed, time));
  const seen = biased
    ? graph.op('Pad', [ordered, graph.integers([0, 0, 0, 0, 0, 0, 0, 1]), graph.scalar(1)])
    : ordered;
  const inputs = reshape(seen, [count, -1, rowsSeen]);
  const entering = { gates: perStep(inputShare('gates', 3)), cell: perStep(inputShare('cell', 1)) };
  const weights = { gates: alongSteps(recurrent.gates), cell: alongSteps(recurrent.cell) };
  const stateMask = masks.state && alongSteps(masks.state);
  const steps: StepMemory[] = [];
  for (let t = 0; t < time; t++) {
    const own = { gates: entering.gates[t]!, cell: entering.cell[t]! };
    steps.push(lstmStep(graph, own, weights, units, stateMask, steps.at(-1)));
  }

  const kept = sequences ? steps : steps.slice(-1);
  const shape = [...(sequences ? [time] : []), count, units];
  const turned = graph.op(
    'Transpose',
    [
      concat(
        graph,
        kept.map((s) => s.h),
        1,
      ),
    ],
    { perm: [2n, 1n, 0n, 3n] },
  );
  const parameters = directions.flatMap((d) => [d.kernel, d.recurrentKernel, ...(d.bias ? [d.bias] : [])]);
  return tape.record(batched(graph, turned, shape), shape, [x, ...parameters], (gradient) => {
    const byOutput = batched(graph, plainGradient(graph, gradient), [kept.length, count, units]);
    const byStates = graph.op('Transpose', [byOutput], { perm: [2n, 1n, 0n, 3n] });
    const slopes = backThroughTime(sequences ? perStep(byStates) : [byStates]);
    const rows = reshape(slopes, [count, -1, 4 * units]);
    return [x.learns ? { ref: byInput(rows), shape: x.shape } : undefined, ...byParameters(rows)];
  });

  function kernelWithBias({ kernel, bias }: Direction): Ref {
    return bias ? concat(graph, [kernel.ref, reshape(bias.ref, [1, 4 * units])], 0) : kernel.ref;
  }

  /** What the input adds to the gates or the cell, for all steps at once: [directions, time, N, width · units]. */
  function inputShare(part: keyof StackedWeights, width: number): Ref {
    return stepByStep(graph.op('MatMul', [inputs, kernels[part]]), width * units);
  }

  /** Gradients by what enters the gates and the cell, i f o c side by side: [directions, time, N, 4 · units]. */
  function backThroughTime(byStates: readonly Ref[]): Ref {
    const whole = concat(graph, [weights.gates, weights.cell], 3);
    const transposed = graph.op('Transpose', [whole], { perm: [0n, 1n, 3n, 2n] });
    const slopes: Ref[] = [];
    let byC: Ref | undefined;
    let byH = byStates.at(-1)!;
    for (let t = time - 1; ; t--) {
      const back = lstmStepBack(graph, steps[t]!, byH, byC);
      slopes.unshift(back.slopes);
      if (t === 0) return concat(graph, slopes, 1);
      const product = graph.op('MatMul', [back.slopes, transposed]);
      const recurred = stateMask ? graph.op('Mul', [product, stateMask]) : product;
      byH = sequences ? graph.op('Add', [recurred, byStates[t - 1]!]) : recurred;
      byC = back.byPreviousC;
    }
  }

  function byParameters(rows: Ref): Gradient[] {
    const byKernels = unstackWeights(graph, graph.op('MatMul', [swapped(inputs), rows]), count, units);
    const byRecurrent = unstackWeights(
      graph,
      graph.op('MatMul', [swapped(statesBefore()), rows]),
      count,
      units,
    );
    return directions.flatMap(({ kernel, recurrentKernel, bias }, i) => {
      const [byKernel, byBias] = biased
        ? graph.ops('Split', [byKernels[i]!, graph.integers([channels, 1])], 2, { axis: 0n })
        : [byKernels[i]!];
      return [
        { ref: byKernel!, shape: kernel.shape },
        { ref: byRecurrent[i]!, shape: recurrentKernel.shape },
        ...(bias ? [{ ref: reshape(byBias!, bias.shape), shape: bias.shape }] : []),
      ];
    });
  }

  /** The state that each step sees, zero in the first: [directions, time · N, units]. */
  function statesBefore(): Ref {
    const zero = graph.op('Mul', [steps[0]!.h, graph.scalar(0)]);
    const states = [zero, ...steps.slice(0, -1).map((step) => step.maskedH)];
    return reshape(concat(graph, states, 1), [count, -1, units]);
  }

  function byInput(rows: Ref): Ref {
    const whole = firstRows(concat(graph, [kernels.gates, kernels.cell], 2));
    const d = stepByStep(graph.op('MatMul', [rows, swapped(whole)]), channels);
    return outOfReadingOrder(graph, masked(d), reversed, time);
  }

  /** Rows of all steps, [directions, time · N, width], as [directions, time, N, width]. */
  function stepByStep(rows: Ref, width: number): Ref {
    return graph.declare(reshape(rows, [count, time, -1, width]), [count, time, 'N', width]);
  }

  /** The kernels without the row of the bias. */
  function firstRows(ref: Ref): Ref {
    if (!biased) return ref;
    return graph.op('Slice', [ref, graph.integers([0]), graph.integers([channels]), graph.integers([1])]);
  }
}
