import type * as tfjs from '@tensorflow/tfjs-core';
import { attributeList, type Call, type Computed } from './call';

/**
 * Permutation from [N, channels, height, time], the layout in graphs, to TensorFlow's [N, height, time, channels], and
 * back.
 */
const CHANNELS_LAST = [0, 2, 3, 1];
const CHANNELS_FIRST = [0, 3, 1, 2];

export function convolution(call: Call): Computed[] {
  const { tf, tensors } = call;
  const [x, kernel, bias] = tensors;
  const strides = pair(call, 'strides');
  const result = tf.conv2d(
    padded(call, x, 0) as tfjs.Tensor4D,
    tf.transpose(kernel, [2, 3, 1, 0]) as tfjs.Tensor4D,
    strides,
    'valid',
    'NHWC',
    pair(call, 'dilations'),
  );
  return [tf.transpose(bias === undefined ? result : tf.add(result, bias), CHANNELS_FIRST)];
}

/** Average and maximum pooling; padding is ignored in both. */
export function pooling(call: Call): Computed[] {
  const { tf, tensors, outputs } = call;
  const [x] = tensors;
  const size = pair(call, 'kernel_shape');
  const strides = pair(call, 'strides');
  const isPadded = (attributeList(call, 'pads') ?? []).some((n) => n > 0);
  const pool = (value: tfjs.Tensor, kind: 'avg' | 'max') =>
    tf.pool(value as tfjs.Tensor4D, size, kind, 'valid', undefined, strides);
  if (call.kind === 'MaxPool')
    return [tf.transpose(pool(padded(call, x, Number.NEGATIVE_INFINITY), 'max'), CHANNELS_FIRST)];
  const average = pool(padded(call, x, 0), 'avg');
  if (!isPadded || outputs !== 1) return [tf.transpose(average, CHANNELS_FIRST)];
  const share = pool(padded(call, tf.onesLike(x), 0), 'avg');
  return [tf.transpose(tf.div(average, share), CHANNELS_FIRST)];
}

function padded(call: Call, x: tfjs.Tensor, value: number): tfjs.Tensor {
  const { tf } = call;
  const [top, left, bottom, right] = attributeList(call, 'pads') ?? [0, 0, 0, 0];
  const last = tf.transpose(x, CHANNELS_LAST);
  if (top + left + bottom + right === 0) return last;
  return tf.pad(
    last,
    [
      [0, 0],
      [top, bottom],
      [left, right],
      [0, 0],
    ],
    value,
  );
}

function pair(call: Call, name: string): [number, number] {
  const [height = 1, width = 1] = attributeList(call, name) ?? [];
  return [height, width];
}
