import type { Ref } from '../graph';
import type { Lstm } from '../layers';
import { batched, plainGradient } from './gradient';
import type { Tape, Value } from './tape';

type Merge = NonNullable<Lstm['bidirectional']>['merge'];

/** One direction's output of x [N, …, directions, units] alone: [N, …, units]. */
export function onlyDirection(tape: Tape, x: Value): Value {
  const shape = [...x.shape.slice(0, -2), x.shape.at(-1)!];
  return reshaped(tape, x, shape);
}

/** Reshapes x, keeping the number of elements. */
export function reshaped(tape: Tape, x: Value, shape: readonly number[]): Value {
  const { graph } = tape;
  return tape.record(batched(graph, x.ref, shape), shape, [x], (gradient) => [
    { ref: batched(graph, plainGradient(graph, gradient), x.shape), shape: x.shape },
  ]);
}

/** Merges the two directions of x [N, …, 2, units] as Keras' Bidirectional does. */
export function mergeDirections(tape: Tape, x: Value, merge: Merge): Value {
  const units = x.shape.at(-1)!;
  const outer = x.shape.slice(0, -2);
  if (merge === 'concat') return reshaped(tape, x, [...outer, 2 * units]);
  return merge === 'mul' ? product(tape, x) : mean(tape, x, merge === 'ave' ? 0.5 : 1);
}

/** The sum over directions times `factor`. */
function mean(tape: Tape, x: Value, factor: number): Value {
  const { graph } = tape;
  const axis = x.shape.length - 1;
  const sum = graph.op('ReduceSum', [x.ref, graph.integers([axis])], { keepdims: 0n });
  const weigh = (ref: Ref): Ref => (factor === 1 ? ref : graph.op('Mul', [ref, graph.scalar(factor)]));
  return tape.record(weigh(sum), withoutDirections(x), [x], (gradient) => {
    const single = graph.op('Unsqueeze', [weigh(plainGradient(graph, gradient)), graph.integers([axis])]);
    return [{ ref: graph.op('Concat', [single, single], { axis: BigInt(axis) }), shape: x.shape }];
  });
}

function product(tape: Tape, x: Value): Value {
  const { graph } = tape;
  const axis = x.shape.length - 1;
  const along = { axis: BigInt(axis) };
  const [first, second] = graph.ops('Split', [x.ref], 2, along) as [Ref, Ref];
  const y = graph.op('Squeeze', [graph.op('Mul', [first, second]), graph.integers([axis])]);
  return tape.record(y, withoutDirections(x), [x], (gradient) => {
    const d = graph.op('Unsqueeze', [plainGradient(graph, gradient), graph.integers([axis])]);
    return [{ ref: graph.op('Mul', [d, graph.op('Concat', [second, first], along)]), shape: x.shape }];
  });
}

/** Reverses the second direction's steps, so that row t of both belongs to sample t: [N, time, 2, units]. */
export function alignSecondDirection(tape: Tape, x: Value): Value {
  const { graph } = tape;
  const time = x.shape[0];
  const order = graph.integers(Array.from({ length: time }, (_, t) => time - 1 - t));
  const turn = (ref: Ref): Ref => {
    const [first, second] = graph.ops('Split', [ref], 2, { axis: 2n }) as [Ref, Ref];
    return graph.op('Concat', [first, graph.op('Gather', [second, order], { axis: 1n })], { axis: 2n });
  };
  return tape.record(turn(x.ref), x.shape, [x], (gradient) => [
    { ref: turn(plainGradient(graph, gradient)), shape: x.shape },
  ]);
}

function withoutDirections(x: Value): number[] {
  return [...x.shape.slice(0, -2), x.shape.at(-1)!];
}
