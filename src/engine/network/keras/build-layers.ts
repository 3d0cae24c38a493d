import type { Activation, Conv1D, Layer, Lstm, LstmWeights } from '../layers';
import { activationIn, activationLayer } from './activations';
import { asObject, LayerConfig } from './layer-config';
import type { WeightReader } from './stored-weights';

/** Context of a layer: its input, and the version of Keras that wrote the file. */
export interface Surroundings {
  /** Shape of the layer's input, without the batch. */
  inputShape: readonly number[];
  kerasMajor: number;
}

/**
 * Builds our layer from Keras' configuration and weights, or two if the layer contains an activation.
 *
 * @throws UserError without the file's name when a layer or an option of it is not supported
 */
export function buildLayers(weights: WeightReader, { inputShape, kerasMajor }: Surroundings): Layer[] {
  const { layer } = weights;
  refuseReducedPrecision(layer);
  const built = buildLayer(weights, inputShape) ?? buildActivation(layer, kerasMajor);
  if (!built) return layer.refuse('is of a kind that is not supported');
  weights.finish();
  const inner =
    built.kind === 'conv1d' || built.kind === 'dense' ? activationIn(layer, kerasMajor) : undefined;
  if (!inner) return [built];
  return [built, { kind: 'activation', name: `${layer.name}/${inner.function}`, ...inner }];
}

function buildLayer(weights: WeightReader, inputShape: readonly number[]): Layer | undefined {
  const { layer } = weights;
  const { name } = layer;
  const features = inputShape.at(-1)!;
  switch (layer.className) {
    case 'Conv1D':
      return conv1d(weights, features);
    case 'BatchNormalization':
      return batchNormalization(weights, inputShape);
    case 'AveragePooling1D':
    case 'MaxPooling1D':
      layer.only('data_format', 'channels_last');
      return {
        kind: 'pooling1d',
        name,
        function: layer.className === 'MaxPooling1D' ? 'max' : 'average',
        size: layer.count('pool_size'),
        stride: layer.count(layer.has('strides') ? 'strides' : 'pool_size'),
        padding: layer.choice('padding', ['same', 'valid']),
      };
    case 'LSTM':
      return { kind: 'lstm', name, ...lstmOptions(layer), weights: lstmWeights(weights, layer, features) };
    case 'Bidirectional':
      return bidirectional(weights, features);
    case 'Dense': {
      const units = layer.count('units');
      const kernel = weights.take([features, units]);
      return { kind: 'dense', name, units, kernel, bias: biasIf(weights, units) };
    }
    case 'Dropout':
    case 'SpatialDropout1D':
      layer.only('noise_shape', null);
      return {
        kind: 'dropout',
        name,
        rate: layer.number('rate', 0),
        spatial: layer.className === 'SpatialDropout1D',
      };
    case 'Flatten':
      layer.only('data_format', 'channels_last');
      return { kind: 'flatten', name };
    default:
      return undefined;
  }
}

function buildActivation(layer: LayerConfig, kerasMajor: number): Activation | undefined {
  const found = activationLayer(layer, kerasMajor);
  return found && { kind: 'activation', name: layer.name, ...found };
}

function conv1d(weights: WeightReader, channels: number): Conv1D {
  const { layer } = weights;
  layer.only('data_format', 'channels_last');
  layer.only('groups', 1);
  const filters = layer.count('filters');
  const kernelSize = layer.count('kernel_size');
  return {
    kind: 'conv1d',
    name: layer.name,
    filters,
    kernelSize,
    stride: layer.has('strides') ? layer.count('strides') : 1,
    dilation: layer.has('dilation_rate') ? layer.count('dilation_rate') : 1,
    padding: layer.choice('padding', ['same', 'valid', 'causal']),
    kernel: weights.take([kernelSize, channels, filters]),
    bias: biasIf(weights, filters),
  };
}

