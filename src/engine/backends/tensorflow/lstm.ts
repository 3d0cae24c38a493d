import type * as tfjs from '@tensorflow/tfjs-core';
import { attribute, type Call, type Computed } from './call';

/**
 * ONNX' LSTM operator, step by step: X [time, N, in], W [directions, 4 units, in], R [directions, 4 units, units],
 * B [directions, 8 units]; gates in the order input, output, forget, cell.
 * Gives all states [time, directions, N, units] and the last ones [directions, N, units].
 */
export function lstm(call: Call): Computed[] {
  const { tf, tensors, attributes } = call;
  const [x, kernels, recurrents, biases] = tensors;
  const units = attribute(call, 'hidden_size', 0);
  const [time, windows] = x.shape;
  const directions = kernels.shape[0];
  const sequences: tfjs.Tensor[] = [];
  const lasts: tfjs.Tensor[] = [];
  for (let d = 0; d < directions; d++) {
    const backwards = d === 1 || attributes['direction'] === 'reverse';
    const kernel = tf.transpose(tf.squeeze(tf.slice(kernels, d, 1), [0]));
    const recurrent = tf.transpose(tf.squeeze(tf.slice(recurrents, d, 1), [0]));
    const both = tf.reshape(tf.slice(biases, d, 1), [2, 4 * units]);
    // The inputs are multiplied for all steps at once; only the states need one step after the other.
    const inputs = tf.add(tf.matMul(tf.reshape(x, [time * windows, -1]), kernel), tf.sum(both, 0));
    const steps = tf.unstack(tf.reshape(inputs, [time, windows, 4 * units]));
    if (backwards) steps.reverse();
    let h: tfjs.Tensor = tf.zeros([windows, units]);
    let c: tfjs.Tensor = tf.zeros([windows, units]);
    const states: tfjs.Tensor[] = [];
    for (const step of steps) {
      const [i, o, f, g] = tf.split(tf.add(step, tf.matMul(h, recurrent)), 4, 1);
      c = tf.add(tf.mul(tf.sigmoid(f), c), tf.mul(tf.sigmoid(i), tf.tanh(g)));
      h = tf.mul(tf.sigmoid(o), tf.tanh(c));
      states.push(h);
    }
    if (backwards) states.reverse();
    sequences.push(tf.stack(states));
    lasts.push(h);
  }
  return [tf.stack(sequences, 1), tf.stack(lasts)];
}
