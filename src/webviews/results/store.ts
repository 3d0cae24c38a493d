import type { Why } from '../../common/api/engine/results';
import type {
  ComparisonView,
  ResultsReady,
  ResultsSnapshot,
  ResultsTablesView,
} from '../../common/api/views/results';
import type { MeasureId } from '../../common/events/event-columns';
import type { Listing } from './listing';
import {
  type Answers,
  initialState,
  type Ready,
  type ResultsState,
  readyOf,
  restoredView,
  type ViewState,
} from './state';
import {
  differenceShown,
  panned,
  type StateAction,
  selected,
  shown,
  transitions,
  withCursorPlaced,
  withView,
  zoomedAt,
} from './transitions';

export type ResultsMessage =
  /** @property stored view state from before it was hidden */
  | { type: 'snapshot'; snapshot: ResultsSnapshot; stored?: Partial<ViewState> }
  /** @property show location of the first event concerned */
  | { type: 'tables'; tables: ResultsTablesView; show: number | undefined }
  | { type: 'status'; status: ResultsReady['status'] }
  | { type: 'comparison'; comparison: ComparisonView | null }
  /** @property page number of list rows per page */
  | { type: 'action'; action: StateAction; page: number }
  | { type: 'change'; patch: Partial<ViewState> }
  | { type: 'list'; patch: Partial<Listing> }
  /** Sorts by a measure; the same one again reverses the order. */
  | { type: 'sort'; measure: MeasureId }
  | { type: 'select'; location: number; how: 'one' | 'range' | 'toggle' }
  | { type: 'show' | 'added'; location: number }
  | { type: 'showDifference'; index: number }
  | { type: 'placeCursor' }
  | { type: 'zoom'; factor: number; centre: number }
  | { type: 'pan'; share: number }
  | { type: 'why'; why: Why }
  | { type: 'picture'; picture: NonNullable<Answers['picture']> }
  | { type: 'snippets'; snippets: NonNullable<Answers['snippets']> }
  | { type: 'trace'; trace: NonNullable<Answers['trace']> }
  /** An edit of this view started or ended. */
  | { type: 'editing'; by: 1 | -1 }
  | { type: 'failed'; message: string }
  | { type: 'failureDismissed' | 'keysClosed' }
  | { type: 'announce'; text: string };

export function update(state: ResultsState, message: ResultsMessage): ResultsState {
  switch (message.type) {
    case 'snapshot':
      return withSnapshot(state, message.snapshot, message.stored);
    case 'tables':
      return withTables(state, message.tables, message.show);
    case 'status':
      return withResults(state, { status: message.status });
    case 'comparison':
      return withView(withResults(state, { comparison: message.comparison }), { difference: null });
    case 'why':
      return { ...state, why: message.why };
    case 'picture':
      return { ...state, answers: { ...state.answers, picture: message.picture } };
    case 'snippets':
      return { ...state, answers: { ...state.answers, snippets: message.snippets } };
    case 'trace':
      return { ...state, answers: { ...state.answers, trace: message.trace } };
    case 'editing':
      return { ...state, pending: state.pending + message.by };
    case 'failed':
      return { ...state, failure: message.message };
    case 'failureDismissed':
      // Data that failed to load are requested again.
      return { ...state, failure: null, answers: initialState.answers };
    case 'keysClosed':
      return state.keysOpen ? { ...state, keysOpen: false } : state;
    case 'announce':
      return { ...state, announcement: message.text };
    default:
      return withReady(state, (ready) => looked(ready, state, message));
  }
}

type Look = Extract<
  ResultsMessage,
  {
    type:
      | 'action'
      | 'change'
      | 'list'
      | 'sort'
      | 'select'
      | 'show'
      | 'added'
      | 'showDifference'
      | 'placeCursor'
      | 'zoom'
      | 'pan';
  }
>;

/** Changes the view state. */
function looked(ready: Ready, state: ResultsState, message: Look): ResultsState {
  const { listing } = ready.view;
  switch (message.type) {
    case 'action':
      return transitions[message.action](ready, state, message.page);
    case 'change':
      return withView(state, message.patch);
    case 'list':
      return withView(state, { listing: { ...listing, ...message.patch } });
    case 'sort':
      return withView(state, {
        listing: {
          ...listing,
          sort: message.measure,
          descending: listing.sort === message.measure && !listing.descending,
        },
      });
    case 'select':
      return selected(ready, state, message.location, message.how);
    case 'show':
      return shown(ready, state, message.location);
    case 'added':
      return withView(state, { current: message.location, selection: [message.location] });
    case 'showDifference':
      return differenceShown(ready, state, message.index);
    case 'placeCursor':
      return withCursorPlaced(ready, state);
    case 'zoom':
      return zoomedAt(ready, state, message.factor, message.centre);
    case 'pan':
      return panned(ready, state, message.share);
  }
}

function withReady(state: ResultsState, next: (ready: Ready) => ResultsState): ResultsState {
  const ready = readyOf(state);
  return ready ? next(ready) : state;
}

function withResults(state: ResultsState, patch: Partial<ResultsReady>): ResultsState {
  const { snapshot } = state;
  return snapshot.kind === 'ready' ? { ...state, snapshot: { ...snapshot, ...patch } } : state;
}

function withSnapshot(
  state: ResultsState,
  snapshot: ResultsSnapshot,
  stored: Partial<ViewState> | undefined,
): ResultsState {
  if (snapshot.kind !== 'ready') return { ...state, snapshot };
  return {
    ...state,
    snapshot,
    view: restoredView(state.view ?? stored, snapshot.tables.events.location),
  };
}

/** Undone edits are scrolled into view; edits of this view are already visible. */
function withTables(state: ResultsState, tables: ResultsTablesView, show: number | undefined): ResultsState {
  const { snapshot, view, pending } = state;
  if (snapshot.kind !== 'ready') return state;
  const before = snapshot.tables.events.location;
  const elsewhere =
    show !== undefined && pending === 0 && before.includes(show) && !view?.selection.includes(show);
  const looking = view && elsewhere ? { ...view, current: show, selection: [show] } : view;
  return {
    ...state,
    snapshot: { ...snapshot, tables },
    view: restoredView(looking, tables.events.location),
    why: null,
  };
}
