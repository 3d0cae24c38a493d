import type { Stretch } from '../detection/stretch';
import type { Trace } from '../recordings/trace';
import { traceWindow } from '../recordings/trace-window';
import { breathe, type Task } from '../task';
import type { PreprocessingPreview, SpectrumPreview } from './previews';
import { amplitudeDensity, logarithmicPoints } from './spectrum';

/** A longer stretch is shown by its middle, so that a preview comes at once. */
const MOST_SAMPLES = 1 << 19;
const SPECTRUM_POINTS = 240;
/** Of fewer samples there is no spectrum worth showing. */
const LEAST_FOR_SPECTRUM = 64;

/**
 * A stretch of a trace before and after it is prepared, and both spectra.
 *
 * @param raw as recorded, without gaps
 * @param bridged without what is left out, too: the spectrum of an artefact would hide all else
 * @param clean the same, filtered
 * @throws CancelledError
 */
export async function preprocessingPreview(
  { raw, bridged, clean, excluded }: { raw: Trace; bridged: Trace; clean: Trace; excluded: Stretch[] },
  wanted: Stretch & { columns: number },
  task: Task,
): Promise<PreprocessingPreview> {
  const shown = middleOf(wanted, raw.samples, MOST_SAMPLES);
  await breathe(task);
  const after = traceWindow(clean, { ...shown, columns: wanted.columns });
  await breathe(task);
  return {
    shown,
    before: traceWindow(raw, { ...shown, columns: wanted.columns }),
    after,
    excluded,
    spectrum: spectraOf(bridged, clean, shown),
  };
}

/** The stretch as far as it lies in the trace, cut to at most so many samples around its middle. */
export function middleOf({ from, to }: Stretch, samples: number, most: number): Stretch {
  const first = Math.max(0, Math.min(samples, Math.floor(from)));
  const end = Math.max(first, Math.min(samples, Math.ceil(to)));
  const length = Math.min(end - first, most);
  const start = Math.floor((first + end - length) / 2);
  return { from: start, to: start + length };
}

function spectraOf(unfiltered: Trace, clean: Trace, { from, to }: Stretch): SpectrumPreview {
  if (to - from < LEAST_FOR_SPECTRUM)
    return { frequency_hz: new Float64Array(0), before: new Float64Array(0), after: new Float64Array(0) };
  const points = (trace: Trace) =>
    logarithmicPoints(amplitudeDensity(trace.read(from, to), trace.rateHz), SPECTRUM_POINTS);
  const before = points(unfiltered);
  return { frequency_hz: before.frequency_hz, before: before.largest, after: points(clean).largest };
}