function batchNormalization(weights: WeightReader, inputShape: readonly number[]): Layer {
  const { layer } = weights;
  const axis = layer.values['axis'];
  const number = Array.isArray(axis) && axis.length === 1 ? axis[0] : axis;
  if (number !== -1 && number !== inputShape.length)
    layer.refuse(`normalises axis ${JSON.stringify(axis)}; only the last axis is supported`);
  layer.only('renorm', false);
  layer.only('virtual_batch_size', null);
  const shape = [inputShape.at(-1)!];
  return {
    kind: 'batchNormalization',
    name: layer.name,
    epsilon: layer.number('epsilon', 1e-3),
    momentum: layer.number('momentum', 0.99),
    gamma: layer.flag('scale', true) ? weights.take(shape) : undefined,
    beta: layer.flag('center', true) ? weights.take(shape) : undefined,
    movingMean: weights.take(shape),
    movingVariance: weights.take(shape),
  };
}

function bidirectional(weights: WeightReader, features: number): Lstm {
  const { layer } = weights;
  const merge = layer.choice('merge_mode', ['sum', 'concat', 'mul', 'ave']);
  const forward = innerLstm(layer, 'layer');
  const options = lstmOptions(forward);
  if (options.backwards) layer.refuse('wraps an LSTM with go_backwards, which is not supported');
  if (layer.has('backward_layer')) {
    const { units, returnSequences, backwards } = lstmOptions(innerLstm(layer, 'backward_layer'));
    if (units !== options.units || returnSequences !== options.returnSequences || !backwards)
      layer.refuse('has two directions that differ, which is not supported');
  }
  return {
    kind: 'lstm',
    name: layer.name,
    ...options,
    weights: lstmWeights(weights, forward, features),
    bidirectional: { merge, backward: lstmWeights(weights, forward, features) },
  };
}

function innerLstm(layer: LayerConfig, key: string): LayerConfig {
  const inner = LayerConfig.of(asObject(layer.values[key], `layer "${layer.name}" has no wrapped layer`));
  if (inner.className !== 'LSTM')
    layer.refuse(`wraps a layer of kind ${inner.className}; only LSTM is supported`);
  return inner;
}

function lstmOptions(
  layer: LayerConfig,
): Pick<Lstm, 'units' | 'returnSequences' | 'backwards' | 'dropout' | 'recurrentDropout'> {
  layer.only('activation', 'tanh');
  // Before Keras 2.3 the default of this option was hard_sigmoid, so it must be given.
  layer.choice('recurrent_activation', ['sigmoid']);
  for (const option of ['return_state', 'stateful', 'time_major']) layer.only(option, false);
  return {
    units: layer.count('units'),
    returnSequences: layer.flag('return_sequences', false),
    backwards: layer.flag('go_backwards', false),
    dropout: layer.number('dropout', 0),
    recurrentDropout: layer.number('recurrent_dropout', 0),
  };
}

function lstmWeights(weights: WeightReader, lstm: LayerConfig, features: number): LstmWeights {
  const units = lstm.count('units');
  return {
    kernel: weights.take([features, 4 * units]),
    recurrentKernel: weights.take([units, 4 * units]),
    bias: lstm.flag('use_bias', true) ? weights.take([4 * units]) : undefined,
  };
}

function biasIf(weights: WeightReader, size: number) {
  return weights.layer.flag('use_bias', true) ? weights.take([size]) : undefined;
}

/** Keras 2 writes the name of the number type, Keras 3 a policy. */
function refuseReducedPrecision(layer: LayerConfig): void {
  const { dtype } = layer.values;
  const policy =
    typeof dtype === 'object' && dtype !== null ? (dtype as { config?: { name?: unknown } }) : undefined;
  const name = policy ? policy.config?.name : dtype;
  if (layer.has('dtype') && name !== 'float32')
    layer.refuse(`computes in ${String(name)}; only float32 is supported`);
}
