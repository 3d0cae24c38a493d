import type { GraphBuilder, Ref } from '../graph';
import type { Conv1D, Pooling1D } from '../layers';
import { outputShape, paddingOf, type Shape } from '../shapes';
import type { Tape } from './tape';

/** Geometry of a kernel or a pool sliding along time: tap k of output o reads input o·stride + k·dilation − before. */
export interface Sliding {
  /** Number of samples of input and of output. */
  input: number;
  output: number;
  /** Number of taps. */
  size: number;
  stride: number;
  dilation: number;
  /** Padding before the first sample. */
  before: number;
  /**
   * Number of phases by which outputs are ordered: every phases-th from the first, every phases-th from the second, and
   * so on. An average pool of that size then adds long contiguous ranges instead of single rows.
   */
  phases: number;
}

/** Geometry of a layer over a sequence of shape [time, channels]. */
export function slidingOf(layer: Conv1D | Pooling1D, shape: Shape, phases = 1): Sliding {
  const [input, output] = [shape[0], outputShape(layer, shape)[0]];
  const [before] = paddingOf(layer, input);
  return layer.kind === 'conv1d'
    ? {
        input,
        output,
        size: layer.kernelSize,
        stride: layer.stride,
        dilation: layer.dilation,
        before,
        phases,
      }
    : { input, output, size: layer.size, stride: layer.stride, dilation: 1, before, phases };
}

/** Shape of the output of a kernel with `filters`: [time, filters], or [phases, time, filters]. */
export function outputOf({ output, phases }: Sliding, filters: number): number[] {
  return phases === 1 ? [output, filters] : [phases, output / phases, filters];
}

/** Outputs in the order of their phases. */
function outputOrder({ output, phases }: Sliding): number[] {
  const each = output / phases;
  return Array.from({ length: output }, (_, row) => (row % each) * phases + Math.floor(row / each));
}

/** Input sample of each tap of each output in order, −1 in the padding: [output × size]. */
export function seenInputs(how: Sliding): number[] {
  const { input, size, stride, dilation, before } = how;
  return outputOrder(how).flatMap((o) =>
    Array.from({ length: size }, (_, tap) => {
      const t = o * stride + tap * dilation - before;
      return t < input ? Math.max(t, -1) : -1;
    }),
  );
}

/**
 * For each input and tap the position of the output that reads it through that tap, −1 if none does: [input × size].
 */
export function seeingOutputs(how: Sliding): number[] {
  const { input, output, size, stride, dilation, before, phases } = how;
  return Array.from({ length: input * size }, (_, i) => {
    const o = (Math.floor(i / size) + before - (i % size) * dilation) / stride;
    if (!Number.isInteger(o) || o < 0 || o >= output) return -1;
    return (o % phases) * (output / phases) + Math.floor(o / phases);
  });
}

/** Number of rows expanded at a time for the taps of a kernel. */
const ROWS_AT_ONCE = 50;

/** Splits picks, `size` per row, into pieces of some rows each. */
export function cutRows(
  picks: readonly number[],
  size: number,
): { picks: readonly number[]; rows: number }[] {
  const all = picks.length / size;
  return Array.from({ length: Math.ceil(all / ROWS_AT_ONCE) }, (_, piece) => {
    const from = piece * ROWS_AT_ONCE;
    const rows = Math.min(ROWS_AT_ONCE, all - from);
    return { picks: picks.slice(from * size, (from + rows) * size), rows };
  });
}

/** x [N, rows, channels] with one more row, filled with `fill`, for the padding. */
export function padRow(graph: GraphBuilder, x: Ref, fill = 0): Ref {
  return graph.op('Pad', [x, graph.integers([0, 0, 0, 0, 1, 0]), graph.scalar(fill)]);
}

/**
 * Rows of x [N, rows, channels] in the order of `indices`, a row of `fill` for an index of −1: [N, indices, channels].
 * One Pad by one row and one Gather of blocks of `channels` numbers, whatever the padding.
 */
export function pickRows(tape: Tape, x: Ref, rows: number, indices: readonly number[], fill = 0): Ref {
  const { graph } = tape;
  const padded = indices.includes(-1) ? padRow(graph, x, fill) : x;
  const order = graph.integers(indices.map((i) => (i < 0 ? rows : i)));
  return graph.op('Gather', [padded, order], { axis: 1n });
}
