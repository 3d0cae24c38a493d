import type { PreprocessingPreview } from '../../common/api/engine/previews';
import type { Task } from '../../common/task';
import type { SampleRange } from '../../common/traces/sample-ranges';
import type { TraceWindow } from '../../common/traces/trace-window';
import { traceWindow } from '../recordings/window-extremes';
import { breathe } from '../scheduling/breathe';
import { realTransform } from '../signal/real-fft';
import { mean } from '../signal/statistics';
import type { Trace } from '../signal/trace';

/** Maximum length of a preview; of a longer segment the middle is shown. */
const MOST_SAMPLES = 1 << 19;
const SPECTRUM_POINTS = 240;
/** Minimum number of samples for a spectrum. */
const LEAST_FOR_SPECTRUM = 64;

/** A segment of a trace, and its spectrum. */
interface Picture {
  window: TraceWindow;
  spectrum: { frequency_hz: Float64Array; largest: Float64Array };
}

/** The part of the visible segment that is shown. */
export function shownOf(wanted: SampleRange, samples: number): SampleRange {
  return middleOf(wanted, samples, MOST_SAMPLES);
}

/**
 * A segment as recorded, which does not change with the filters.
 *
 * @param raw as recorded, with gaps bridged
 * @param bridged with excluded intervals bridged, too: an artefact would dominate the spectrum
 */
export function pictureBefore(
  { raw, bridged }: { raw: Trace; bridged: Trace },
  shown: SampleRange,
  columns: number,
): Picture {
  return { window: traceWindow(raw, { ...shown, columns }), spectrum: spectrumOf(bridged, shown) };
}

/**
 * A segment of a trace before and after filters and exclusion, and both spectra.
 *
 * @param before see {@link pictureBefore}
 * @param clean with excluded intervals bridged, filtered
 * @throws CancelledError
 */
export async function preprocessingPreview(
  { before, clean, excluded }: { before: Picture; clean: Trace; excluded: SampleRange[] },
  shown: SampleRange,
  columns: number,
  task: Task,
): Promise<PreprocessingPreview> {
  await breathe(task);
  const filtered = readOnce(clean, shown);
  await breathe(task);
  const { frequency_hz, largest } = before.spectrum;
  return {
    shown,
    before: before.window,
    after: traceWindow(filtered, { ...shown, columns }),
    excluded,
    spectrum: { frequency_hz, before: largest, after: spectrumOf(filtered, shown).largest },
  };
}

/** Caches a segment of a trace in memory, so that filters are applied only once. */
function readOnce(trace: Trace, { from, to }: SampleRange): Trace {
  const { rateHz, unit, samples } = trace;
  const values = trace.read(from, to);
  return {
    rateHz,
    unit,
    samples,
    read: (first, end) =>
      first >= from && end <= to ? values.slice(first - from, end - from) : trace.read(first, end),
  };
}

/** Clips a segment to the trace, and to a maximum length around its middle. */
export function middleOf({ from, to }: SampleRange, samples: number, most: number): SampleRange {
  const first = Math.max(0, Math.min(samples, Math.floor(from)));
  const end = Math.max(first, Math.min(samples, Math.ceil(to)));
  const length = Math.min(end - first, most);
  const start = Math.floor((first + end - length) / 2);
  return { from: start, to: start + length };
}

function spectrumOf(trace: Trace, { from, to }: SampleRange): Picture['spectrum'] {
  if (to - from < LEAST_FOR_SPECTRUM)
    return { frequency_hz: new Float64Array(0), largest: new Float64Array(0) };
  return logarithmicPoints(amplitudeDensity(trace.read(from, to), trace.rateHz), SPECTRUM_POINTS);
}

/** Distance of frequency bins if the signal is long enough: narrow enough to show mains hum as a line. */
const RESOLUTION_HZ = 0.5;
const MOST_SEGMENTS = 16;

/** A one-sided amplitude density in unit/√Hz at multiples of `binHz`. */
export interface AmplitudeDensity {
  binHz: number;
  values: Float64Array;
}

/**
 * Amplitude spectral density of a signal by Welch's method: half-overlapping segments with a Hann window, each minus
 * its mean, scaled as in scipy.signal.welch. Source: Welch, IEEE Trans Audio Electroacoust 15:70 (1967).
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
    // One-sided: doubled except at zero and at the Nyquist frequency.
    const sides = k === 0 || k === length / 2 ? 1 : 2;
    values[k] = Math.sqrt((sides * values[k]) / (starts.length * rateHz * power));
  }
  return { binHz: rateHz / length, values };
}

/** Half a segment apart; if there are very many, an evenly spaced subset. */
function segmentStarts(samples: number, length: number): number[] {
  const all = Math.floor((samples - length) / (length / 2)) + 1;
  const count = Math.min(all, MOST_SEGMENTS);
  return Array.from({ length: count }, (_, i) =>
    count === 1 ? 0 : Math.round((i * (all - 1)) / (count - 1)) * (length / 2),
  );
}

/** Points of a density on a logarithmic axis: each is the maximum up to the next point's frequency. */
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
