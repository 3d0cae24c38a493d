import type { AdamState } from '../network/gradients/adam';
import type { Network } from '../network/layers';
import { type FlatWeights, flatWeights } from '../network/weights';

/** Everything that training changes. */
export interface LearningState {
  adam: AdamState<Float32Array>;
  /** Moving averages of batch normalisation, in the order of the network's layout. */
  statistic: Float32Array;
  /** Whether the moving averages started from mean 0 and variance 1, as in an untrained network. */
  fresh: boolean;
  /** Number of steps taken. */
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

/** A copy of the present weights. */
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
