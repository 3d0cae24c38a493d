import type { Verdict } from '../../events/candidate';
import type { AverageEvent, DetectedEvent } from '../../events/detection';
import type { Recipe } from '../../traces/recipe';

/** An event that was measured where a person saw one, with its stretch of trace as {@link Detection.snippets}. */
export interface AddedEvent {
  event: DetectedEvent;
  snippet: Float64Array;
}

/**
 * What a person made of a detection: the whole of it, not the last step. Events go by their location, which
 * no two of a trace share.
 */
export interface ResultsEdits {
  deleted: number[];
  /** Left out of the average. */
  excluded: number[];
  added: AddedEvent[];
}

/** The stretch around an event, its baseline taken off, and where what was measured lies in it. */
export interface EventPicture {
  values: Float64Array;
  /** Smoothed as it was measured; null where the file does not say where anything was measured. */
  smoothed: Float64Array | null;
  /** Samples of `values` before the location of the steepest rise. */
  points_before: number;
  /** Where 10 and 90 % of the amplitude are passed, in samples of `values`; null where they are not told apart. */
  rise: { from: number; to: number } | null;
  /** Exponential fitted to the decay of this event, up to the next one; as {@link AverageEvent.fit}. */
  fit: AverageEvent['fit'];
}

/** What is known about a point of the trace: whether there is an event, and the rule that decided. */
export interface Why {
  sample: number;
  verdict: Verdict | 'deleted' | 'added' | 'unknown';
  /** One sentence, with the numbers that decided. */
  text: string;
  /** Of the windows that could have shown an event here; NaN where the file does not hold the prediction. */
  probability: number;
  model_threshold: number;
  /** Steepest smoothed rise near the point; NaN where the recording is not there. */
  gradient: number;
  gradient_threshold: number;
}

/** How results differ from others of the same recording; events of both in order of time. */
export interface ResultsComparison {
  tolerance_s: number;
  /** In these results only: locations. */
  gained: number[];
  /** In the others only: events as those have them. */
  lost: DetectedEvent[];
  /** In both, but not at the same sample. */
  moved: { location: number; other: number; difference_s: number }[];
  /** In both. */
  matched: number;
}

/** The trace that events were found in, as it was analysed. */
export interface SourceTrace {
  recipe: Recipe;
  samples: number;
  rate_hz: number;
}

/** `h5` and `csv` are miniML's own formats, `table` is a row an event, `xlsx` the same for spreadsheets and more. */
export type ResultsFormat = 'h5' | 'csv' | 'table' | 'xlsx';
