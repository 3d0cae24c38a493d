import type { EventPicture, Why } from '../../common/api/engine/results';
import type { ResultsReady, ResultsSnapshot, ResultsTablesView } from '../../common/api/views/results';
import type { MeasureId } from '../../common/events/event-columns';
import type { SampleRange } from '../../common/traces/sample-ranges';
import type { TraceWindow } from '../../common/traces/trace-window';
import { isKnownMeasure } from '../shared/event-measures';
import { type Listing, listed, wholeList } from './listing';
import { around } from './stretch';

/** View state, which outlives a hidden view. Edits are in the document. */
export interface ViewState {
  /** Location of the displayed event; null before there is one. */
  current: number | null;
  /** Locations of the selected events, including the displayed one. */
  selection: readonly number[];
  listing: Listing;
  filterShown: boolean;
  /** Measure of the distributions. */
  measure: MeasureId;
  /** Visible samples of the recording; null follows the event. */
  stretch: SampleRange | null;
  /** Sample. */
  cursor: number | null;
  /** Index of the displayed difference in a comparison. */
  difference: number | null;
}

/** Answers of the host, each with the key of its subject. */
export interface Answers {
  picture: { tables: ResultsTablesView; location: number; picture: EventPicture } | null;
  snippets: { tables: ResultsTablesView; values: Float32Array } | null;
  trace: { stretch: SampleRange; trace: TraceWindow; prediction: TraceWindow | null } | null;
}

export interface ResultsState {
  snapshot: ResultsSnapshot;
  /** null until the first snapshot of events. */
  view: ViewState | null;
  answers: Answers;
  why: Why | null;
  /** Reason of the last failure, in one sentence. */
  failure: string | null;
  /** Last announcement for screen readers. */
  announcement: string;
  keysOpen: boolean;
  /** Number of pending edits from this view. */
  pending: number;
}

const noAnswers: Answers = { picture: null, snippets: null, trace: null };

export const initialState: ResultsState = {
  snapshot: { kind: 'opening', name: '' },
  view: null,
  answers: noAnswers,
  why: null,
  failure: null,
  announcement: '',
  keysOpen: false,
  pending: 0,
};

const firstView: ViewState = {
  current: null,
  selection: [],
  listing: wholeList,
  filterShown: false,
  measure: 'amplitude',
  stretch: null,
  cursor: null,
  difference: null,
};

/** Restores a stored state as far as it is still valid; a new view shows the first event. */
export function restoredView(
  stored: Partial<ViewState> | null | undefined,
  locations: ArrayLike<number>,
): ViewState {
  const view = { ...firstView, ...stored };
  const { listing } = view;
  const known = new Set(Array.from(locations));
  const current = view.current !== null && known.has(view.current) ? view.current : (locations[0] ?? null);
  const selection = view.selection.filter((location) => known.has(location));
  return {
    ...view,
    // A newer or older version may have other measures.
    measure: isKnownMeasure(view.measure) ? view.measure : firstView.measure,
    listing: {
      ...listing,
      sort: isKnownMeasure(listing.sort) ? listing.sort : wholeList.sort,
      conditions: listing.conditions.filter(({ measure }) => isKnownMeasure(measure)),
    },
    current,
    selection: selection.length > 0 || current === null ? selection : [current],
  };
}

/** State while events are shown, with derived values. */
export interface Ready {
  results: ResultsReady;
  view: ViewState;
  /** Event indices, row by row. */
  rows: Uint32Array;
  stretch: SampleRange;
  /** Index of the displayed event. */
  event: number | undefined;
}

export function readyOf({ snapshot, view }: ResultsState): Ready | undefined {
  if (snapshot.kind !== 'ready' || !view) return undefined;
  const { window, samples, tables } = snapshot;
  const event = view.current === null ? -1 : tables.events.location.indexOf(view.current);
  return {
    results: snapshot,
    view,
    rows: rowsOf(snapshot, view.listing),
    stretch: view.stretch ?? around(view.current ?? window * 4, null, window, samples),
    event: event < 0 ? undefined : event,
  };
}

let lastRows: { events: unknown; unit: string; listing: Listing; rows: Uint32Array } | undefined;

/** Memoised: filtering and sorting many events takes time, and most changes do not affect it. */
function rowsOf({ tables: { events }, unit }: ResultsReady, listing: Listing): Uint32Array {
  if (lastRows?.events !== events || lastRows.unit !== unit || lastRows.listing !== listing)
    lastRows = { events, unit, listing, rows: listed(events, unit, listing) };
  return lastRows.rows;
}
