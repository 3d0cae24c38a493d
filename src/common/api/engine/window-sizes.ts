// Answers of the engine about window sizes.

/** Events that are clear without a model. */
export interface ClearEvents {
  /** Samples of the steepest rises in the direction of `event_direction`, ascending. */
  locations: Float64Array;
  /** Their estimated properties; null if none stand out in either direction. */
  suggestion: Suggestion | null;
}

/** A window over a trace, in samples as recorded. */
export interface PlacedWindow {
  from: number;
  win_size: number;
}

/** A window as the model receives it. */
export interface WindowShape {
  /** As many samples as the model takes, scaled to 0…1, inverted if the model was trained on the other direction. */
  values: Float32Array;
  /** The model's probability. */
  probability: number;
}

/** Performance of the model at one window size. */
export interface SizeScore {
  win_size: number;
  /** Number of clear events found. */
  found: number;
  /** Mean probability at the clear events; one that was not found counts as 0. */
  clear_score: number;
  /** Number of all events found. */
  events: number;
  /**
   * From 0 to 1: agreement with the events found at other sizes, times the fraction of clear events found, averaged with
   * neighbouring sizes; see {@link
   * import('../../../engine/tuning/window-sizes').scoreSizes}.
   */
  agreement: number;
}

export interface SizeScores {
  /** By size, ascending. */
  sizes: SizeScore[];
  /** The recommended size, null if no size finds a clear event. */
  best: number | null;
  /** Number of clear events in the searched segment, and its duration. */
  clear: number;
  seconds: number;
}

/** First estimate of the events of a recording. */
export interface Suggestion {
  direction: 'negative' | 'positive';
  /** How clearly one direction has the steeper rises: 0 not at all, 1 completely. */
  clarity: number;
  /** Number of rises found in this direction. */
  events: number;
  /** Time from the peak of their average to 37 % of it. */
  decay_s: number;
  /** Window size that holds such an event, in samples, rounded to a convenient number. */
  win_size: number;
}
