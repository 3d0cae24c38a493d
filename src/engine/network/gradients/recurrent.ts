import type { Ref } from '../graph';
import { batched, concat, type Gradient, plainGradient } from './gradient';
import {
  gateWeights,
  inReadingOrder,
  lstmStep,
  lstmStepBack,
  outOfReadingOrder,
  type StepMemory,
} from './lstm-step';
import type { Tape, Value } from './tape';

/** One direction of an LSTM layer, in Keras' layout: gates i, f, c, o side by side. */
export interface Direction {
  /** [channels, 4 × units] */
  kernel: Value;
  /** [units, 4 × units] */
  recurrentKernel: Value;
  /** [4 × units]; both directions have one or neither. */
  bias?: Value;
  /** Processes steps from the last to the first. */
  reversed: boolean;
}

/** Dropout factors of the inputs [directions, N, channels], or of the state [directions, N, units]. */
export interface LstmMasks {
  inputs?: Ref;
  state?: Ref;
}

/** A layer that is being built: its sizes, and what all its steps share. */
interface Layer {
  graph: Tape['graph'];
  x: Value;
  directions: readonly Direction[];
  reversed: readonly boolean[];
  time: number;
  channels: number;
  units: number;
  biased: boolean;
  inputMask: Ref | undefined;
  stateMask: Ref | undefined;
  /** Ones, one per step: how a tensor is split into steps. */
  oneEach: Ref;
  /** Number of input rows of a step: the input, ones for the bias, the previous state. */
  rowsSeen: Ref;
  /** The weights of all directions, [directions, rows seen, 4 · units]. */
  weights: Ref;
}

/**
 * A long short-term memory over x [N, time, channels], unrolled; both directions run in one batched product per step.
 * Inside, windows are the last axis: the weights are then the left operand of each step's product, which is read in
 * place, while a right operand would be copied to another order each time. (Hochreiter & Schmidhuber 1997, with forget
 * gates; Graves & Schmidhuber 2005 for the two directions.)
 *
 * @returns the last state [N, directions, units], or with `sequences` all states in the order in which each direction
 * computed them, [N, time, directions, units]
 */
export function lstm(
  tape: Tape,
  x: Value,
  directions: readonly Direction[],
  masks: LstmMasks,
  sequences: boolean,
): Value {
  const { graph } = tape;
  const layer = layerOf(tape, x, directions, masks);
  const { time, units } = layer;
  const count = directions.length;
  const steps = runSteps(layer);

  const kept = sequences ? steps : steps.slice(-1);
  const shape = [...(sequences ? [time] : []), count, units];
  const states = concat(
    graph,
    kept.map((s) => s.h),
    1,
  );
  const turned = graph.op('Transpose', [states], { perm: [3n, 1n, 0n, 2n] });
  const parameters = directions.flatMap((d) => [d.kernel, d.recurrentKernel, ...(d.bias ? [d.bias] : [])]);
  return tape.record(batched(graph, turned, shape), shape, [x, ...parameters], (gradient) => {
    const byOutput = batched(graph, plainGradient(graph, gradient), [kept.length, count, units]);
    const byStates = graph.op('Transpose', [byOutput], { perm: [2n, 1n, 3n, 0n] });
    const { slopes, byInputs } = backThroughTime(
      layer,
      steps,
      sequences ? splitIntoSteps(layer, byStates) : [byStates],
    );
    return [
      x.learns ? { ref: byInput(layer, byInputs), shape: x.shape } : undefined,
      ...byParameters(layer, steps, slopes),
    ];
  });
}

function layerOf(tape: Tape, x: Value, directions: readonly Direction[], masks: LstmMasks): Layer {
  const { graph } = tape;
  const [time, channels] = x.shape as [number, number];
  const units = directions[0].recurrentKernel.shape[0];
  const oneEach = graph.integers(new Array<number>(time).fill(1));
  const [inputMask, stateMask] = [masks.inputs, masks.state].map(
    (mask) => mask && alongSteps(graph, graph.op('Transpose', [mask], { perm: [0n, 2n, 1n] })),
  );
  const biased = directions[0].bias !== undefined;
  return {
    graph,
    x,
    directions,
    reversed: directions.map((d) => d.reversed),
    time,
    channels,
    units,
    biased,
    inputMask,
    stateMask,
    oneEach,
    rowsSeen: graph.integers(biased ? [channels, 1, units] : [channels, units]),
    weights: concat(
      graph,
      directions.map((direction) => rowsOf(graph, direction, units)),
      0,
    ),
  };
}

/** Stacked weights of one direction: [1, rows seen, 4 · units]. */
function rowsOf(graph: Tape['graph'], { kernel, bias, recurrentKernel }: Direction, units: number): Ref {
  const parts = [kernel, ...(bias ? [bias] : []), recurrentKernel];
  return concat(
    graph,
    parts.map(({ ref }) => graph.op('Reshape', [ref, graph.integers([1, -1, 4 * units])])),
    1,
  );
}

