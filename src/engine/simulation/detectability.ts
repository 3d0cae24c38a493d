import { convolveSame } from '../signal/convolve';
import { standardDeviation } from '../signal/statistics';
import type { Trace } from '../signal/trace';
import { type Kinetics, landmarks, waveform } from './waveform';

/** How far a template reaches behind the onset, in decays; half as far in front. */
const REACH_DECAYS = 4;

/**
 * How clearly an event of size 1 with these kinetics stands out of noise: the answer of its matched template, in
 * standard deviations of what the noise alone answers (d′ of signal detection; the template's own mean is taken
 * off, so that drift and baseline do not count). Multiply by an event's size.
 *
 * @param noise without events
 */
export function detectability(kinetics: Kinetics, noise: Trace): number {
  const template = templateOf(kinetics, noise.rateHz);
  const answers = convolveSame(noise.read(0, noise.samples), template.slice().reverse());
  const inside = answers.subarray(template.length, answers.length - template.length);
  const gain = template.reduce((sum, value) => sum + value * value, 0);
  return gain / standardDeviation(inside);
}

/** The event and its surroundings, peak 1, minus its mean. */
function templateOf(kinetics: Kinetics, rateHz: number): Float64Array {
  const { peakValue } = landmarks(kinetics);
  const before = Math.ceil((REACH_DECAYS / 2) * kinetics.decay_s * rateHz);
  const after = Math.ceil(REACH_DECAYS * kinetics.decay_s * rateHz);
  const values = Float64Array.from(
    { length: before + after },
    (_, i) => waveform(kinetics, (i - before) / rateHz) / peakValue,
  );
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  return values.map((value) => value - mean);
}
