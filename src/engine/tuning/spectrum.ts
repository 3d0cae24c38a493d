import { realTransform } from '../signal/real-fft';
import { mean } from '../signal/statistics';

/** Bins are this far apart where the signal is long enough: mains hum is a line then. */
const RESOLUTION_HZ = 0.5;
const MOST_SEGMENTS = 16;

/** A one-sided amplitude density in unit/√Hz at multiples of `binHz`. */
export interface AmplitudeDensity {
  binHz: number;
  values: Float64Array;
}

/**
 * Amplitude density of a signal: the root of Welch's average over half-overlapping segments under a Hann window,
 * each minus its mean, as scipy.signal.welch scales it. Source: Welch, IEEE Trans Audio Electroacoust 15:70 (1967).
 *
 * @param x at least 16 samples
 */
export function amplitudeDensity(x: Float64Array, rateHz: number): AmplitudeDensity {
  const wanted = 2 ** Math.ceil(Math.log2(rateHz / RESOLUTION_HZ));
  const length = Math.min(wanted, 2 ** Math.floor(Math.log2(x.length)));
  const taper = Float64Array.from({ length }, (_, i) => 0.5 - 0.5 * Math.cos((2 * Math.PI * i) / length));
  const power = taper.reduce((sum, w) => sum + w * w, 0);
  const starts = segmentStarts(x.length, length);
  const values = new Float64Array(length / 2 + 1);
  for (const start of starts) {
    const segment = x.slice(start, start + length);
    const level = mean(segment);
    for (let i = 0; i < length; i++) segment[i] = (segment[i] - level) * taper[i];
    const { re, im } = realTransform(segment);
    for (let k = 0; k < values.length; k++) values[k] += re[k] ** 2 + im[k] ** 2;
  }
  for (let k = 0; k < values.length; k++) {
    // Both signs of a frequency, but for rest and the Nyquist frequency, which have one.
    const sides = k === 0 || k === length / 2 ? 1 : 2;
    values[k] = Math.sqrt((sides * values[k]) / (starts.length * rateHz * power));
  }
  return { binHz: rateHz / length, values };
}

/** Half a segment apart; of very many some, evenly spread. */
function segmentStarts(samples: number, length: number): number[] {
  const all = Math.floor((samples - length) / (length / 2)) + 1;
  const count = Math.min(all, MOST_SEGMENTS);
  return Array.from({ length: count }, (_, i) =>
    count === 1 ? 0 : Math.round((i * (all - 1)) / (count - 1)) * (length / 2),
  );
}

/** Points of a density on a logarithmic axis: each the largest bin from its frequency up to the next one's. */
export function logarithmicPoints(
  { binHz, values }: AmplitudeDensity,
  columns: number,
): { frequency_hz: Float64Array; largest: Float64Array } {
  const last = values.length - 1;
  const edges = new Set<number>();
  for (let c = 0; c <= columns; c++) edges.add(Math.round(last ** (c / columns)));
  const bins = [...edges].filter((bin) => bin >= 1 && bin <= last);
  const largest = bins.map((bin, i) =>
    values.subarray(bin, bins[i + 1] ?? last + 1).reduce((a, b) => Math.max(a, b), 0),
  );
  return { frequency_hz: Float64Array.from(bins, (bin) => bin * binHz), largest: Float64Array.from(largest) };
}
