import type { EventPicture, Why } from '../../common/api/engine/results';
import type { ResultsReady, ResultsSnapshot, ResultsTablesView } from '../../common/api/views/results';
import type { MeasureId } from '../../common/events/event-columns';
import type { TraceWindow } from '../../common/traces/trace-window';
import { type Listing, listed, wholeList } from './listing';
import { around, type Stretch } from './stretch';

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
  stretch: Stretch | null;
  /** Sample. */
  cursor: number | null;
  /** Number of the difference that is shown, when results are compared. */
  difference: number | null;
}

/** What the host answered about what is shown; each says what it belongs to. */
export interface Answers {
  picture: { tables: ResultsTablesView; location: number; picture: EventPicture } | null;
  snippets: { tables: ResultsTablesView; values: Float32Array } | null;
  trace: { stretch: Stretch; trace: TraceWindow; prediction: TraceWindow | null } | null;
}

export interface ResultsState {
  snapshot: ResultsSnapshot;
  /** null until the first snapshot of events. */
  view: ViewState | null;
  answers: Answers;
  why: Why | null;
  /** What went wrong last, in one sentence. */
  failure: string | null;
  /** Last announcement for screen readers. */
  said: string;
  keysOpen: boolean;
  /** Edits under way that began here. */
  pending: number;
}

const noAnswers: Answers = { picture: null, snippets: null, trace: null };

export const initialState: ResultsState = {
  snapshot: { kind: 'opening', name: '' },
  view: null,
  answers: noAnswers,
  why: null,
  failure: null,
  said: '',
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

/** What was stored, as far as it still means something; a fresh view shows the first event. */
export function restoredView(
  stored: Partial<ViewState> | null | undefined,
  locations: ArrayLike<number>,
): ViewState {
  const view = { ...firstView, ...stored };
  const known = new Set(Array.from(locations));
  const current = view.current !== null && known.has(view.current) ? view.current : (locations[0] ?? null);
  const selection = view.selection.filter((location) => known.has(location));
  return { ...view, current, selection: selection.length > 0 || current === null ? selection : [current] };
}

/** The state while events are shown, with what follows from it. */
export interface Ready {
  results: ResultsReady;
  view: ViewState;
  /** Event numbers, row by row. */
  rows: Uint32Array;
  stretch: Stretch;
  /** Number of the event that is shown. */
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

/** Filtering and sorting many events takes time, and most changes leave them as they are. */
function rowsOf({ tables: { events }, unit }: ResultsReady, listing: Listing): Uint32Array {
  if (lastRows?.events !== events || lastRows.unit !== unit || lastRows.listing !== listing)
    lastRows = { events, unit, listing, rows: listed(events, unit, listing) };
  return lastRows.rows;
}
