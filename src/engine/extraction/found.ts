import type { ExtractionCounts } from '../../common/api/engine/extraction';

/** Result of a search in one trace, before windows are chosen from it. Samples of the trace, in order. */
export interface FoundWindows extends Pick<ExtractionCounts, 'thresholds' | 'template'> {
  /** Starts of windows with a clear event. */
  clear: number[];
  /** Starts of windows to be scored by hand, those that repeat a clear one among them. */
  doubtful: number[];
  /** How undecided each doubtful window is, the smallest number the most; null where the method cannot tell. */
  certainty: number[] | null;
  /** Everything that may be an event; noise windows keep a window's distance from it. */
  suspects: number[];
}
