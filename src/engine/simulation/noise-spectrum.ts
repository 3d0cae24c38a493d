import { UserError } from '../../common/errors';
import type { Task } from '../../common/task';
import { breathe } from '../scheduling/breathe';
import { hannWindow } from '../signal/hann';
import { Random } from '../signal/random';
import { inverseRealTransform, realTransform } from '../signal/real-fft';
import { mean, median } from '../signal/statistics';
import type { Trace } from '../signal/trace';
import { restlessness } from './quiet-parts';

/**
 * Power spectrum of noise: entry k belongs to k · rate / (2 · (length − 1)). The sum is the variance of the noise; the
 * first entry, a constant, is 0.
 */
export type NoiseSpectrum = Float64Array;

/** Number of points of the transforms: at 50 kHz a third of a second. */
export const NOISE_BLOCK = 1 << 14;

/** White and 1 / f noise behind a fourth-order Butterworth filter, of variance 1. */
export function syntheticSpectrum(rateHz: number, pinkShare: number, lowpassHz: number): NoiseSpectrum {
  const bins = NOISE_BLOCK / 2 + 1;
  const part = (density: (hz: number) => number): NoiseSpectrum => {
    const spectrum = Float64Array.from({ length: bins }, (_, k) => {
      const hz = (k * rateHz) / NOISE_BLOCK;
      return k === 0 ? 0 : density(hz) / (1 + (hz / lowpassHz) ** 8);
    });
    const sum = spectrum.reduce((total, p) => total + p, 0);
    return spectrum.map((p) => p / sum);
  };
  const white = part(() => 1);
  const pink = part((hz) => 1 / hz);
  return white.map((p, k) => (1 - pinkShare) * p + pinkShare * pink[k]);
}

/** Standard deviation of noise with this spectrum. */
export function deviationOf(spectrum: NoiseSpectrum): number {
  return Math.sqrt(spectrum.reduce((sum, p) => sum + p, 0));
}

/** Maximum number of blocks, spread over the recording. */
const BLOCKS = 400;

/**
 * The spectrum of a recording's noise: Welch's method over the quieter half of its blocks, the median instead of the
 * mean at each frequency, so that events have little effect.
 *
 * Source: Welch, IEEE Trans Audio Electroacoust 15:70 (1967); a median of exponentially distributed values is ln 2 of
 * their mean.
 *
 * @throws UserError when the recording is too short, or has too many gaps
 */
export async function measuredSpectrum(name: string, trace: Trace, task: Task): Promise<NoiseSpectrum> {
  const available = Math.floor(trace.samples / NOISE_BLOCK);
  if (available < 4)
    throw new UserError(
      `${name} is too short to measure its noise. It has ${trace.samples} samples, but ${4 * NOISE_BLOCK} are needed.`,
    );
  const { stretch, range } = await restlessness(trace, task);
  const step = Math.max(1, Math.floor(available / BLOCKS));
  const starts = Array.from({ length: Math.floor(available / step) }, (_, i) => i * step * NOISE_BLOCK);
  const unrest = (start: number) => {
    const part = range.subarray(Math.floor(start / stretch), Math.ceil((start + NOISE_BLOCK) / stretch));
    return part.reduce((most, r) => Math.max(most, r), 0);
  };
  const recorded = starts.filter((start) => Number.isFinite(unrest(start)));
  if (recorded.length < 4)
    throw new UserError(
      `${name} has too few segments without missing or constant values to measure its noise. Choose another recording.`,
    );
  const quiet = recorded.toSorted((a, b) => unrest(a) - unrest(b)).slice(0, Math.ceil(recorded.length / 2));

  const window = hannWindow(NOISE_BLOCK);
  const power = window.reduce((sum, w) => sum + w * w, 0) * NOISE_BLOCK;
  const periodograms: Float64Array[] = [];
  for (const start of quiet) {
    const values = trace.read(start, start + NOISE_BLOCK);
    const level = mean(values);
    const { re, im } = realTransform(values.map((v, i) => (v - level) * window[i]));
    periodograms.push(re.map((r, k) => (2 * (r * r + im[k] * im[k])) / power));
    await breathe(task);
  }
  return Float64Array.from({ length: NOISE_BLOCK / 2 + 1 }, (_, k) =>
    k === 0 ? 0 : median(periodograms.map((p) => p[k])) / Math.LN2,
  );
}

const STREAM = 3;
const HOP = NOISE_BLOCK / 2;

/**
 * Gaussian noise of a spectrum with random access: samples `from` ≤ i < `to` of an infinite signal. Pieces of noise
 * with random phases overlap by half, each faded in and out by a sine. They are independent, and sin² + cos² = 1: the
 * variance is the same everywhere. Each piece has random numbers of its own.
 */
export function colouredNoise(spectrum: NoiseSpectrum, seed: number) {
  const fade = Float64Array.from({ length: NOISE_BLOCK }, (_, i) =>
    Math.sin((Math.PI * (i + 0.5)) / NOISE_BLOCK),
  );
  const kept = new Map<number, Float64Array>();
  const piece = (index: number): Float64Array => {
    const known = kept.get(index);
    if (known) return known;
    const made = randomPiece(spectrum, new Random(seed, STREAM, index)).map((v, i) => v * fade[i]);
    if (kept.size > 3) kept.delete(kept.keys().next().value as number);
    kept.set(index, made);
    return made;
  };
  return (from: number, to: number): Float64Array => {
    const out = new Float64Array(to - from);
    // Piece p covers samples (p − 1) · hop … (p + 1) · hop.
    for (let p = Math.floor(from / HOP); p <= Math.floor((to - 1) / HOP) + 1; p++) {
      const start = (p - 1) * HOP;
      const values = piece(p);
      const end = Math.min(to, start + NOISE_BLOCK);
      for (let i = Math.max(from, start); i < end; i++) out[i - from] += values[i - start];
    }
    return out;
  };
}

function randomPiece(spectrum: NoiseSpectrum, random: Random): Float64Array {
  const re = new Float64Array(spectrum.length);
  const im = new Float64Array(spectrum.length);
  for (let k = 1; k < spectrum.length; k++) {
    const size = (NOISE_BLOCK / 2) * Math.sqrt(spectrum[k]);
    re[k] = random.normal(0, size);
    im[k] = random.normal(0, size);
  }
  return inverseRealTransform({ re, im }, NOISE_BLOCK);
}
