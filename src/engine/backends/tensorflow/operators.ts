import type * as tfjs from '@tensorflow/tfjs-core';
import { attribute, attributeList, type Compute, type TensorFlow } from './call';
import { convolution, pooling } from './convolutions';
import { lstm } from './lstm';

type Unary = (tf: TensorFlow, x: tfjs.Tensor) => tfjs.Tensor;
type Binary = (tf: TensorFlow, a: tfjs.Tensor, b: tfjs.Tensor) => tfjs.Tensor;

const unary =
  (f: Unary): Compute =>
  ({ tf, tensors: [x] }) => [f(tf, x)];
const binary =
  (f: Binary): Compute =>
  ({ tf, tensors: [a, b] }) => [f(tf, a, b)];

/** Axes of a reduction: the second input, the attribute, or all. */
const reduction =
  (f: (tf: TensorFlow, x: tfjs.Tensor, axes: number[] | undefined, keep: boolean) => tfjs.Tensor): Compute =>
  (call) => {
    const axes = call.has(1) ? [...call.integers(1)] : attributeList(call, 'axes');
    return [f(call.tf, call.tensors[0], axes, attribute(call, 'keepdims', 1) === 1)];
  };

/** ONNX operators in terms of TensorFlow's: those that our graphs use. https://onnx.ai/onnx/operators/ */
export const OPERATORS: Readonly<Record<string, Compute>> = {
  Identity: unary((tf, x) => tf.clone(x)),
  // Everything here computes in float32.
  Cast: unary((tf, x) => tf.cast(x, 'float32')),
  Add: binary((tf, a, b) => tf.add(a, b)),
  Sub: binary((tf, a, b) => tf.sub(a, b)),
  Mul: binary((tf, a, b) => tf.mul(a, b)),
  Div: binary((tf, a, b) => tf.div(a, b)),
  Max: binary((tf, a, b) => tf.maximum(a, b)),
  Greater: binary((tf, a, b) => tf.greater(a, b)),
  Less: binary((tf, a, b) => tf.less(a, b)),
  Equal: binary((tf, a, b) => tf.equal(a, b)),
  Where: ({ tf, tensors: [condition, a, b] }) => [tf.where(tf.cast(condition, 'bool'), a, b)],
  Abs: unary((tf, x) => tf.abs(x)),
  Neg: unary((tf, x) => tf.neg(x)),
  Sqrt: unary((tf, x) => tf.sqrt(x)),
  Reciprocal: unary((tf, x) => tf.reciprocal(x)),
  Sigmoid: unary((tf, x) => tf.sigmoid(x)),
  Tanh: unary((tf, x) => tf.tanh(x)),
  Softplus: unary((tf, x) => tf.softplus(x)),
  Relu: unary((tf, x) => tf.relu(x)),
  LeakyRelu: (call) => [call.tf.leakyRelu(call.tensors[0], attribute(call, 'alpha', 0.01))],
  Elu: (call) => {
    const { tf, tensors } = call;
    const negative = tf.mul(tf.expm1(tf.minimum(tensors[0], 0)), attribute(call, 'alpha', 1));
    return [tf.add(tf.relu(tensors[0]), negative)];
  },
  HardSigmoid: (call) => {
    const { tf, tensors } = call;
    const line = tf.add(tf.mul(tensors[0], attribute(call, 'alpha', 0.2)), attribute(call, 'beta', 0.5));
    return [tf.clipByValue(line, 0, 1)];
  },
  Clip: ({ tf, tensors: [x, low, high] }) => [tf.minimum(tf.maximum(x, low), high)],
  Size: ({ tf, tensors: [x] }) => [tf.scalar(x.size)],
  ReduceSum: reduction((tf, x, axes, keep) => tf.sum(x, axes, keep)),
  ReduceMean: reduction((tf, x, axes, keep) => tf.mean(x, axes, keep)),
  ReduceMax: reduction((tf, x, axes, keep) => tf.max(x, axes, keep)),
  ReduceProd: reduction((tf, x, axes, keep) => tf.prod(x, axes, keep)),
  Softmax: (call) => [softmax(call.tf, call.tensors[0], attribute(call, 'axis', -1))],
  MatMul: binary((tf, a, b) => tf.matMul(a, b)),
  Gemm: (call) => {
    const { tf, tensors } = call;
    const [a, b, c] = tensors;
    const product = tf.matMul(a, b, attribute(call, 'transA', 0) === 1, attribute(call, 'transB', 0) === 1);
    return [c === undefined ? product : tf.add(product, c)];
  },
  Transpose: (call) => [call.tf.transpose(call.tensors[0], attributeList(call, 'perm'))],
  Reshape: ({ tf, tensors: [x], integers }) => [
    // 0 keeps the dimension at that place.
    tf.reshape(
      x,
      integers(1).map((n, i) => (n === 0 ? x.shape[i] : n)),
    ),
  ],
  Unsqueeze: ({ tf, tensors: [x], integers }) => {
    const shape = [...x.shape];
    for (const axis of [...integers(1)].sort((a, b) => a - b)) shape.splice(axis, 0, 1);
    return [tf.reshape(x, shape)];
  },
  Squeeze: ({ tf, tensors: [x], integers }) => [tf.squeeze(x, [...integers(1)])],
  Concat: (call) => [call.tf.concat([...call.tensors], attribute(call, 'axis', 0))],
  Split: (call) => {
    const [x] = call.tensors;
    const axis = attribute(call, 'axis', 0);
    return call.tf.split(x, call.has(1) ? [...call.integers(1)] : call.outputs, axis);
  },
  Gather: (call) => {
    const indices = call.tf.tensor1d([...call.integers(1)], 'int32');
    return [call.tf.gather(call.tensors[0], indices, attribute(call, 'axis', 0))];
  },
  Slice: ({ tf, tensors: [x], integers, has }) => {
    const begin = x.shape.map(() => 0);
    const end = [...x.shape];
    const strides = x.shape.map(() => 1);
    const [starts, ends] = [integers(1), integers(2)];
    const axes = has(3) ? integers(3) : starts.map((_, i) => i);
    let reversed = x;
    axes.forEach((axis, i) => {
      const step = has(4) ? integers(4)[i] : 1;
      // Only whole axes are reversed; TensorFlow.js expresses "to before the first" by reversing.
      if (step < 0) reversed = tf.reverse(reversed, axis);
      else {
        begin[axis] = starts[i] < 0 ? starts[i] + x.shape[axis] : starts[i];
        end[axis] = Math.min(x.shape[axis], ends[i] < 0 ? ends[i] + x.shape[axis] : ends[i]);
        strides[axis] = step;
      }
    });
    return [tf.stridedSlice(reversed, begin, end, strides)];
  },
  Pad: ({ tf, tensors, integers }) => {
    const [x, , value] = tensors;
    const pads = integers(1);
    const pairs = x.shape.map((_, i) => [pads[i], pads[x.rank + i]] as [number, number]);
    return [tf.pad(x, pairs, value === undefined ? 0 : value.dataSync()[0])];
  },
  Conv: convolution,
  AveragePool: pooling,
  MaxPool: pooling,
  LSTM: lstm,
};

function softmax(tf: TensorFlow, x: tfjs.Tensor, axis: number): tfjs.Tensor {
  const raised = tf.exp(tf.sub(x, tf.max(x, axis, true)));
  return tf.div(raised, tf.sum(raised, axis, true));
}
