import type { AdamState } from '../network/gradients/adam';
import type { Network } from '../network/layers';
import { type FlatWeights, flatWeights } from '../network/weights';

/** Everything that learning changes. */
export interface LearningState {
  adam: AdamState<Float32Array>;
  /** Moving averages of batch normalisation, in the order of the network's layout. */
  statistic: Float32Array;
  /** The moving averages began from nothing, mean 0 and variance 1, as in a network that has never learnt. */
  fresh: boolean;
  /** Steps taken. */
  steps: number;
}

/** The state before the first step. */
export function initialState(network: Network): LearningState {
  const { parameter, statistic } = flatWeights(network);
  const zeros = (): Float32Array => new Float32Array(parameter.length);
  return {
    adam: { parameters: parameter, m: zeros(), v: zeros(), vMax: zeros() },
    statistic,
    fresh: isFresh(network),
    steps: 0,
  };
}

/** The weights as they are now, copied. */
export function currentWeights({ adam, statistic }: LearningState): FlatWeights {
  return { parameter: adam.parameters.slice(), statistic: statistic.slice() };
}

function isFresh({ layers }: Network): boolean {
  return layers.every(
    (layer) =>
      layer.kind !== 'batchNormalization' ||
      (layer.movingMean.data.every((mean) => mean === 0) && layer.movingVariance.data.every((v) => v === 1)),
  );
}
