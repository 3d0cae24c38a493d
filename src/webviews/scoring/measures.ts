import type { WindowFeatures } from '../../common/training/training-set';

/** Measures to filter and sort by, one number per window; NaN where there is none. */
export interface Measures {
  /** In the direction of events; positive for events of either direction. */
  amplitude: Float32Array;
  /** Amplitude over the standard deviation of the baseline. */
  snr: Float32Array;
}

export function measuresOf(features: WindowFeatures, direction: 'negative' | 'positive'): Measures {
  const amplitude = direction === 'negative' ? features.down : features.up;
  return { amplitude, snr: amplitude.map((a, i) => a / features.noise[i]) };
}
