import type { Suggestion } from './suggestion';

// What the engine answers about window sizes, for those who show it.

/** Events that anybody would see, found without a model. */
export interface ClearEvents {
  /** Samples of the steepest rises in the direction of `event_direction`, ascending. */
  locations: Float64Array;
  /** What they look like; null where none stand out in either direction. */
  suggestion: Suggestion | null;
}

/** A window over a trace, in samples as recorded. */
export interface PlacedWindow {
  from: number;
  win_size: number;
}

/** A window as the model gets it. */
export interface WindowShape {
  /** As many samples as the model takes, from 0 to 1, upside down where the model knows the other direction. */
  values: Float32Array;
  /** What the model makes of it. */
  probability: number;
}

/** How well the model gets on with a window size. */
export interface SizeScore {
  win_size: number;
  /** Clear events that were found. */
  found: number;
  /** Mean probability at the clear events; one that was not found counts as 0. */
  clear_score: number;
  /** All events that were found. */
  events: number;
  /**
   * From 0 to 1: how far other sizes find the same events, times the share of clear events that were found; see
   * {@link import('../../../engine/tuning/window-sizes').scoreSizes}.
   */
  agreement: number;
}

export interface SizeScores {
  /** By size, ascending. */
  sizes: SizeScore[];
  /** The size to take, null where no size finds a clear event. */
  best: number | null;
  /** Clear events in what was looked at, and how long that is. */
  clear: number;
  seconds: number;
}
