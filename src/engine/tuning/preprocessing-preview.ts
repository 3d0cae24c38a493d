import type { PreprocessingPreview } from '../../common/api/engine/previews';
import type { Task } from '../../common/task';
import type { SampleRange } from '../../common/traces/sample-ranges';
import type { TraceWindow } from '../../common/traces/trace-window';
import { traceWindow } from '../recordings/window-extremes';
import { breathe } from '../scheduling/breathe';
import type { Trace } from '../signal/trace';
import { amplitudeDensity, logarithmicPoints } from './spectrum';

/** A longer stretch is shown by its middle, so that a preview comes at once. */
const MOST_SAMPLES = 1 << 19;
const SPECTRUM_POINTS = 240;
/** Of fewer samples there is no spectrum worth showing. */
const LEAST_FOR_SPECTRUM = 64;

/** A stretch of a trace, and its spectrum. */
interface Picture {
  window: TraceWindow;
  spectrum: { frequency_hz: Float64Array; largest: Float64Array };
}

/** What of the stretch in sight is shown. */
export function shownOf(wanted: SampleRange, samples: number): SampleRange {
  return middleOf(wanted, samples, MOST_SAMPLES);
}

/**
 * A stretch as it was recorded, which stays the same while filters change.
 *
 * @param raw as recorded, without gaps
 * @param bridged without what is left out, too: the spectrum of an artefact would hide all else
 */
export function pictureBefore(
  { raw, bridged }: { raw: Trace; bridged: Trace },
  shown: SampleRange,
  columns: number,
): Picture {
  return { window: traceWindow(raw, { ...shown, columns }), spectrum: spectrumOf(bridged, shown) };
}

/**
 * A stretch of a trace before and after it is prepared, and both spectra.
 *
 * @param before see {@link pictureBefore}
 * @param clean without what is left out, filtered
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

/** A trace of which a stretch lies in memory: filters are not applied again for another look at it. */
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

/** The stretch as far as it lies in the trace, cut to at most so many samples around its middle. */
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
