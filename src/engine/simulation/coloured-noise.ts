import { Random } from '../signal/random';
import { inverseRealTransform } from '../signal/real-fft';
import { NOISE_BLOCK, type NoiseSpectrum } from './noise-spectrum';

const STREAM = 3;
const HOP = NOISE_BLOCK / 2;

/**
 * Gaussian noise of a spectrum that can be read anywhere: samples `from` ≤ i < `to` of an endless line.
 *
 * Pieces of noise with random phases overlap by half, each faded in and out by a sine. They are independent,
 * and sin² + cos² = 1: the variance is the same everywhere. Each piece has random numbers of its own.
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
