import { Random } from '../signal/random';
import type { NoiseSettings } from './settings';

/** size · sin(2π · hz · t + phase). */
export interface Sine {
  hz: number;
  phase: number;
  size: number;
}

const STREAM = 4;
const HARMONICS = 5;
const DRIFTS = 8;
const DRIFT_HZ: readonly [number, number] = [0.01, 0.5];

/** Line hum: the fundamental and its harmonics, with a given total standard deviation. */
export function lineHum({ line_hz, line_level }: NoiseSettings, sd: number, seed: number): Sine[] {
  const random = new Random(seed, STREAM, 0);
  const sines = Array.from({ length: HARMONICS }, (_, i) => ({
    hz: line_hz * (i + 1),
    phase: random.uniform(0, 2 * Math.PI),
    // Even harmonics are weak, since the mains is symmetric.
    size: (i % 2 === 0 ? 1 : 0.3) / (i + 1),
  }));
  return scaled(sines, line_level * sd);
}

/** Baseline drift: slow sines, the slowest the largest. */
export function baselineDrift({ drift_level }: NoiseSettings, sd: number, seed: number): Sine[] {
  const random = new Random(seed, STREAM, 1);
  const sines = Array.from({ length: DRIFTS }, () => {
    const hz = Math.exp(random.uniform(Math.log(DRIFT_HZ[0]), Math.log(DRIFT_HZ[1])));
    return { hz, phase: random.uniform(0, 2 * Math.PI), size: Math.sqrt(DRIFT_HZ[0] / hz) };
  });
  return scaled(sines, drift_level * sd);
}

/** Adds sines to samples that start at one, by rotating phasors, which avoids a sine per sample. */
export function addSines(values: Float64Array, sines: readonly Sine[], from: number, rateHz: number): void {
  for (const { hz, phase, size } of sines) {
    const step = (2 * Math.PI * hz) / rateHz;
    const [cos, sin] = [Math.cos(step), Math.sin(step)];
    const angle = 2 * Math.PI * ((from * (hz / rateHz)) % 1) + phase;
    let [x, y] = [size * Math.cos(angle), size * Math.sin(angle)];
    for (let i = 0; i < values.length; i++) {
      values[i] += y;
      [x, y] = [x * cos - y * sin, x * sin + y * cos];
    }
  }
}

function scaled(sines: readonly Sine[], deviation: number): Sine[] {
  const variance = sines.reduce((sum, { size }) => sum + size ** 2 / 2, 0);
  return sines
    .map((sine) => ({ ...sine, size: (sine.size * deviation) / Math.sqrt(variance) }))
    .filter(({ size }) => size > 0);
}
