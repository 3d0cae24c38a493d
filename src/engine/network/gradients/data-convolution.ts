import type { Ref } from '../graph';
import { batched, concat, type Gradient, plainGradient } from './gradient';
import { type BatchMoments, batchCount, inverseDeviation } from './normalization';
import type { Tape, Value } from './tape';
import { outputOf, type Sliding } from './windows';

/**
 * A convolution of the data and the batch normalisation after it, without a pass over the convolution's output: the
 * output's moments follow from those of the few columns that the kernel sees (the mean of a product is the product of
 * the mean, its variance wᵀ G w), and scale and shift go into the kernel. The columns lie as rows [size · channels, N ·
 * output], with a row of ones for the shift.
 *
 * Equals convolving and then normalising by the batch, except for rounding; a bias of the convolution is omitted, since
 * normalisation subtracts it again.
 *
 * @param x data [N, time, channels], which has no gradient
 * @param kernel [size, channels, filters], few columns: size · channels is far below the batch's samples
 */
export function convolveDataNormalized(
  tape: Tape,
  x: Value,
  kernel: Value,
  gamma: Value | undefined,
  beta: Value | undefined,
  epsilon: number,
  how: Sliding,
): { y: Value; moments: BatchMoments } {
  const { graph } = tape;
  const [size, channels, filters] = kernel.shape as [number, number, number];
  const taps = size * channels;
  const mul = (a: Ref, b: Ref): Ref => graph.op('Mul', [a, b]);
  const overTaps = (ref: Ref): Ref => graph.op('ReduceSum', [ref, graph.integers([0])], { keepdims: 0n });

  const seen = columnsAsRows(tape, x, how, size);
  const seenMean = graph.op('ReduceMean', [seen], { axes: [1n], keepdims: 1n });
  const centred = graph.op('Sub', [seen, seenMean]);
  const withOnes = graph.op('Pad', [centred, graph.integers([0, 0, 1, 0]), graph.scalar(1)]);
  const gram = graph.op('Gemm', [centred, centred], { transB: 1n });

  const weights = graph.op('Reshape', [kernel.ref, graph.integers([taps, filters])]);
  const count = batchCount(graph, seen, taps);
  const gramWeights = graph.op('MatMul', [gram, weights]);
  const variance = graph.op('Div', [overTaps(mul(weights, gramWeights)), count]);
  const mean = overTaps(mul(weights, seenMean));
  const inverse = inverseDeviation(graph, variance, epsilon);
  const factor = gamma ? mul(gamma.ref, inverse) : inverse;
  const shift =
    beta?.ref ?? graph.constant({ type: 'float32', shape: [filters], data: new Float32Array(filters) });
  const folded = graph.op(
    'Concat',
    [mul(weights, factor), graph.op('Unsqueeze', [shift, graph.integers([0])])],
    { axis: 0n },
  );
  const y = graph.op('Gemm', [withOnes, folded], { transA: 1n });

  const inputs = [kernel, ...(gamma ? [gamma] : []), ...(beta ? [beta] : [])];
  const output = tape.record(
    batched(graph, y, outputOf(how, filters)),
    outputOf(how, filters),
    inputs,
    (gradient) => {
      const d = graph.op('Reshape', [plainGradient(graph, gradient), graph.integers([-1, filters])]);
      const product = graph.op('MatMul', [withOnes, d]);
      const [byColumns, sum] = graph.ops('Split', [product, graph.integers([taps, 1])], 2, { axis: 0n }) as [
        Ref,
        Ref,
      ];
      const sumByNormal = mul(overTaps(mul(weights, byColumns)), inverse);
      // Gradient through the variance; that through the mean vanishes, since the columns are centred.
      const shared = mul(gramWeights, graph.op('Div', [mul(sumByNormal, inverse), count]));
      const byKernel = graph.op('Reshape', [
        graph.op('Sub', [byColumns, shared]),
        graph.integers(kernel.shape),
      ]);
      const flat = (ref: Ref): Ref => graph.op('Reshape', [ref, graph.integers([filters])]);
      return [
        { ref: byKernel, shape: kernel.shape, channelFactor: factor },
        ...(gamma ? [{ ref: sumByNormal, shape: gamma.shape }] : []),
        ...(beta ? [{ ref: flat(sum), shape: beta.shape }] : []),
      ] satisfies Gradient[];
    },
  );
  return { y: output, moments: { mean, variance } };
}

/** For each tap and channel its input samples, as one row: [size · channels, N · output]. */
function columnsAsRows(tape: Tape, x: Value, how: Sliding, size: number): Ref {
  const { graph } = tape;
  const reach = (how.output - 1) * how.stride;
  const after = Math.max(0, reach + (size - 1) * how.dilation + 1 - how.before - how.input);
  const byChannel = graph.op('Transpose', [x.ref], { perm: [2n, 0n, 1n] });
  const padded = graph.op('Pad', [
    byChannel,
    graph.integers([0, 0, how.before, 0, 0, after]),
    graph.scalar(0),
  ]);
  const step = how.stride * how.phases;
  const taps = Array.from({ length: size }, (_, k) => {
    const phases = Array.from({ length: how.phases }, (_, phase) => {
      const first = k * how.dilation + phase * how.stride;
      const end = first + reach + 1 - (how.phases - 1) * how.stride;
      return graph.op('Slice', [padded, ...[[first], [end], [2], [step]].map((v) => graph.integers(v))]);
    });
    return concat(graph, phases, 2);
  });
  return graph.op('Reshape', [concat(graph, taps, 0), graph.integers([size * x.shape[1], -1])]);
}
