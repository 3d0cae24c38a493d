import type { Template } from './template';

/** What a method found in one trace, before windows are chosen from it. Samples of the trace, in order. */
export interface Found {
  /** Starts of windows with a clear event. */
  clear: number[];
  /** Starts of windows to be judged, those that repeat a clear one among them. */
  doubtful: number[];
  /** How undecided each doubtful window is, the smallest number the most; null where the method cannot tell. */
  certainty: number[] | null;
  /** Everything that may be an event, from which noise keeps a window's distance. */
  suspects: number[];
  /** The criterion's levels as they were used, with the unit they have. */
  thresholds: { high: number; mid: number; low: number; unit: string };
  template: Template | null;
}
