import type { Layer, LstmWeights, Network } from './layers';
import { type FloatTensor, float32, sizeOf } from './tensor';

/** A parameter is trained by the optimiser; a statistic is a moving average of the data. */
export type WeightRole = 'parameter' | 'statistic';

/** Name of a weight within its layer: "kernel", "backward recurrentKernel". */
export type WeightName = string;

/** Layout of a network's weights in two flat vectors, one per role. */
export interface WeightLayout {
  slots: readonly WeightSlot[];
  /** Lengths of the two vectors. */
  sizes: Readonly<Record<WeightRole, number>>;
}

export interface WeightSlot {
  /** Index into the network's layers. */
  layer: number;
  name: WeightName;
  role: WeightRole;
  shape: readonly number[];
  offset: number;
}

/** Both vectors of a network's weights. */
export type FlatWeights = Record<WeightRole, Float32Array>;

export function weightLayout(network: Network): WeightLayout {
  const slots: WeightSlot[] = [];
  const sizes = { parameter: 0, statistic: 0 };
  mapNetwork(network, (tensor, layer, name, role) => {
    slots.push({ layer, name, role, shape: tensor.shape, offset: sizes[role] });
    sizes[role] += tensor.data.length;
    return tensor;
  });
  return { slots, sizes };
}

export function flatWeights(network: Network): FlatWeights {
  const { slots, sizes } = weightLayout(network);
  const flat = { parameter: new Float32Array(sizes.parameter), statistic: new Float32Array(sizes.statistic) };
  let index = 0;
  mapNetwork(network, (tensor) => {
    const { role, offset } = slots[index++];
    flat[role].set(tensor.data, offset);
    return tensor;
  });
  return flat;
}

/** Copies flat vectors into the weights of a network. */
export function withWeights(network: Network, flat: Readonly<FlatWeights>): Network {
  const { slots } = weightLayout(network);
  let index = 0;
  return mapNetwork(network, ({ shape }) => {
    const { role, offset } = slots[index++];
    return float32(flat[role].slice(offset, offset + sizeOf(shape)), shape);
  });
}

/** Copies a layer with every weight mapped by `replace`, called in a fixed order. */
export function mapWeights<L extends Layer>(
  layer: L,
  replace: (tensor: FloatTensor, name: WeightName, role: WeightRole) => FloatTensor,
): L;
export function mapWeights(
  layer: Layer,
  replace: (tensor: FloatTensor, name: WeightName, role: WeightRole) => FloatTensor,
): Layer {
  const parameter = (tensor: FloatTensor, name: WeightName): FloatTensor =>
    replace(tensor, name, 'parameter');
  const optional = (tensor: FloatTensor | undefined, name: WeightName): FloatTensor | undefined =>
    tensor && parameter(tensor, name);
  const lstm = (weights: LstmWeights, prefix: string): LstmWeights => ({
    kernel: parameter(weights.kernel, `${prefix}kernel`),
    recurrentKernel: parameter(weights.recurrentKernel, `${prefix}recurrentKernel`),
    bias: optional(weights.bias, `${prefix}bias`),
  });
  switch (layer.kind) {
    case 'conv1d':
    case 'dense':
      return { ...layer, kernel: parameter(layer.kernel, 'kernel'), bias: optional(layer.bias, 'bias') };
    case 'batchNormalization':
      return {
        ...layer,
        gamma: optional(layer.gamma, 'gamma'),
        beta: optional(layer.beta, 'beta'),
        movingMean: replace(layer.movingMean, 'movingMean', 'statistic'),
        movingVariance: replace(layer.movingVariance, 'movingVariance', 'statistic'),
      };
    case 'lstm': {
      const weights = lstm(layer.weights, '');
      const { bidirectional } = layer;
      if (!bidirectional) return { ...layer, weights };
      return {
        ...layer,
        weights,
        bidirectional: { ...bidirectional, backward: lstm(bidirectional.backward, 'backward ') },
      };
    }
    default:
      return layer;
  }
}

function mapNetwork(
  network: Network,
  replace: (tensor: FloatTensor, layer: number, name: WeightName, role: WeightRole) => FloatTensor,
): Network {
  return {
    ...network,
    layers: network.layers.map((layer, i) =>
      mapWeights(layer, (tensor, name, role) => replace(tensor, i, name, role)),
    ),
  };
}
