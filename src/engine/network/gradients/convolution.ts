import type { Ref } from '../graph';
import { batched, type Gradient, writtenOut } from './gradient';
import type { Tape, Value } from './tape';
import { outputOf, pickRows, type Sliding, seeingOutputs, seenInputs } from './windows';

/**
 * One-dimensional convolution (cross-correlation, as in every network library) as a matrix product:
 * x [N, time, channels] is written out to columns [N, output, size · channels], which serve the output and the
 * gradient by the kernel; the same with the gradient and the kernel's taps serves the gradient by x. The output is
 * [N, time, filters], or [N, phases, time, filters].
 *
 * @param kernel [size, channels, filters]
 */
export function convolve(tape: Tape, x: Value, kernel: Value, how: Sliding): Value {
  const { graph } = tape;
  const [size, channels, filters] = kernel.shape as [number, number, number];
  const matrix = reshape(tape, kernel.ref, [size * channels, filters]);
  const columns = columnsOf(tape, x.ref, how.input, seenInputs(how), how.size, channels);
  const shape = outputOf(how, filters);
  const y = batched(graph, graph.op('MatMul', [columns, matrix]), shape);

  return tape.record(y, shape, [x, kernel], (gradient) => {
    const { ref, channelFactor } = writtenOut(graph, gradient);
    return [
      x.learns ? byInput(ref, channelFactor) : undefined,
      kernel.learns ? byKernel(ref, channelFactor) : undefined,
    ];
  });

  // With the gradient on the left, which has fewer columns: a turned operand is copied, again for each block of
  // the right one's columns.
  function byKernel(d: Ref, factor: Ref | undefined): Gradient {
    const product = graph.op(
      'Gemm',
      [reshape(tape, d, [-1, filters]), reshape(tape, columns, [-1, size * channels])],
      { transA: 1n },
    );
    const byTap = reshape(tape, product, [filters, size, channels]);
    const ref = graph.op('Transpose', [byTap], { perm: [1n, 2n, 0n] });
    return { ref, shape: kernel.shape, channelFactor: factor };
  }

  // The factor of each filter goes into the kernel: a few thousand products instead of one per sample.
  function byInput(d: Ref, factor: Ref | undefined): Gradient {
    const scaled = factor ? graph.op('Mul', [kernel.ref, factor]) : kernel.ref;
    const turned = graph.op('Transpose', [scaled], { perm: [0n, 2n, 1n] });
    const inTime = batched(graph, d, [how.output, filters]);
    const rows = columnsOf(tape, inTime, how.output, seeingOutputs(how), how.size, filters);
    return {
      ref: graph.op('MatMul', [rows, reshape(tape, turned, [size * filters, channels])]),
      shape: x.shape,
    };
  }
}

function columnsOf(
  tape: Tape,
  x: Ref,
  rows: number,
  indices: readonly number[],
  size: number,
  channels: number,
): Ref {
  if (size === 1 && indices.length === rows && indices.every((index, row) => index === row)) return x;
  return batched(tape.graph, pickRows(tape, x, rows, indices), [indices.length / size, size * channels]);
}

function reshape(tape: Tape, x: Ref, shape: readonly number[]): Ref {
  return tape.graph.op('Reshape', [x, tape.graph.integers(shape)]);
}
