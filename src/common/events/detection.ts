import type { Parameters } from '../parameters/parameters';
import type { Stretch } from '../traces/stretch';
import type { Candidate } from './candidate';

/**
 * One event, found and measured. Samples count from 0 in the analysed trace (see {@link Detection.source});
 * values are in the trace's unit, with their sign as recorded; NaN where a measure does not exist.
 */
export interface DetectedEvent {
  /** Sample of the steepest rise. */
  location: number;
  /** The same in seconds from the start of the trace. */
  time_s: number;
  /** Sweep of the recording, and sample in it, that `location` is. */
  origin: { sweep: number; sample: number };
  /** Highest probability in the event's region of the prediction. */
  score: number;
  /** Peak minus baseline. Negative for negative events. */
  amplitude: number;
  baseline: number;
  baseline_from: number;
  baseline_to: number;
  onset: number;
  peak: number;
  /** Smoothed value at the peak. */
  peak_value: number;
  risetime_s: number;
  halfdecay_s: number;
  /** Sample at which half the amplitude has decayed. */
  halfdecay: number;
  /** From the last crossing of half the amplitude before the peak to the first one after it. */
  halfwidth_s: number;
  /** Integral over the event in unit × seconds. */
  charge: number;
  /** Smoothed gradient at `location` in unit / s, in the direction of the events: positive for a rise. */
  slope: number;
  /** From the peak of the event before to this one's; NaN for the first. */
  interval_s: number;
  /** No neighbour near enough to bend it: part of the average event. */
  isolated: boolean;
  /**
   * In the first window, or so near to the end that the stretch around it is cut. miniML leaves such events
   * out; here they are listed beside the others, whose measures, average and statistics know nothing of them.
   */
  border: boolean;
  /** Found by a person, not by the detection. */
  added?: true;
  /** Left out of the average event by hand, isolated or not. */
  excluded?: true;
  /** Why this is an event. */
  reason: {
    /** Stretch of the trace that was searched, from a peak of the prediction. */
    region_from: number;
    region_to: number;
    /** Smoothed gradient at `location`, and the least it had to be, as {@link slope}. */
    gradient: number;
    gradient_threshold: number;
  };
}

/** What one run of the detection found in one trace. */
export interface Detection {
  source: {
    /** Absolute path, SHA-256 of the file in hex. */
    path: string;
    sha256: string;
    series: string;
    channel: number;
    channel_name: string;
    /** The analysed sweep, null for all joined. */
    sweep: number | null;
  };
  model: { path: string; name: string; sha256: string; input_length: number };
  /** Every parameter as it was used; values left to the program are filled in. */
  parameters: Parameters;
  rate_hz: number;
  unit: string;
  samples: number;
  /** Window step actually used, in raw samples. */
  stride: number;
  /** Samples of baseline before `location` in {@link snippets}, see `add_points` in the reference. */
  points_before: number;
  points_after: number;
  events: DetectedEvent[];
  /**
   * Stretches of the trace around the events, minus their baselines, with their sign as recorded and not
   * smoothed: events.length × (points_before + points_after), row-major; NaN beyond the ends of the trace.
   */
  snippets: Float64Array;
  average: AverageEvent | null;
  statistics: Statistics;
  /** Probability for each window, in order. Kept for the editors; written only on request. */
  prediction: Float32Array;
  /** Least smoothed gradient of a rise, in unit / s times the direction. */
  gradient_threshold: number;
  /** What the prediction proposed and what became of it, in order; {@link explain} reads it. */
  candidates: Candidate[];
  /** Stretches without values (NaN in the file): no events there, and not counted as event-free. */
  missing: Stretch[];
  /** Stretches that the parameter `exclude` leaves out, in order and apart: see {@link statistics}. */
  excluded: Stretch[];
  seconds: number;
  windows_per_s: number;
  backend: string;
  /** Things the user should know: stretches left out, parameters that look odd. */
  warnings: string[];
}

export interface AverageEvent {
  /** points_before + points_after values, with their sign as recorded. */
  values: Float64Array;
  /** Events in the average. */
  count: number;
  amplitude: number;
  risetime_s: number;
  halfdecay_s: number;
  halfwidth_s: number;
  charge: number;
  /** NaN if the fit did not converge. */
  decay_tau_s: number;
  /**
   * Exponential fitted to `values` from sample `from` on: amplitude · exp(−t / tau) + offset, t in seconds
   * from there; amplitude and offset with their sign as recorded.
   */
  fit: { amplitude: number; tau_s: number; offset: number; from: number } | null;
}

export interface Statistics {
  events: number;
  /** The time that was looked at: without what is left out by `exclude`. The frequency is events in that time. */
  duration_s: number;
  frequency_hz: number;
  average_score: number;
  amplitude: Summary;
  charge: Summary;
  risetime_s: Summary;
  halfdecay_s: Summary;
  halfwidth_s: Summary;
  slope: Summary;
  interval_s: Summary;
  decay_tau_s: number;
}

/** Over the events for which the measure exists; sd is the sample standard deviation, cv = sd / mean. */
export interface Summary {
  n: number;
  mean: number;
  sd: number;
  median: number;
  cv: number;
}
