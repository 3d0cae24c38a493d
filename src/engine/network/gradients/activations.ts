import type { Ref } from '../graph';
import type { Activation } from '../layers';
import { type Gradient, plainGradient } from './gradient';
import type { Tape, Value } from './tape';

/** An activation function, element by element (softmax: over the last axis). Definitions: Keras' and ONNX'. */
export function activate(tape: Tape, x: Value, layer: Pick<Activation, 'function' | 'alpha'>): Value {
  switch (layer.function) {
    case 'linear':
      return x;
    case 'relu':
      return piecewiseLinear(tape, x, 'Relu', 0);
    case 'leakyRelu':
      return piecewiseLinear(tape, x, 'LeakyRelu', layer.alpha);
    case 'elu':
      return elu(tape, x, layer.alpha);
    case 'sigmoid':
      return sigmoid(tape, x);
    case 'hardSigmoid':
      return hardSigmoid(tape, x, layer.alpha);
    case 'tanh':
      return tanh(tape, x);
    case 'softmax':
      return softmax(tape, x);
  }
}

/** Slope 1 above zero and `slope` below; at zero the lower slope, as in TensorFlow. */
function piecewiseLinear(tape: Tape, x: Value, op: 'Relu' | 'LeakyRelu', slope: number): Value {
  const { graph } = tape;
  const y = graph.op(op, [x.ref], op === 'LeakyRelu' ? { alpha: slope } : {});
  // The output has the sign of the input, which therefore need not be kept, unless a negative slope inverts it.
  const signed = slope < 0 ? x.ref : y;
  // A factor that takes any float but 0 far beyond the bounds of Clip: cheaper than Where with a comparison.
  const slopes = (share: number): Ref =>
    graph.op('Clip', [
      graph.op('Mul', [signed, graph.scalar(1e30)]),
      graph.scalar(Math.min(slope, 1) * share),
      graph.scalar(Math.max(slope, 1) * share),
    ]);
  return tape.record(y, x.shape, [x], ({ ref, shape, channelFactor, shared }) => {
    // A pooled gradient is distributed while the slopes are applied: one pass instead of two.
    const slope = slopes(shared ? 1 / shape[0] : 1);
    return [{ ref: graph.op('Mul', [slope, ref]), shape, channelFactor }];
  });
}

/** x above zero, α(eˣ − 1) below; there the slope is y + α. */
function elu(tape: Tape, x: Value, alpha: number): Value {
  const { graph } = tape;
  const y = graph.op('Elu', [x.ref], { alpha });
  return recordElementwise(tape, x, y, () =>
    graph.op('Where', [
      graph.op('Greater', [x.ref, graph.scalar(0)]),
      graph.scalar(1),
      graph.op('Add', [y, graph.scalar(alpha)]),
    ]),
  );
}

export function sigmoid(tape: Tape, x: Value): Value {
  const { graph } = tape;
  const y = graph.op('Sigmoid', [x.ref]);
  return recordElementwise(tape, x, y, () => graph.op('Mul', [y, graph.op('Sub', [graph.scalar(1), y])]));
}

/** max(0, min(1, slope · x + ½)). */
function hardSigmoid(tape: Tape, x: Value, slope: number): Value {
  const { graph } = tape;
  const y = graph.op('HardSigmoid', [x.ref], { alpha: slope, beta: 0.5 });
  return recordElementwise(tape, x, y, () => {
    const inside = graph.op('Less', [graph.op('Abs', [x.ref]), graph.scalar(0.5 / slope)]);
    return graph.op('Where', [inside, graph.scalar(slope), graph.scalar(0)]);
  });
}

function tanh(tape: Tape, x: Value): Value {
  const { graph } = tape;
  const y = graph.op('Tanh', [x.ref]);
  return recordElementwise(tape, x, y, () => graph.op('Sub', [graph.scalar(1), graph.op('Mul', [y, y])]));
}

function softmax(tape: Tape, x: Value): Value {
  const { graph } = tape;
  const y = graph.op('Softmax', [x.ref], { axis: -1n });
  return tape.record(y, x.shape, [x], (gradient) => {
    const d = plainGradient(graph, gradient);
    const along = graph.op('ReduceSum', [graph.op('Mul', [d, y]), graph.integers([-1])], { keepdims: 1n });
    return [{ ref: graph.op('Mul', [y, graph.op('Sub', [d, along])]), shape: x.shape }];
  });
}

/** Records y = f(x), element by element, with f′ as `derivative` builds it. */
function recordElementwise(tape: Tape, x: Value, y: Ref, derivative: () => Ref): Value {
  return tape.record(y, x.shape, [x], (gradient): Gradient[] => [
    { ref: tape.graph.op('Mul', [plainGradient(tape.graph, gradient), derivative()]), shape: x.shape },
  ]);
}
