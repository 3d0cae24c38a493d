import type { Conv1D, Pooling1D } from './layers';

/**
 * Zeros before and after a sequence of `time` steps, as TensorFlow places them: for `same`, the odd one comes
 * after. https://www.tensorflow.org/api_docs/python/tf/nn#notes_on_padding_2
 */
export function paddingOf(layer: Conv1D | Pooling1D, time: number): [before: number, after: number] {
  const span = layer.kind === 'conv1d' ? (layer.kernelSize - 1) * layer.dilation + 1 : layer.size;
  if (layer.padding === 'valid') return [0, 0];
  if (layer.padding === 'causal') return [span - 1, 0];
  const steps = Math.ceil(time / layer.stride);
  const total = Math.max((steps - 1) * layer.stride + span - time, 0);
  return [Math.floor(total / 2), Math.ceil(total / 2)];
}
