import { Random } from '../signal/random';
import { draw } from './distribution';
import type { SimulationSettings } from './settings';
import { type Deflection, type Kinetics, landmarks, waveform } from './waveform';

type Shape = (random: Random, k: Kinetics) => { length_s: number; value(t: number): number };

const STREAM = 2;

/** Shapes of amplitude 1 in the direction of the events, each similar to an event in another way. */
const SHAPES: readonly Shape[] = [inverted, reversed, bump, slowBump, spike, pulse];

/** Deflections that are not events, see {@link import('./settings').DistractorSettings}; in order of time. */
export function scheduleDistractors(settings: SimulationSettings, scale: number): Deflection[] {
  const { events, distractors, duration_s, seed } = settings;
  if (distractors.rate_hz <= 0) return [];
  const random = new Random(seed, STREAM);
  const interval = 1 / distractors.rate_hz;
  const sign = settings.direction === 'negative' ? -scale : scale;
  const drawn: Deflection[] = [];
  for (let at = random.exponential(interval); at < duration_s; at += random.exponential(interval)) {
    const kinetics: Kinetics = {
      rise_s: draw(random, events.rise_ms) / 1000,
      decay_s: draw(random, events.decay_ms) / 1000,
      onsetPower: events.onset_power,
      slowShare: 0,
      slowFactor: 1,
    };
    const size = sign * draw(random, events.amplitude);
    const { length_s, value } = SHAPES[random.integer(SHAPES.length)](random, kinetics);
    drawn.push({ from_s: at, to_s: at + length_s, value: (t) => size * value(t) });
  }
  return drawn;
}

function inverted(_: Random, k: Kinetics) {
  const { peakValue, end_s } = landmarks(k);
  return { length_s: end_s, value: (t: number) => -waveform(k, t) / peakValue };
}

/** Slow rise and fast decay. */
function reversed(_: Random, k: Kinetics) {
  const { peakValue, end_s } = landmarks(k);
  return { length_s: end_s, value: (t: number) => waveform(k, end_s - t) / peakValue };
}

/** As wide as an event, and symmetric. */
function bump(_: Random, k: Kinetics) {
  return gaussian(k.decay_s);
}

function slowBump(random: Random, k: Kinetics) {
  return gaussian(k.decay_s * random.uniform(5, 20));
}

function gaussian(sd: number) {
  return { length_s: 8 * sd, value: (t: number) => Math.exp(-(((t - 4 * sd) / sd) ** 2) / 2) };
}

/** Electrical interference: shorter than an event's rise, and larger. */
function spike(random: Random, k: Kinetics) {
  const size = random.uniform(1, 4);
  const width = k.rise_s * random.uniform(0.1, 0.4);
  return { length_s: 20 * width, value: (t: number) => size * Math.exp(-t / width) };
}

function pulse(random: Random, k: Kinetics) {
  const length_s = k.decay_s * random.uniform(2, 30);
  return { length_s, value: () => 1 };
}
