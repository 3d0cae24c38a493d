import type { DetectedEvent, Statistics } from '../../common/events/detection';
import type { Hdf5File } from '../files/hdf5';
import { datasetAt, numberAttribute, numbersOf } from '../files/hdf5-values';

/** Datasets of miniML's results files under `event_params`, as its Python program names them. */
export const EVENT_PARAMS: Readonly<Record<string, (event: DetectedEvent) => number>> = {
  event_locations: (e) => e.location,
  event_scores: (e) => e.score,
  event_amplitudes: (e) => e.amplitude,
  event_charges: (e) => e.charge,
  event_risetimes: (e) => e.risetime_s,
  event_halfdecays: (e) => e.halfdecay_s,
  event_halfwidths: (e) => e.halfwidth_s,
  event_bsls: (e) => e.baseline,
  event_intervals: (e) => e.interval_s,
};

/** Scalars of miniML's results files under `event_statistics`. */
export const EVENT_STATISTICS: Readonly<Record<string, (statistics: Statistics) => number>> = {
  amplitude_average: (s) => s.amplitude.mean,
  amplitude_stdev: (s) => s.amplitude.sd,
  amplitude_median: (s) => s.amplitude.median,
  charge_mean: (s) => s.charge.mean,
  charge_median: (s) => s.charge.median,
  risetime_mean: (s) => s.risetime_s.mean,
  risetime_median: (s) => s.risetime_s.median,
  decaytime_mean: (s) => s.halfdecay_s.mean,
  decaytime_median: (s) => s.halfdecay_s.median,
  halfwidth_mean: (s) => s.halfwidth_s.mean,
  halfwidth_median: (s) => s.halfwidth_s.median,
  decay_from_fit: (s) => s.decay_tau_s,
  frequency: (s) => s.frequency_hz,
  iei_mean: (s) => s.interval_s.mean,
  iei_median: (s) => s.interval_s.median,
};

/**
 * The group that holds what miniML's layout has no place for; programs that look for that layout pass it by.
 *
 * - attributes: who wrote the file, where the events come from, with what they were found
 * - `events/<column>`: every event, those at the border too, which miniML's own datasets leave out
 * - `border_snippets`: the stretches around those
 * - `deleted/events/<column>`, `deleted/snippets`: what was deleted by hand and can be restored
 * - `as_found/<column>`: events that measure otherwise since others were added beside them, as they were found
 * - `candidates/<column>`, `rises/<column>`, `missing`, `excluded`: why there is an event here and none there
 * - `average`: the average event, its measures as attributes
 * - `prediction`: a probability a window, on request
 */
export const DETAILS = 'details';
export const DETAILS_VERSION = 1;

/** Of the layout's own: length of the recording and decay of the average event, in seconds. */
export function recordedIn(file: string, open: Hdf5File): [duration_s: number, decayTau_s: number] {
  const tau = datasetAt(open, 'event_statistics/decay_from_fit');
  return [
    numberAttribute(open, 'recording_time') ?? Number.NaN,
    tau ? numbersOf(tau, `${file}: decay_from_fit`)[0] : Number.NaN,
  ];
}
