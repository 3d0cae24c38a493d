import { UserError } from '../../common/errors';

/** Distribution of a quantity over events. */
export type Distribution =
  /** `spread` is the standard deviation of the logarithm: 0.5 puts two thirds within a factor of 1.65. */
  | { kind: 'log-normal'; median: number; spread: number }
  /** Uniform on a logarithmic scale. */
  | { kind: 'log-uniform'; from: number; to: number };

/**
 * Settings of a simulated recording: events, distractors and noise. The same settings give the same samples. They range
 * from a clean example to the recordings a base model is trained on, see {@link import('./variety')}.
 */
export interface SimulationSettings {
  seed: number;
  /** Sampling rate and unit; those of a background recording take precedence. */
  rate_hz: number;
  unit: string;
  duration_s: number;
  direction: 'negative' | 'positive';
  events: EventSettings;
  noise: NoiseSettings;
  distractors: DistractorSettings;
}

/** (1 − e^(−t / rise))^sharpness · decay(t), decay(t) an exponential or a sum of two. */
export interface EventSettings {
  /** Mean rate; events are random and independent of each other, except for bursts. */
  rate_hz: number;
  /** Amplitude of the peak, positive, in the unit. */
  amplitude: Distribution;
  /** Time constants. */
  rise_ms: Distribution;
  decay_ms: Distribution;
  /** Exponent of the rise: 1 starts with a kink, 2 and more like a real current. */
  onset_power: number;
  /**
   * Fraction of the amplitude with a slower decay, and the factor by which it is slower. 0 for a single exponential.
   */
  slow_share: number;
  slow_factor: number;
  /** Probability that an event is followed by another within a few of its decays: events that overlap. */
  burst_share: number;
}

export interface NoiseSettings {
  /**
   * Median amplitude of the events divided by the standard deviation of the noise, without line hum and drift.
   * Synthetic noise is scaled to fit; with a background recording, whose noise is given, the amplitudes are.
   */
  signal_to_noise: number;
  /** Fraction of the variance that falls as 1 / frequency; the rest is white. */
  pink_share: number;
  /** The amplifier's low-pass filter (Butterworth, fourth order), above which the noise falls off. */
  lowpass_hz: number;
  /** Line hum with its first four harmonics: frequency, and standard deviation relative to the noise. */
  line_hz: number;
  line_level: number;
  /** Slow drift of the baseline, 0.01 … 0.5 Hz: standard deviation relative to the noise. */
  drift_level: number;
  /** Level of the baseline: a holding current, a resting potential. */
  baseline: number;
}

/**
 * Deflections that resemble events but are not: events of the other direction, reversed in time, symmetric and slow
 * bumps, spikes of a few samples, pulses. Their amplitudes are those of the events.
 */
export interface DistractorSettings {
  rate_hz: number;
}

/** Miniature excitatory currents of a quiet cell with fast synapses, as in eLife 98485. */
export const EXAMPLE_SETTINGS: SimulationSettings = {
  seed: 0,
  rate_hz: 50_000,
  unit: 'pA',
  duration_s: 60,
  direction: 'negative',
  events: {
    rate_hz: 1,
    amplitude: { kind: 'log-normal', median: 14, spread: 0.4 },
    rise_ms: { kind: 'log-normal', median: 0.12, spread: 0.25 },
    decay_ms: { kind: 'log-normal', median: 1.1, spread: 0.25 },
    onset_power: 2,
    slow_share: 0.15,
    slow_factor: 4,
    burst_share: 0.05,
  },
  noise: {
    signal_to_noise: 5,
    pink_share: 0.3,
    lowpass_hz: 5000,
    line_hz: 50,
    line_level: 0.1,
    drift_level: 0.5,
    baseline: -30,
  },
  distractors: { rate_hz: 0 },
};

/** More events than any recording has; the list is held in memory. */
const MOST_EVENTS = 5e6;

/** @throws UserError naming the invalid setting */
export function requireUsable({ events, noise, distractors, ...settings }: SimulationSettings): void {
  const { rate_hz, duration_s } = settings;
  between('rate_hz', rate_hz, 1, 1e7);
  between('duration_s', duration_s, 1 / rate_hz, 1e6);
  between('events.rate_hz', events.rate_hz, 0, 1e4);
  distribution('events.amplitude', events.amplitude);
  distribution('events.rise_ms', events.rise_ms);
  distribution('events.decay_ms', events.decay_ms);
  between('events.onset_power', events.onset_power, 1, 10);
  between('events.slow_share', events.slow_share, 0, 1);
  between('events.slow_factor', events.slow_factor, 1, 100);
  between('events.burst_share', events.burst_share, 0, 0.9);
  between('noise.signal_to_noise', noise.signal_to_noise, 1e-3, 1e6);
  between('noise.pink_share', noise.pink_share, 0, 1);
  between('noise.lowpass_hz', noise.lowpass_hz, 1e-3, 1e9);
  between('noise.line_hz', noise.line_hz, 0, 1e6);
  between('noise.line_level', noise.line_level, 0, 1e3);
  between('noise.drift_level', noise.drift_level, 0, 1e3);
  between('noise.baseline', noise.baseline, -1e9, 1e9);
  between('distractors.rate_hz', distractors.rate_hz, 0, 1e4);
  if (duration_s * (events.rate_hz + distractors.rate_hz) > MOST_EVENTS)
    throw new UserError(
      `A simulation of ${duration_s} s at ${events.rate_hz} events per second has more than ${MOST_EVENTS} events. Choose a shorter duration_s.`,
    );
}

function distribution(name: string, given: Distribution): void {
  if (given.kind === 'log-normal') {
    between(`${name}.median`, given.median, 1e-9, 1e9);
    between(`${name}.spread`, given.spread, 0, 3);
  } else {
    between(`${name}.from`, given.from, 1e-9, 1e9);
    between(`${name}.to`, given.to, given.from, 1e9);
  }
}

function between(name: string, value: number, least: number, most: number): void {
  if (!(value >= least && value <= most))
    throw new UserError(`${name} of a simulation is ${value} but must be from ${least} to ${most}.`);
}
