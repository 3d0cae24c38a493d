import { UserError } from '../../common/errors';
import type { Conv1D, Layer, Lstm, LstmWeights, Network, Pooling1D } from './layers';
import { type FloatTensor, sizeOf } from './tensor';
import { mapWeights } from './weights';

/** Shape for one window, without the batch: [time, channels] for a sequence, [features] for a vector. */
export type Shape = readonly number[];

/** Output shape of each layer, in order. @throws UserError when layers do not fit together */
export function outputShapes(network: Network): Shape[] {
  let shape: Shape = [network.inputLength, network.inputChannels];
  return network.layers.map((layer) => {
    shape = outputShape(layer, shape);
    return shape;
  });
}

/**
 * Output shape of a layer for an input shape.
 *
 * @throws UserError naming the layer when it cannot take this input
 */
export function outputShape(layer: Layer, input: Shape): Shape {
  switch (layer.kind) {
    case 'conv1d': {
      const [time, channels] = sequence(layer, input);
      const span = (layer.kernelSize - 1) * layer.dilation + 1;
      const steps = stepsOf(layer, time, span, layer.stride, layer.padding !== 'valid');
      expect(layer, layer.kernel, [layer.kernelSize, channels, layer.filters]);
      expect(layer, layer.bias, [layer.filters]);
      return [steps, layer.filters];
    }
    case 'pooling1d': {
      const [time, channels] = sequence(layer, input);
      return [pooledSteps(layer, time), channels];
    }
    case 'batchNormalization':
      for (const tensor of [layer.gamma, layer.beta, layer.movingMean, layer.movingVariance])
        expect(layer, tensor, [input.at(-1)!]);
      return input;
    case 'lstm': {
      const [time, channels] = sequence(layer, input);
      expectLstm(layer, layer.weights, channels);
      if (layer.bidirectional) expectLstm(layer, layer.bidirectional.backward, channels);
      const features = layer.bidirectional?.merge === 'concat' ? 2 * layer.units : layer.units;
      return layer.returnSequences ? [time, features] : [features];
    }
    case 'dense':
      expect(layer, layer.kernel, [input.at(-1)!, layer.units]);
      expect(layer, layer.bias, [layer.units]);
      return [...input.slice(0, -1), layer.units];
    case 'flatten':
      return [sizeOf(input)];
    case 'activation':
    case 'dropout':
      return input;
  }
}

/** Number of parameters of a layer, including moving statistics, as Keras counts them. */
export function parameterCount(layer: Layer): number {
  return weightsOf(layer).reduce((sum, { data }) => sum + data.length, 0);
}

/** The weights of a layer in Keras' order. */
export function weightsOf(layer: Layer): FloatTensor[] {
  const weights: FloatTensor[] = [];
  mapWeights(layer, (tensor) => {
    weights.push(tensor);
    return tensor;
  });
  return weights;
}

function pooledSteps(layer: Pooling1D, time: number): number {
  return stepsOf(layer, time, layer.size, layer.stride, layer.padding === 'same');
}

/** Number of steps of a window of `span` over `time`, with or without padding. */
function stepsOf(layer: Layer, time: number, span: number, stride: number, padded: boolean): number {
  const steps = padded ? Math.ceil(time / stride) : Math.floor((time - span) / stride) + 1;
  if (steps < 1) throw new UserError(`layer "${layer.name}" needs ${span} steps, but gets ${time}`);
  return steps;
}

function sequence(layer: Layer, shape: Shape): [time: number, channels: number] {
  if (shape.length !== 2)
    throw new UserError(`layer "${layer.name}" needs a sequence, but the layer before it gives a vector`);
  return [shape[0], shape[1]];
}

function expectLstm(layer: Lstm, { kernel, recurrentKernel, bias }: LstmWeights, channels: number): void {
  expect(layer, kernel, [channels, 4 * layer.units]);
  expect(layer, recurrentKernel, [layer.units, 4 * layer.units]);
  expect(layer, bias, [4 * layer.units]);
}

function expect(layer: Layer, tensor: FloatTensor | undefined, shape: Shape): void {
  if (tensor && tensor.shape.join() !== shape.join())
    throw new UserError(
      `layer "${layer.name}" has weights of shape [${tensor.shape.join(' × ')}] where [${shape.join(' × ')}] belong`,
    );
}

/**
 * Zero padding before and after a sequence of `time` steps, as in TensorFlow: for `same`, the odd one comes after.
 * https://www.tensorflow.org/api_docs/python/tf/nn#notes_on_padding_2
 */
export function paddingOf(layer: Conv1D | Pooling1D, time: number): [before: number, after: number] {
  const span = layer.kind === 'conv1d' ? (layer.kernelSize - 1) * layer.dilation + 1 : layer.size;
  if (layer.padding === 'valid') return [0, 0];
  if (layer.padding === 'causal') return [span - 1, 0];
  const steps = Math.ceil(time / layer.stride);
  const total = Math.max((steps - 1) * layer.stride + span - time, 0);
  return [Math.floor(total / 2), Math.ceil(total / 2)];
}
