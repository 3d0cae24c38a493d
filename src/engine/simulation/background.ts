import { UserError } from '../../common/errors';
import type { Task } from '../../common/task';
import { median, standardDeviation } from '../signal/statistics';
import type { Trace } from '../signal/trace';
import { colouredNoise, deviationOf, measuredSpectrum, syntheticSpectrum } from './noise-spectrum';
import { quietestStart, restlessness } from './quiet-parts';
import type { SimulationSettings } from './settings';
import { addSines, baselineDrift, lineHum, type Sine } from './slow-noise';

/** A recording that provides the noise. */
export interface Background {
  trace: Trace;
  /** For messages. */
  name: string;
  /**
   * `stretch` injects the events into its quietest segment, whose own events are not in the ground truth; `surrogate`
   * makes noise with the spectrum of its quiet segments, of any length.
   */
  use: 'stretch' | 'surrogate';
}

/** Background of the events. */
export interface Noise {
  /** Standard deviation without hum and drift. */
  sd: number;
  /** Samples `from` ≤ i < `to`. */
  read(from: number, to: number): Float64Array;
}

export function syntheticNoise(rateHz: number, sd: number, { noise, seed }: SimulationSettings): Noise {
  const spectrum = syntheticSpectrum(rateHz, noise.pink_share, noise.lowpass_hz).map((p) => p * sd * sd);
  const sines = [...lineHum(noise, sd, seed), ...baselineDrift(noise, sd, seed)];
  return noiseOf(spectrum, sines, rateHz, noise.baseline, seed);
}

/** Noise with the spectrum of a recording's noise, including hum; drift is slower than the measured frequencies. */
export async function surrogateNoise(
  { trace, name }: Background,
  { noise, seed }: SimulationSettings,
  task: Task,
): Promise<Noise> {
  const spectrum = await measuredSpectrum(name, trace, task);
  const drift = baselineDrift(noise, deviationOf(spectrum), seed);
  return noiseOf(spectrum, drift, trace.rateHz, noise.baseline, seed);
}

function noiseOf(
  spectrum: Float64Array,
  sines: readonly Sine[],
  rateHz: number,
  baseline: number,
  seed: number,
): Noise {
  const read = colouredNoise(spectrum, seed);
  return {
    sd: deviationOf(spectrum),
    read(from, to) {
      const values = read(from, to);
      addSines(values, sines, from, rateHz);
      for (let i = 0; i < values.length; i++) values[i] += baseline;
      return values;
    },
  };
}

/**
 * The quietest segment of a recording.
 *
 * @throws UserError when the recording is too short, or has gaps everywhere
 */
export async function quietRange({ trace, name }: Background, samples: number, task: Task): Promise<Noise> {
  if (samples > trace.samples)
    throw new UserError(
      `${name} lasts ${trace.samples / trace.rateHz} s. Choose a shorter duration, or synthetic noise of the same spectrum.`,
    );
  const quiet = await restlessness(trace, task);
  const quietest = quietestStart(quiet, samples);
  if (quietest === undefined)
    throw new UserError(
      `${name} has no ${samples / trace.rateHz} s without missing or constant values. Choose a shorter duration or another recording.`,
    );
  const start = Math.min(quietest, trace.samples - samples);
  return {
    sd: typicalDeviation(trace, start, samples, Math.min(samples, quiet.stretch)),
    read: (from, to) => trace.read(start + from, start + to),
  };
}

const LOOKS = 400;

/** Median of the deviations within segments, robust against drift and against events in a few of them. */
function typicalDeviation(trace: Trace, start: number, samples: number, stretch: number): number {
  const looks = Math.min(LOOKS, Math.floor(samples / stretch));
  const step = Math.floor(samples / looks);
  return median(
    Array.from({ length: looks }, (_, i) =>
      standardDeviation(trace.read(start + i * step, start + i * step + stretch)),
    ),
  );
}
