import { type Listing, wholeFile } from './list';

/** View state, which outlives a hidden view; scores are in the document. */
export interface ViewState {
  /** Number of the window that is shown. */
  window: number;
  listing: Listing;
  /** Shows the grid instead of one window. */
  overview: boolean;
  /** Reverses the direction of events from the file or the settings, in this view. */
  reversed: boolean;
  smooth: boolean;
  /** All windows at the same scale, each around its own baseline. */
  commonScale: boolean;
  surroundings: boolean;
  probability: boolean;
  filterShown: boolean;
  /** Notes that the user has dismissed. */
  seen: readonly string[];
}

const first: ViewState = {
  window: 0,
  listing: wholeFile,
  overview: false,
  reversed: false,
  smooth: false,
  commonScale: true,
  surroundings: true,
  probability: false,
  filterShown: false,
  seen: [],
};

/** Restores a stored state as far as it is valid; a new view starts at the first unscored window. */
export function restoredState(stored: Partial<ViewState> | undefined, scores: Int8Array): ViewState {
  if (!stored) return { ...first, window: Math.max(0, scores.indexOf(-1)) };
  const state = { ...first, ...stored };
  // Probabilities have to be computed again.
  const { sort } = state.listing;
  const listing = sort === 'doubtful' || sort === 'probability' ? wholeFile : state.listing;
  return { ...state, listing, probability: false, window: Math.min(state.window, scores.length - 1) };
}
