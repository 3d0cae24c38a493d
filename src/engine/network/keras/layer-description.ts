import type { Activation, Layer, Lstm } from '../layers';

/** Keras' description of an object in a configuration. Keras 3 needs the module, Keras 2 ignores it. */
interface Description {
  class_name: string;
  config: Readonly<Record<string, unknown>>;
  module: string;
  registered_name: null;
}

/**
 * Describes a layer in the notation that both Keras 2 and Keras 3 read.
 *
 * @param inner activation inside this layer
 */
export function describeLayer(layer: Layer, inner: Activation | undefined): Description {
  const { name } = layer;
  switch (layer.kind) {
    case 'conv1d':
      return described('Conv1D', name, {
        filters: layer.filters,
        kernel_size: [layer.kernelSize],
        strides: [layer.stride],
        padding: layer.padding,
        data_format: 'channels_last',
        dilation_rate: [layer.dilation],
        groups: 1,
        activation: describeInner(inner),
        use_bias: layer.bias !== undefined,
      });
    case 'batchNormalization':
      return described('BatchNormalization', name, {
        axis: -1,
        momentum: layer.momentum,
        epsilon: layer.epsilon,
        center: layer.beta !== undefined,
        scale: layer.gamma !== undefined,
      });
    case 'activation':
      return describeActivation(layer);
    case 'pooling1d':
      return described(layer.function === 'max' ? 'MaxPooling1D' : 'AveragePooling1D', name, {
        pool_size: [layer.size],
        strides: [layer.stride],
        padding: layer.padding,
        data_format: 'channels_last',
      });
    case 'lstm': {
      if (!layer.bidirectional) return describeLstm(layer, name);
      const wrapped = { layer: describeLstm(layer, `${name}_lstm`), merge_mode: layer.bidirectional.merge };
      return described('Bidirectional', name, wrapped);
    }
    case 'dense':
      return described('Dense', name, {
        units: layer.units,
        activation: describeInner(inner),
        use_bias: layer.bias !== undefined,
      });
    case 'dropout':
      return described(layer.spatial ? 'SpatialDropout1D' : 'Dropout', name, { rate: layer.rate });
    case 'flatten':
      return described('Flatten', name, { data_format: 'channels_last' });
  }
}

function describeLstm(layer: Lstm, name: string): Description {
  return described('LSTM', name, {
    units: layer.units,
    activation: 'tanh',
    recurrent_activation: 'sigmoid',
    use_bias: layer.weights.bias !== undefined,
    unit_forget_bias: true,
    return_sequences: layer.returnSequences,
    go_backwards: layer.backwards,
    dropout: layer.dropout,
    recurrent_dropout: layer.recurrentDropout,
  });
}

/** An activation inside a layer: by name, or as an object if it has a parameter that the name does not imply. */
function describeInner(activation: Activation | undefined): string | Description {
  if (!activation) return 'linear';
  const { alpha } = activation;
  const named = activation.function !== 'leakyRelu' && (activation.function !== 'elu' || alpha === 1);
  return named ? nameOf(activation) : describeActivation(activation);
}

function describeActivation(layer: Activation): Description {
  const { name, alpha } = layer;
  switch (layer.function) {
    case 'leakyRelu':
      return described('LeakyReLU', name, { alpha });
    case 'elu':
      return described('ELU', name, { alpha });
    case 'relu':
      return described('ReLU', name, {});
    case 'softmax':
      return described('Softmax', name, { axis: -1 });
    default:
      return described('Activation', name, { activation: nameOf(layer) });
  }
}

function nameOf(activation: Activation): string {
  return activation.function === 'hardSigmoid' ? 'hard_sigmoid' : activation.function;
}

function described(className: string, name: string, values: Readonly<Record<string, unknown>>): Description {
  const config = { name: name.replaceAll('/', '_'), dtype: 'float32', ...values };
  return { class_name: className, config, module: 'keras.layers', registered_name: null };
}
