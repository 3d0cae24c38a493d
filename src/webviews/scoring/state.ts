import { type Listing, wholeFile } from './list';

/** How the user looks at the windows; it outlives a hidden view. Which scores they have lives in the document. */
export interface ViewState {
  /** Number of the window that is shown. */
  window: number;
  listing: Listing;
  /** The grid instead of one window. */
  overview: boolean;
  /** Events point the other way than the file or the settings say. */
  reversed: boolean;
  smooth: boolean;
  commonScale: boolean;
  surroundings: boolean;
  probability: boolean;
  filterShown: boolean;
  /** Notes the user has put away. */
  seen: readonly string[];
}

const first: ViewState = {
  window: 0,
  listing: wholeFile,
  overview: false,
  reversed: false,
  smooth: false,
  commonScale: false,
  surroundings: true,
  probability: false,
  filterShown: false,
  seen: [],
};

/** What was stored, as far as it still means something; a fresh view begins at the first unscored window. */
export function restoredState(stored: Partial<ViewState> | undefined, scores: Int8Array): ViewState {
  if (!stored) return { ...first, window: Math.max(0, scores.indexOf(-1)) };
  const state = { ...first, ...stored };
  // Doubt comes from a model, which has to be run again.
  const { sort } = state.listing;
  const listing = sort === 'doubtful' || sort === 'probability' ? wholeFile : state.listing;
  return { ...state, listing, probability: false, window: Math.min(state.window, scores.length - 1) };
}
