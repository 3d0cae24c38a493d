import type { Verdict } from '../../events/candidate';
import type { AverageEvent, DetectedEvent, Detection, Statistics } from '../../events/detection';
import type { Parameters } from '../../parameters/parameters';
import type { Recipe } from '../../traces/recipe';
import type { SampleRange } from '../../traces/sample-ranges';
import type { Warning } from '../../warning';

/**
 * An event added and measured at a point chosen by hand, with its segment of the trace as {@link Detection.snippets}.
 */
export interface AddedEvent {
  event: DetectedEvent;
  snippet: Float64Array;
}

/**
 * All edits of a detection's results, not only the last one. Events are identified by their location, which is unique
 * in a trace.
 */
export interface ResultsEdits {
  deleted: number[];
  /** Excluded from the average. */
  excluded: number[];
  added: AddedEvent[];
}

/** Exports beside results that were saved, by name. */
export interface SavedExports {
  /** Written anew. */
  updated: string[];
  /** Changed since, or of other results: left as they are. */
  outdated: string[];
}

/** The segment around an event minus its baseline, and the positions of its measures. */
export interface EventPicture {
  values: Float64Array;
  /** Smoothed as for the measurement; null if the file has no positions of measures. */
  smoothed: Float64Array | null;
  /** Samples of `values` before the location of the steepest rise. */
  points_before: number;
  /** Positions of 10 and 90 % of the amplitude, in samples of `values`; null if they coincide. */
  rise: { from: number; to: number } | null;
  /**
   * Exponential fitted to the decay of this event, up to the next one; as {@link AverageEvent.fit}. 'meaningless' where
   * it settled on something that is no decay of this event; null where none could be fitted.
   */
  fit: AverageEvent['fit'] | 'meaningless';
}

/** Explanation of a point of the trace: whether there is an event, and the rule that decided. */
export interface Why {
  sample: number;
  verdict: Verdict | 'deleted' | 'added' | 'unknown';
  /** One sentence, with the numbers that decided. */
  text: string;
  /** Maximum over the windows that could have shown an event here; NaN if the file has no prediction. */
  probability: number;
  model_threshold: number;
  /** Steepest smoothed rise near the point; NaN if the recording is not available. */
  gradient: number;
  gradient_threshold: number;
}

/** Differences between two results of the same recording; events of both in order of time. */
export interface ResultsComparison {
  tolerance_s: number;
  /** Locations found only in these results. */
  gained: number[];
  /** Events found only in the other results. */
  lost: LostEvent[];
  /**
   * Found in both, but not at the same sample. None in a list of times: it may give another point of an event, its onset
   * or its peak.
   */
  moved: { location: number; other: number; difference_s: number }[];
  /** Number of events found in both. */
  matched: number;
}

/** An event that only the other results have. */
export interface LostEvent {
  location: number;
  time_s: number;
  /** NaN in a list of times. */
  amplitude: number;
}

/** The analysed trace. */
export interface SourceTrace {
  recipe: Recipe;
  samples: number;
  rate_hz: number;
}

/**
 * `h5` and `csv` are miniML's own formats, `table` has one row per event, `xlsx` is a workbook with events, average,
 * statistics and parameters.
 */
export type ResultsFormat = 'h5' | 'csv' | 'table' | 'xlsx';

/** Results with these edits in place of those in the file. */
export interface EditedResults {
  path: string;
  edits: ResultsEdits;
}

/** The part of results that edits change; see {@link import('../../../engine/results/edits').edited}. */
export interface ResultsTables {
  events: DetectedEvent[];
  deleted: DetectedEvent[];
  average: AverageEvent | null;
  statistics: Statistics;
}

/** A results file as an editor opens it. */
export interface ResultsContents extends ResultsTables {
  edits: ResultsEdits;
  /** Equal for files of the same detection, whatever edits they have. */
  detection_key: string;
  writtenBy: string;
  /** False for files of the Python program, which contain less. */
  complete: boolean;
  source: Detection['source'];
  model: string;
  parameters: Parameters;
  rate_hz: number;
  unit: string;
  samples: number;
  points_before: number;
  points_after: number;
  has_prediction: boolean;
  /** Excluded samples of the trace, sorted and non-overlapping; empty if the file has no record of them. */
  excluded: SampleRange[];
  /** Number of events deleted by the Python program, which does not keep them. */
  deleted_for_good: number;
  warnings: Warning[];
}

/** The file that a request saves to. */
export interface SavedTarget {
  target: string;
  /** Stamp of the contents that the edits are based on; undefined replaces any. */
  expected?: string;
}

export interface Stamped {
  /** Stamp of the saved file, see {@link import('../../../engine/files/file-stamp').fileStamp}. */
  stamp: string;
}
