import path from 'node:path';
import type { ReadySnapshot } from '../../common/api/views/trace';
import { DECLARATIONS, defaultParameters, type Parameters } from '../../common/parameters/parameters';

/** Summary of the parameters of a detection, as text for the view. */
export function detectionSummary(
  parameters: Parameters | undefined,
  rate_hz: number | null,
  parameterFile: string | undefined,
): ReadySnapshot['detection'] {
  const used = parameters ?? defaultParameters();
  const { event_direction, model_threshold, model_path } = used;
  // A length given as a time has no samples until the rate is known, and detection is impossible before.
  const win_size = Number.isNaN(used.win_size) ? defaultParameters().win_size : used.win_size;
  const length = rate_hz === null ? '' : ` (${Number(((win_size / rate_hz) * 1000).toPrecision(3))} ms)`;
  return {
    window: win_size,
    summary: [
      ['Window', `${win_size} samples${length}`],
      ['Direction', event_direction],
      ['Threshold', String(model_threshold)],
      ['Filters', filterSummary(used) ?? 'none'],
      ['Model', model_path === null ? DECLARATIONS.model_path.whenNull! : path.basename(model_path)],
      ...(parameterFile ? [['Parameters', path.basename(parameterFile)] as [string, string]] : []),
    ],
  };
}

/** Summary of the trace's filters as text; null without any. */
export function filterSummary(parameters: Parameters | undefined): string | null {
  if (!parameters) return null;
  const { detrend, line_freq, highpass, lowpass, savgol, hann, convolve_win, filter_factor } = parameters;
  const parts = [
    detrend === 'none' ? null : 'detrended',
    line_freq === null ? null : `without ${line_freq} Hz line noise`,
    highpass === null ? null : `high-pass ${highpass} Hz`,
    lowpass === null ? null : `low-pass ${lowpass} Hz`,
    savgol === null ? null : `Savitzky–Golay ${savgol} ms`,
    hann === null ? null : `Hann ${hann} samples`,
    convolve_win > 0 ? `smoothed over ${convolve_win} samples` : `low-pass at rate / ${1.5 * filter_factor}`,
  ];
  return parts.filter((part) => part !== null).join(', ');
}
