import type { Hdf5File } from '../files/hdf5';
import { datasetAt, numberAttribute, numbersOf } from '../files/hdf5-values';

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
