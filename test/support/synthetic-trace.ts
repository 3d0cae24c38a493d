import { type Trace, traceOf } from '../../src/engine/signal/trace';
import { noise } from './numbers';

export interface SyntheticEvent {
  /** Sample at which it begins to rise. */
  onset: number;
  /** Height at its peak, with its sign. */
  amplitude: number;
}

export interface SyntheticTrace {
  samples: number;
  events: readonly SyntheticEvent[];
  rateHz?: number;
  /** Of the even noise, to either side. */
  noise?: number;
  baseline?: number;
  /** In samples. */
  rise?: number;
  decay?: number;
}

/** Events that rise along a straight line and decay exponentially, on a noisy baseline, in pA. */
export function syntheticTrace(options: SyntheticTrace): Trace {
  const { samples, events, rateHz = 20_000, baseline = -50, rise = 15, decay = 80 } = options;
  const values = noise(samples, 7).map((v) => baseline + v * (options.noise ?? 0.5));
  for (const { onset, amplitude } of events)
    for (let i = Math.max(0, onset); i < samples && i < onset + 12 * decay; i++) {
      const t = i - onset;
      values[i] += amplitude * (t < rise ? t / rise : Math.exp(-(t - rise) / decay));
    }
  return traceOf(values, rateHz, 'pA');
}
