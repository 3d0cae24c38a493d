import type { Direction } from '../../common/events/direction';
import type { Hdf5File } from '../files/hdf5/hdf5';
import { datasetAt, numberAttribute, numbersOf } from '../files/hdf5/values';

/**
 * The group of all data that miniML's layout has no place for; readers of that layout ignore it.
 *
 * - attributes: the writing program, the recording, the model and the parameters
 * - `events/<column>`: every event, including those at the trace edge, which miniML's own datasets omit
 * - `border_snippets`: the segments around these
 * - `deleted/events/<column>`, `deleted/snippets`: events deleted by hand, which can be restored
 * - `as_found/<column>`: original measures of events changed by added neighbours
 * - `candidates/<column>`, `rises/<column>`, `missing`, `excluded`: reasons for events and non-events
 * - `average`: the average event, its measures as attributes
 * - `prediction`: one probability per window, on request
 * - where both directions were searched: `directions/<direction>/average`, and `prediction_<direction>`
 */
export const DETAILS = 'details';
export const DETAILS_VERSION = 1;

/** In miniML's own layout: duration of the recording and decay time of the average event, in seconds. */
export function recordedIn(file: string, open: Hdf5File): [duration_s: number, decayTau_s: number] {
  const tau = datasetAt(open, 'event_statistics/decay_from_fit');
  return [
    numberAttribute(open, 'recording_time') ?? Number.NaN,
    tau ? numbersOf(tau, `${file}: decay_from_fit`)[0] : Number.NaN,
  ];
}

/** Dataset of a direction's prediction, if both directions were searched. */
export function predictionName(direction: Direction): string {
  return `prediction_${direction}`;
}
