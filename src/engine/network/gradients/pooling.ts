import type { Ref } from '../graph';
import { batched, plainGradient } from './gradient';
import type { Tape, Value } from './tape';
import { pickRows, type Sliding, seenInputs } from './windows';

/** Pools x [N, time, channels] over time; padding is ignored in means and maxima. */
export function pool(tape: Tape, x: Value, kind: 'average' | 'max', how: Sliding): Value {
  return kind === 'average' ? averageWindows(tape, x, how) : maximum(tape, x, how);
}

/** The average over phases of x [N, phases, time, channels]; its gradient is propagated unexpanded. */
export function averagePhases(tape: Tape, x: Value): Value {
  const { graph } = tape;
  const y = graph.op('ReduceMean', [x.ref], { axes: [1n], keepdims: 0n });
  return tape.record(y, x.shape.slice(1), [x], ({ ref, channelFactor }) => [
    { ref: graph.op('Unsqueeze', [ref, graph.integers([1])]), shape: x.shape, channelFactor, shared: true },
  ]);
}

function averageWindows(tape: Tape, x: Value, how: Sliding): Value {
  const { graph } = tape;
  const channels = x.shape[1];
  const seen = seenInputs(how);
  const windows = batched(graph, pickRows(tape, x.ref, how.input, seen), [how.output, how.size, channels]);
  const shares = Float32Array.from({ length: how.output }, (_, o) => 1 / samplesSeen(seen, how.size, o));
  const share = graph.constant({ type: 'float32', shape: [how.output, 1], data: shares });
  const sum = graph.op('ReduceSum', [windows, graph.integers([2])], { keepdims: 0n });
  return tape.record(graph.op('Mul', [sum, share]), [how.output, channels], [x], (gradient) => {
    const d = graph.op('Mul', [plainGradient(graph, gradient), share]);
    return [{ ref: gatherBack(tape, d, how, channels, (o) => o, how.output), shape: x.shape }];
  });
}

/** Samples that share a maximum share its gradient. */
function maximum(tape: Tape, x: Value, how: Sliding): Value {
  const { graph } = tape;
  const channels = x.shape[1];
  const lowest = -3.4028234663852886e38;
  const rows = pickRows(tape, x.ref, how.input, seenInputs(how), lowest);
  const windows = batched(graph, rows, [how.output, how.size, channels]);
  const highest = graph.op('ReduceMax', [windows], { axes: [2n], keepdims: 1n });
  const shape = [how.output, channels];
  return tape.record(batched(graph, highest, shape), shape, [x], (gradient) => {
    const d = batched(graph, plainGradient(graph, gradient), [how.output, 1, channels]);
    const hits = graph.op('Cast', [graph.op('Equal', [windows, highest])], { to: 1n });
    const ties = graph.op('ReduceSum', [hits, graph.integers([2])], { keepdims: 1n });
    const shared = graph.op('Mul', [hits, graph.op('Div', [d, ties])]);
    const byTap = batched(graph, shared, [how.output * how.size, channels]);
    const taps = how.output * how.size;
    return [
      { ref: gatherBack(tape, byTap, how, channels, (o, tap) => o * how.size + tap, taps), shape: x.shape },
    ];
  });
}

/** For each input sample the sum of the rows of d of its windows: [N, input, channels]. */
function gatherBack(
  tape: Tape,
  d: Ref,
  how: Sliding,
  channels: number,
  rowOf: (output: number, tap: number) => number,
  rows: number,
): Ref {
  const { graph } = tape;
  const users: number[][] = Array.from({ length: how.input }, () => []);
  seenInputs(how).forEach((t, i) => {
    if (t >= 0) users[t].push(rowOf(Math.floor(i / how.size), i % how.size));
  });
  const most = Math.max(...users.map((list) => list.length));
  const picks = users.flatMap((list) => Array.from({ length: most }, (_, i) => list[i] ?? -1));
  const stacked = batched(graph, pickRows(tape, d, rows, picks), [how.input, most, channels]);
  return graph.op('ReduceSum', [stacked, graph.integers([2])], { keepdims: 0n });
}

function samplesSeen(seen: readonly number[], size: number, output: number): number {
  return seen.slice(output * size, (output + 1) * size).filter((t) => t >= 0).length;
}
