import type { ParameterName, Parameters, WrittenParameters } from '../parameters/parameters';
import type { SampleRange } from '../traces/sample-ranges';
import type { Warning } from '../warning';
import type { Candidate } from './candidate';
import type { Direction } from './direction';
import type { AveragedField, EventField, ReasonField, SummarisedField } from './event-columns';

/**
 * One event, detected and measured. Its numbers are declared in {@link import('./measures').STORED_MEASURES}. Samples
 * count from 0 in the analysed trace (see {@link Detection.source}); values are in the trace's unit, with their sign
 * as recorded; NaN where a measure does not exist.
 */
export interface DetectedEvent extends Record<EventField, number> {
  /** `location` as sweep of the recording and sample within it. */
  origin: { sweep: number; sample: number };
  /** No neighbour is close enough to affect it: part of the average event. */
  isolated: boolean;
  /**
   * At the trace edge: in the first window, or so close to the end that its segment is cut off. miniML does not report
   * such events; here they are listed, but other events' measures, the average and statistics ignore them.
   */
  border: boolean;
  /** Added by a person, not found by the detection. */
  added?: true;
  /** Excluded from the average event by hand, isolated or not. */
  excluded?: true;
  /** Numbers that made this an event. */
  reason: Record<ReasonField, number>;
}

/** A parameter that the program chose from the recording. */
export interface ParameterChoice {
  parameter: ParameterName;
  value: string | number;
  /** One or two sentences. */
  reason: string;
}

/** Result of one detection in one trace. */
export interface Detection {
  source: {
    /** Absolute path, and SHA-256 of the file in hex. */
    path: string;
    sha256: string;
    series: string;
    channel: number;
    channel_name: string;
    /** The analysed sweep, null for all joined. */
    sweep: number | null;
  };
  model: { path: string; name: string; sha256: string; input_length: number };
  /** All parameters as used, including rate, unit and scaling, with nulls filled in. */
  parameters: Parameters;
  /** Parameters as requested, to repeat the detection on another recording. */
  recipe: WrittenParameters;
  /** Parameters chosen from the recording, with reasons; absent unless requested. */
  auto?: ParameterChoice[];
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
   * Segments of the trace around the events, minus their baselines, with their sign as recorded and not smoothed:
   * events.length × (points_before + points_after), row-major; NaN beyond the ends of the trace.
   */
  snippets: Float64Array;
  /** Null if events of both directions were searched: see {@link averages}. */
  average: AverageEvent | null;
  /** The average event of each direction, if both were searched. */
  averages?: Record<Direction, AverageEvent | null>;
  statistics: Statistics;
  /**
   * Probability for each window, in order; NaN for windows that a screened prediction skipped. Kept for the editors;
   * written only on request. If both directions were searched, the higher of their probabilities.
   */
  prediction: Float32Array;
  /** Those of each direction, if both were searched. */
  predictions?: Record<Direction, Float32Array>;
  /** Present if windows were screened ({@link Parameters.prediction_method}). */
  screening?: ScreeningFacts;
  /**
   * Minimum smoothed gradient of a rise, in unit / s times the direction; of both directions the lower one. Each event
   * has its own.
   */
  gradient_threshold: number;
  /** Peaks of the prediction and their outcomes, in order; read by {@link explain}. */
  candidates: Candidate[];
  /** Segments of missing values (NaN in the file); without events, and not counted as event-free. */
  missing: SampleRange[];
  /** Samples excluded by the parameter `exclude`, sorted and non-overlapping: see {@link statistics}. */
  excluded: SampleRange[];
  seconds: number;
  windows_per_s: number;
  backend: string;
  /** Warnings for the user: excluded segments, implausible parameters. */
  warnings: Warning[];
}

/** What a screened prediction computed, and what its certificate found. */
export interface ScreeningFacts {
  windows: number;
  /** Windows that the network was run on. */
  computed: number;
  /** Windows that the screening network skipped and the network was run on all the same, as a sample. */
  sampled: number;
  /**
   * Sampled windows in peaks that the screening network missed: the probability reaches a fifth of the threshold, and all
   * windows of the peak were skipped.
   */
  missed: number;
  /** False: the screening network missed too many, and all windows were computed. */
  passed: boolean;
}

export interface AverageEvent extends Record<AveragedField, number> {
  /** points_before + points_after values, with their sign as recorded. */
  values: Float64Array;
  /** Events in the average. */
  count: number;
  /** NaN if the fit did not converge. */
  decay_tau_s: number;
  /**
   * Exponential fitted to `values` from sample `from` on: amplitude · exp(−t / tau) + offset, t in seconds
   * from there; amplitude and offset with their sign as recorded.
   */
  fit: { amplitude: number; tau_s: number; offset: number; from: number } | null;
}

export interface Statistics extends Record<SummarisedField, Summary> {
  events: number;
  /** Duration without excluded intervals. The frequency is the number of events in that time. */
  duration_s: number;
  frequency_hz: number;
  average_score: number;
  decay_tau_s: number;
  /**
   * Present if events of both directions were searched: each direction by itself. Summaries of measures over both have
   * no values, since inward and outward events are never averaged together; numbers, durations and frequencies are of
   * all events.
   */
  directions?: Record<Direction, Statistics>;
}

/** Over the events for which the measure exists; sd is the sample standard deviation, cv = sd / mean. */
export interface Summary {
  n: number;
  mean: number;
  sd: number;
  median: number;
  cv: number;
}
