import { Random } from '../signal/random';
import type { SimulationSettings } from './settings';

const STREAM = 5;

/**
 * Draws random settings from the range of real recordings, for training data and for tests. The same seed gives the
 * same settings.
 *
 * A network sees windows scaled to 0 … 1, so events matter relative to the window and the noise, not in milliseconds
 * and picoamperes. Log-uniform unless noted otherwise:
 *
 * - decay: 1/40 … 1/5 of a window, its spread within the recording 0.1 … 0.4; rise: 0.05 … 0.5 of the decay
 * - events in a window: 0.01 … 0.3 on average, 0 … 30 % (evenly) of them in bursts
 * - median amplitude: 1.5 … 12 standard deviations of the noise, its spread 0.2 … 0.6
 * - noise: 0 … 70 % (evenly) of its variance 1 / f, cut off at 0.03 … 0.45 of the rate
 * - line hum of 0.3 … 6 periods a window in half of the recordings, up to once the noise
 * - drift up to five times the noise
 * - distractors: 0.1 … 1 times as many as events
 *
 * @param window_s length of a training window
 */
export function variedSettings(
  seed: number,
  { rate_hz, window_s, duration_s }: { rate_hz: number; window_s: number; duration_s: number },
): SimulationSettings {
  const random = new Random(seed, STREAM);
  const factor = (from: number, to: number) => Math.exp(random.uniform(Math.log(from), Math.log(to)));
  const decay_ms = 1000 * window_s * factor(1 / 40, 1 / 5);
  const kineticsSpread = random.uniform(0.1, 0.4);
  const events_hz = factor(0.01, 0.3) / window_s;
  return {
    seed,
    rate_hz,
    unit: 'pA',
    duration_s,
    direction: 'negative',
    events: {
      rate_hz: events_hz,
      amplitude: { kind: 'log-normal', median: 10, spread: random.uniform(0.2, 0.6) },
      rise_ms: { kind: 'log-normal', median: decay_ms * factor(0.05, 0.5), spread: kineticsSpread },
      decay_ms: { kind: 'log-normal', median: decay_ms, spread: kineticsSpread },
      onset_power: random.uniform(1, 4),
      slow_share: random.uniform() < 0.5 ? 0 : random.uniform(0.05, 0.4),
      slow_factor: factor(2, 6),
      burst_share: random.uniform(0, 0.3),
    },
    noise: {
      signal_to_noise: factor(1.5, 12),
      pink_share: random.uniform(0, 0.7),
      lowpass_hz: rate_hz * factor(0.03, 0.45),
      line_hz: factor(0.3, 6) / window_s,
      line_level: random.uniform() < 0.5 ? 0 : random.uniform(0, 1),
      drift_level: random.uniform(0, 5),
      baseline: random.uniform(-200, 50),
    },
    distractors: { rate_hz: events_hz * factor(0.1, 1) },
  };
}
