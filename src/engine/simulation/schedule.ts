import { Random } from '../signal/random';
import { draw } from './distribution';
import type { EventSettings, SimulationSettings } from './settings';
import { type Kinetics, type Landmarks, landmarks } from './waveform';

/** Ground truth of one simulated event. Times in seconds from the start. */
export interface TrueEvent {
  onset_s: number;
  /** Time of the steepest rise, which a detection calls the location. */
  steepest_s: number;
  peak_s: number;
  /** Amplitude of the peak, with the sign of the direction. */
  amplitude: number;
  /** From 10 to 90 % of the peak. */
  rise_s: number;
  /** Decay time constant; the faster one of two. */
  decay_s: number;
}

/** An event with everything needed to draw it. */
export interface ScheduledEvent extends TrueEvent {
  kinetics: Kinetics;
  landmarks: Landmarks;
}

/** Mean interval of events in a burst, in decays. */
const BURST_DECAYS = 3;

/** Random stream of the events; see {@link Random}. */
const STREAM = 1;

/**
 * Draws times and properties of the events of a simulation, in order of time. Intervals are exponentially distributed;
 * a fraction of events is followed by others shortly after.
 *
 * @param scale factor on the amplitudes
 */
export function scheduleEvents(settings: SimulationSettings, scale: number): ScheduledEvent[] {
  const { events, duration_s, seed } = settings;
  const random = new Random(seed, STREAM);
  const sign = settings.direction === 'negative' ? -scale : scale;
  const scheduled: ScheduledEvent[] = [];
  if (events.rate_hz <= 0) return scheduled;
  // Events in bursts are part of the rate: single ones are rarer accordingly.
  const interval = 1 / (events.rate_hz * (1 - events.burst_share));
  for (let at = random.exponential(interval); at < duration_s; at += random.exponential(interval)) {
    let onset = at;
    let event = eventAt(onset, random, events, sign);
    scheduled.push(event);
    while (random.uniform() < events.burst_share) {
      onset += random.exponential(BURST_DECAYS * event.decay_s);
      if (onset >= duration_s) break;
      event = eventAt(onset, random, events, sign);
      scheduled.push(event);
    }
  }
  return scheduled.sort((a, b) => a.onset_s - b.onset_s);
}

function eventAt(onset_s: number, random: Random, events: EventSettings, sign: number): ScheduledEvent {
  const amplitude = sign * draw(random, events.amplitude);
  const kinetics: Kinetics = {
    rise_s: draw(random, events.rise_ms) / 1000,
    decay_s: draw(random, events.decay_ms) / 1000,
    onsetPower: events.onset_power,
    slowShare: events.slow_share,
    slowFactor: events.slow_factor,
  };
  const marks = landmarks(kinetics);
  return {
    onset_s,
    steepest_s: onset_s + marks.steepest_s,
    peak_s: onset_s + marks.peak_s,
    amplitude,
    rise_s: marks.rise_10_90_s,
    decay_s: kinetics.decay_s,
    kinetics,
    landmarks: marks,
  };
}