/**
 * The steps of all directions. Input rows of a step, stacked: the input, a row of ones for the bias, the previous
 * state.
 */
function runSteps(layer: Layer): StepMemory[] {
  const { graph, x, reversed, time, units, biased, inputMask, stateMask } = layer;
  const weights = gateWeights(graph, layer.weights, units);
  const ordered = masked(graph, inReadingOrder(graph, x.ref, reversed, time), inputMask);
  const padded = (ref: Ref, rows: number, value: number): Ref =>
    graph.op('Pad', [ref, graph.integers([0, 0, 0, 0, 0, 0, rows, 0]), graph.scalar(value)]);
  const steps: StepMemory[] = [];
  for (const input of splitIntoSteps(layer, biased ? padded(ordered, 1, 1) : ordered)) {
    const before = steps.at(-1);
    const seen = before
      ? concat(graph, [input, masked(graph, before.h, stateMask)], 2)
      : padded(input, units, 0);
    steps.push(lstmStep(graph, weights, seen, before?.c));
  }
  return steps;
}

/**
 * Gradients of the gates' inputs and of the layer's inputs, step by step.
 *
 * @param byStates gradients by the states that the layer gave out: of every step, or of the last one alone
 */
function backThroughTime(
  { graph, x, time, channels, units, biased, stateMask, rowsSeen, weights }: Layer,
  steps: readonly StepMemory[],
  byStates: readonly Ref[],
): { slopes: Ref[]; byInputs: Ref[] } {
  const parts = graph.ops('Split', [weights, rowsSeen], biased ? 3 : 2, { axis: 1n });
  const back = alongSteps(graph, x.learns ? concat(graph, [parts[0], parts.at(-1)!], 1) : parts.at(-1)!);
  const sequences = byStates.length === time;
  const slopes: Ref[] = [];
  const byInputs: Ref[] = [];
  let byH = byStates.at(-1)!;
  let byC: Ref | undefined;
  for (let t = time - 1; t >= 0; t--) {
    const step = lstmStepBack(graph, steps[t], byH, byC);
    slopes.unshift(step.slopes);
    if (t === 0 && !x.learns) break;
    const bySeen = graph.op('MatMul', [back, step.slopes]);
    const [byX, byState] = x.learns
      ? graph.ops('Split', [bySeen, graph.integers([channels, units])], 2, { axis: 2n })
      : [undefined, bySeen];
    if (byX) byInputs.unshift(byX);
    if (t === 0) break;
    const recurred = masked(graph, byState!, stateMask);
    byH = sequences ? graph.op('Add', [recurred, byStates[t - 1]]) : recurred;
    byC = step.byCBefore;
  }
  return { slopes, byInputs };
}

function byParameters(
  { graph, directions, channels, units, biased, rowsSeen }: Layer,
  steps: readonly StepMemory[],
  slopes: readonly Ref[],
): Gradient[] {
  const count = directions.length;
  const allSteps = (refs: readonly Ref[], rows: number): Ref =>
    graph.op('Reshape', [concat(graph, refs, 3), graph.integers([count, rows, -1])]);
  const seen = allSteps(
    steps.map((step) => step.seen),
    channels + (biased ? 1 : 0) + units,
  );
  const turned = graph.op('Transpose', [allSteps(slopes, 4 * units)], { perm: [0n, 2n, 1n] });
  const product = graph.op('MatMul', [seen, turned]);
  const single = count === 1 ? [product] : graph.ops('Split', [product], count, { axis: 0n });
  return directions.flatMap(({ kernel, bias, recurrentKernel }, i) => {
    const parts = graph.ops('Split', [single[i], rowsSeen], biased ? 3 : 2, { axis: 1n });
    const gradient = (ref: Ref, { shape }: Value): Gradient => ({
      ref: graph.op('Reshape', [ref, graph.integers(shape)]),
      shape,
    });
    return [
      gradient(parts[0], kernel),
      gradient(parts.at(-1)!, recurrentKernel),
      ...(bias ? [gradient(parts[1], bias)] : []),
    ];
  });
}

function byInput(
  { graph, directions, time, channels, reversed, inputMask }: Layer,
  byInputs: readonly Ref[],
): Ref {
  const d = graph.declare(concat(graph, byInputs, 1), [directions.length, time, channels, 'N']);
  return outOfReadingOrder(graph, masked(graph, d, inputMask), reversed, time);
}

function splitIntoSteps({ graph, oneEach, time }: Layer, ref: Ref): Ref[] {
  return graph.ops('Split', [ref, oneEach], time, { axis: 1n });
}

function alongSteps(graph: Tape['graph'], ref: Ref): Ref {
  return graph.op('Unsqueeze', [ref, graph.integers([1])]);
}

function masked(graph: Tape['graph'], ref: Ref, mask: Ref | undefined): Ref {
  return mask ? graph.op('Mul', [ref, mask]) : ref;
}
