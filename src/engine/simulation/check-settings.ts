import { UserError } from '../../common/errors';
import type { Distribution, SimulationSettings } from './settings';

/** More events than any recording has; their list is held in memory. */
const MOST_EVENTS = 5e6;

/** @throws UserError naming the setting that makes no recording */
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
      `A simulation of ${duration_s} s at ${events.rate_hz} events a second has more than ${MOST_EVENTS}: choose a shorter duration_s.`,
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
    throw new UserError(`${name} of a simulation lies between ${least} and ${most}, not at ${value}.`);
}
