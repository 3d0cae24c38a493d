import type { BatchNormalization, Network } from '../network/layers';

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
 * @param statistic moving mean and variance of each normalisation, in the order of the moments
 */
export function followMoments(
  network: Network,
  statistic: Float32Array,
  parts: readonly PartMoments[],
): void {
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
        mean += share * moments[i]!;
        square += share * (moments[i + channels]! + moments[i]! ** 2);
      }
      statistic[i] = moved(statistic[i]!, mean, layer);
      statistic[i + channels] = moved(statistic[i + channels]!, square - mean ** 2, layer);
    }
    at += 2 * channels;
  }
}

function moved(average: number, seen: number, { momentum }: BatchNormalization): number {
  return average * momentum + seen * (1 - momentum);
}
