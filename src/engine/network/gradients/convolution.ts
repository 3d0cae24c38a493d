import type { Ref } from '../graph';
import { batched, concat, writtenOut } from './gradient';
import type { Tape, Value } from './tape';
import { cutRows, outputOf, padRow, type Sliding, seeingOutputs, seenInputs } from './windows';

/**
 * One-dimensional convolution (cross-correlation, as in every network library) as matrix products (im2col): for some
 * outputs at a time x [N, time, channels] is expanded to columns [N, outputs, size · channels], and for some inputs at
 * a time the gradient to rows [N, inputs, size · filters], which serve the gradients by x and by the kernel. The
 * columns are as large as all other arrays together; piece by piece they are not kept, and are multiplied while they
 * are in the cache. The output is [N, time, filters], or [N, phases, time, filters].
 *
 * @param kernel [size, channels, filters]
 */
export function convolve(tape: Tape, x: Value, kernel: Value, how: Sliding): Value {
  const { graph } = tape;
  const [size, channels, filters] = kernel.shape as [number, number, number];
  const reshape = (ref: Ref, shape: readonly number[]): Ref =>
    graph.op('Reshape', [ref, graph.integers(shape)]);
  const matrix = reshape(kernel.ref, [size * channels, filters]);
  const padded = padRow(graph, x.ref);
  const outputs = cutRows(seenInputs(how), size).map(({ picks, rows }) =>
    graph.op('MatMul', [gathered(padded, how.input, picks, [rows, size * channels]), matrix]),
  );
  const shape = outputOf(how, filters);

  return tape.record(batched(graph, concat(graph, outputs, 1), shape), shape, [x, kernel], (gradient) => {
    const { ref, channelFactor } = writtenOut(graph, gradient);
    const d = padRow(graph, batched(graph, ref, [how.output, filters]));
    const pieces = cutRows(seeingOutputs(how), size);
    const rows = pieces.map(({ picks, rows: count }) =>
      gathered(d, how.output, picks, [count, size * filters]),
    );
    const lengths = graph.integers(pieces.map((piece) => piece.rows));
    const seen =
      pieces.length === 1 ? [x.ref] : graph.ops('Split', [x.ref, lengths], pieces.length, { axis: 1n });
    return [
      x.learns ? { ref: byInput(rows, channelFactor), shape: x.shape } : undefined,
      { ref: byKernel(rows, seen), shape: kernel.shape, channelFactor },
    ];
  });

  function gathered(from: Ref, count: number, picks: readonly number[], shape: readonly number[]): Ref {
    const order = graph.integers(picks.map((i) => (i < 0 ? count : i)));
    return batched(graph, graph.op('Gather', [from, order], { axis: 1n }), shape);
  }

  function byKernel(rows: readonly Ref[], seen: readonly Ref[]): Ref {
    const sum = rows.reduce<Ref | undefined>((before, piece, i) => {
      const factors = [reshape(seen[i], [-1, channels]), reshape(piece, [-1, size * filters])];
      return graph.op('Gemm', before ? [...factors, before] : factors, { transA: 1n });
    }, undefined);
    return graph.op('Transpose', [reshape(sum!, [channels, size, filters])], { perm: [1n, 0n, 2n] });
  }

  // The factor of each filter is multiplied into the kernel: a few thousand products instead of one per sample.
  function byInput(rows: readonly Ref[], factor: Ref | undefined): Ref {
    const scaled = factor ? graph.op('Mul', [kernel.ref, factor]) : kernel.ref;
    const turned = graph.op('Transpose', [scaled], { perm: [0n, 2n, 1n] });
    const taps = reshape(turned, [size * filters, channels]);
    return batched(
      graph,
      concat(
        graph,
        rows.map((piece) => graph.op('MatMul', [piece, taps])),
        1,
      ),
      x.shape,
    );
  }
}
