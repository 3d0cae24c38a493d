/**
 * The variance of noise, frequency by frequency: entry k belongs to k · rate / (2 · (length − 1)). Their sum is the
 * variance of the noise; the first, a constant, is 0.
 */
export type NoiseSpectrum = Float64Array;

/** Points of the transforms that noise is made and measured with: at 50 kHz a third of a second. */
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

/** Standard deviation of noise of a spectrum. */
export function deviationOf(spectrum: NoiseSpectrum): number {
  return Math.sqrt(spectrum.reduce((sum, p) => sum + p, 0));
}
