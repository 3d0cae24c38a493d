import type { Task } from '../../common/task';
import { blockTrace } from '../signal/block-trace';
import type { Trace } from '../signal/trace';
import { type Background, quietRange, surrogateNoise, syntheticNoise } from './background';
import { scheduleDistractors } from './distractors';
import { medianOf } from './distribution';
import { type ScheduledEvent, scheduleEvents, type TrueEvent } from './schedule';
import { requireUsable, type SimulationSettings } from './settings';
import { type Deflection, deflectionDrawer, waveform } from './waveform';

export interface Simulation {
  /** Computed when it is read, always with the same values, in memory independent of its length. */
  trace: Trace;
  /** In order of their onsets. */
  truth: readonly TrueEvent[];
  /** Standard deviation of the noise without drift and hum. */
  noise_sd: number;
  /** As used: with the rate and the unit of a background recording. */
  settings: SimulationSettings;
}

const BLOCK = 1 << 17;

/**
 * Simulates a recording with known events, on synthetic noise or on the noise of another recording.
 *
 * @throws UserError when the settings are invalid, or the background is too short
 * @throws CancelledError
 */
export async function simulate(
  wanted: SimulationSettings,
  task: Task,
  background?: Background,
): Promise<Simulation> {
  const settings = background
    ? { ...wanted, rate_hz: background.trace.rateHz, unit: background.trace.unit }
    : wanted;
  requireUsable(settings);
  const { rate_hz, unit, duration_s } = settings;
  const samples = Math.round(duration_s * rate_hz);
  const fitting_sd = medianOf(settings.events.amplitude) / settings.noise.signal_to_noise;
  const noise = !background
    ? syntheticNoise(rate_hz, fitting_sd, settings)
    : background.use === 'surrogate'
      ? await surrogateNoise(background, settings, task)
      : await quietRange(background, samples, task);
  const scale = background ? noise.sd / fitting_sd : 1;
  const events = scheduleEvents(settings, scale);
  const deflections = [...events.map(deflectionOf), ...scheduleDistractors(settings, scale)];
  const draw = deflectionDrawer(
    deflections.sort((a, b) => a.from_s - b.from_s),
    rate_hz,
  );
  return {
    trace: blockTrace({ rateHz: rate_hz, unit, samples }, BLOCK, (from, to) => {
      const values = noise.read(from, to);
      draw(values, from);
      return values;
    }),
    truth: events.map(({ kinetics: _, landmarks: __, ...event }) => event),
    noise_sd: noise.sd,
    settings,
  };
}

function deflectionOf({ onset_s, amplitude, kinetics, landmarks }: ScheduledEvent): Deflection {
  const scale = amplitude / landmarks.peakValue;
  return {
    from_s: onset_s,
    to_s: onset_s + landmarks.end_s,
    value: (t) => scale * waveform(kinetics, t),
  };
}
