import type { Layer, Network } from '../network/layers';
import { outputShapes } from '../network/shapes';

/** A network split in two: frozen layers, and trained layers on the features that those compute. */
export interface LearningPart {
  /** Absent if all layers are trained. */
  frozen?: Network;
  learning: Network;
}

/** Flattens the [1, features] input of the trained layers. */
const FEATURES: Layer = { kind: 'flatten', name: 'features' };

/**
 * Number of layers as users count them: an activation belongs to the layer before it, whether the file has it inside or
 * after that layer.
 */
export function countedLayers(network: Network): number {
  return network.layers.filter(isCounted).length;
}

/** @param trained number of layers to train, counted from the output as {@link countedLayers} counts */
export function splitAtFrozenLayers(network: Network, trained: number): LearningPart {
  const counted = network.layers.flatMap((layer, i) => (isCounted(layer) ? [i] : []));
  const first = counted.at(-trained) ?? 0;
  if (trained >= counted.length || first === 0) return { learning: network };
  const frozen = { ...network, layers: network.layers.slice(0, first) };
  const layers = network.layers.slice(first);
  const shape = outputShapes(frozen).at(-1)!;
  const [inputLength, inputChannels] = shape.length === 2 ? shape : [1, shape[0]];
  return {
    frozen,
    learning: {
      ...network,
      inputLength: inputLength!,
      inputChannels: inputChannels!,
      layers: shape.length === 2 ? layers : [FEATURES, ...layers],
    },
  };
}

/** Rejoins the whole network with its trained layers. */
export function joined({ frozen, learning }: LearningPart, whole: Network): Network {
  if (!frozen) return learning;
  return { ...whole, layers: [...frozen.layers, ...learning.layers.filter((layer) => layer !== FEATURES)] };
}

/** Sets the rate of dropout in every layer that has any. */
export function withDropout(network: Network, rate: number): Network {
  return {
    ...network,
    layers: network.layers.map((layer) => {
      if (layer.kind === 'dropout') return { ...layer, rate };
      return layer.kind === 'lstm' && layer.dropout > 0 ? { ...layer, dropout: rate } : layer;
    }),
  };
}

function isCounted(layer: Layer): boolean {
  return layer.kind !== 'activation';
}
