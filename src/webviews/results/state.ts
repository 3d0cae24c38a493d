import { type Listing, wholeList } from './listing';
import type { MeasureId } from './measures';

/** How the user looks at the events; it outlives a hidden view. What was made of them lives in the document. */
export interface ViewState {
  /** Location of the event that is shown; null before there is one. */
  current: number | null;
  /** Locations of the selected events, the shown one among them. */
  selection: readonly number[];
  listing: Listing;
  filterShown: boolean;
  /** Of the distributions. */
  measure: MeasureId;
  /** Samples of the recording that are shown; null follows the event. */
  stretch: { from: number; to: number } | null;
  /** Sample. */
  cursor: number | null;
  /** Number of the difference that is shown, when results are compared. */
  difference: number | null;
}

const first: ViewState = {
  current: null,
  selection: [],
  listing: wholeList,
  filterShown: false,
  measure: 'amplitude',
  stretch: null,
  cursor: null,
  difference: null,
};

/** What was stored, as far as it still means something; a fresh view shows the first event. */
export function restoredState(
  stored: Partial<ViewState> | undefined,
  locations: ArrayLike<number>,
): ViewState {
  const state = { ...first, ...stored };
  const known = new Set(Array.from(locations));
  const current = state.current !== null && known.has(state.current) ? state.current : (locations[0] ?? null);
  const selection = state.selection.filter((location) => known.has(location));
  return { ...state, current, selection: selection.length > 0 || current === null ? selection : [current] };
}
