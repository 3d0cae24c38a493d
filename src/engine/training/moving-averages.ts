import type { Network } from '../network/layers';
import type { LearningState } from './learning-state';

/** What the batch normalisations saw in one part of a batch. */
export interface PartMoments {
  windows: number;
  /** Mean and variance of each normalisation's channels, one normalisation behind the other. */
  moments: Float32Array;
}

/**
 * Moves the moving averages towards the moments of a whole batch, in place. Those follow from its parts': the
 * variance is the mean of the parts' variances and the variance of their means.
 *
 * Averages that began from nothing follow faster at first, with the momentum of TensorFlow's
 * ExponentialMovingAverage for a known number of updates: at 0.99 the beginning would outweigh what was seen for
 * hundreds of steps, which for a few thousand windows is until early stopping ends the training.
 *
 * @param state its `statistic` has the moving mean and variance of each normalisation, in the order of the
 *   moments; its `steps` count the one just taken
 */
export function followMoments(
  network: Network,
  { statistic, fresh, steps }: LearningState,
  parts: readonly PartMoments[],
): void {
  const most = fresh ? (1 + steps) / (10 + steps) : 1;
  const windows = parts.reduce((sum, part) => sum + part.windows, 0);
  let at = 0;
  for (const layer of network.layers) {
    if (layer.kind !== 'batchNormalization') continue;
    const channels = layer.movingMean.data.length;
    for (let i = at; i < at + channels; i++) {
      let mean = 0;
      let square = 0;
      for (const { windows: n, moments } of parts) {
        const share = n / windows;
        mean += share * moments[i];
        square += share * (moments[i + channels] + moments[i] ** 2);
      }
      const momentum = Math.min(layer.momentum, most);
      statistic[i] = moved(statistic[i], mean, momentum);
      statistic[i + channels] = moved(statistic[i + channels], square - mean ** 2, momentum);
    }
    at += 2 * channels;
  }
}

function moved(average: number, seen: number, momentum: number): number {
  return average * momentum + seen * (1 - momentum);
}
