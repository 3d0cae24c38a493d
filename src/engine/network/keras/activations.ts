import type { Activation } from '../layers';
import { LayerConfig } from './layer-config';

type Function = Pick<Activation, 'function' | 'alpha'>;

/** Activations by Keras' names; `alpha` as in {@link Activation}. */
const NAMED: Readonly<Record<string, Function>> = {
  linear: { function: 'linear', alpha: 0 },
  relu: { function: 'relu', alpha: 0 },
  leaky_relu: { function: 'leakyRelu', alpha: 0.2 },
  elu: { function: 'elu', alpha: 1 },
  sigmoid: { function: 'sigmoid', alpha: 0 },
  tanh: { function: 'tanh', alpha: 0 },
  softmax: { function: 'softmax', alpha: 0 },
};

/**
 * The activation named in a layer's configuration, or undefined if it is linear.
 *
 * @param kerasMajor Keras 2 and 3 differ in hard_sigmoid
 * @throws UserError naming layer and activation
 */
export function activationIn(layer: LayerConfig, kerasMajor: number): Function | undefined {
  if (!layer.has('activation')) return undefined;
  const value = layer.values['activation'];
  const found = typeof value === 'string' ? named(value, kerasMajor) : described(value, layer, kerasMajor);
  if (!found) return layer.refuse(`uses the activation ${JSON.stringify(value)}, which is not supported`);
  return found.function === 'linear' ? undefined : found;
}

/**
 * The activation of an activation layer; undefined for other layers.
 *
 * @throws UserError naming the layer and its unsupported option
 */
export function activationLayer(layer: LayerConfig, kerasMajor: number): Function | undefined {
  switch (layer.className) {
    case 'Activation':
      return activationIn(layer, kerasMajor) ?? NAMED['linear'];
    case 'LeakyReLU': {
      // Keras 2 writes alpha, Keras 3 negative_slope.
      const alpha = layer.number(layer.has('negative_slope') ? 'negative_slope' : 'alpha', 0.3);
      return { function: 'leakyRelu', alpha };
    }
    case 'ReLU': {
      layer.only('max_value', null);
      layer.only('threshold', 0);
      const alpha = layer.number('negative_slope', 0);
      return alpha === 0 ? NAMED['relu'] : { function: 'leakyRelu', alpha };
    }
    case 'ELU':
      return { function: 'elu', alpha: layer.number('alpha', 1) };
    case 'Softmax':
      layer.only('axis', -1);
      return NAMED['softmax'];
    default:
      return undefined;
  }
}

function named(name: string, kerasMajor: number): Function | undefined {
  if (name === 'hard_sigmoid') return { function: 'hardSigmoid', alpha: kerasMajor < 3 ? 0.2 : 1 / 6 };
  return Object.hasOwn(NAMED, name) ? NAMED[name] : undefined;
}

/** An activation described by an object: a function by name (Keras 3), or a layer used as one. */
function described(value: unknown, layer: LayerConfig, kerasMajor: number): Function | undefined {
  const { class_name: className, config } = value as Readonly<Record<string, unknown>>;
  if (className === 'function' && typeof config === 'string') return named(config, kerasMajor);
  if (typeof className !== 'string' || typeof config !== 'object' || config === null) return undefined;
  return activationLayer(new LayerConfig(className, { ...config, name: layer.name }), kerasMajor);
}
