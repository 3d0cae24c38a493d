import type { Layer, Network } from '../network/layers';
import { outputShapes } from '../network/shapes';

/** A network cut in two: layers that stay as they are, and layers that learn from what those make of a window. */
export interface LearningPart {
  /** Absent when everything learns. */
  frozen?: Network;
  learning: Network;
}

/** Takes the features of one vector out of the [1, features] in which a learning part is given them. */
const FEATURES: Layer = { kind: 'flatten', name: 'features' };

/**
 * Layers as a person counts them: an activation belongs to the layer in front of it, whether the file has it
 * inside that layer or behind it.
 */
export function countedLayers(network: Network): number {
  return network.layers.filter(isCounted).length;
}

/** @param trained how many layers learn, counted from the output as {@link countedLayers} counts */
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

/** The whole network again, with what was learnt. */
export function joined({ frozen, learning }: LearningPart, whole: Network): Network {
  if (!frozen) return learning;
  return { ...whole, layers: [...frozen.layers, ...learning.layers.filter((layer) => layer !== FEATURES)] };
}

/** The network with these rates of dropout, in every layer that drops anything. */
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
