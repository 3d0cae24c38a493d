import type { ComparisonView, ResultsAction } from '../../common/api/views/results';
import { knownMeasures } from '../shared/event-measures';
import { wholeList } from './listing';
import type { Ready, ResultsState, ViewState } from './state';
import { around, moved, zoomed } from './stretch';

/** Actions with effects on page or host; all others change only the state. */
export type EffectAction =
  | 'restoreEvents'
  | 'toggleExcluded'
  | 'addEvent'
  | 'why'
  | 'focusTrace'
  | 'focusEvents'
  | 'openRecording'
  | 'copyEvents'
  | 'exportFigures';

export type StateAction = Exclude<ResultsAction, EffectAction>;

/** @param page number of list rows per page */
type Transition = (ready: Ready, state: ResultsState, page: number) => ResultsState;

/** State transition of each action; the host edits the document separately. */
export const transitions: Readonly<Record<StateAction, Transition>> = {
  next: (ready, state) => step(ready, state, 1),
  previous: (ready, state) => step(ready, state, -1),
  first: (ready, state) => goTo(ready, state, 0),
  last: (ready, state) => goTo(ready, state, ready.rows.length - 1),
  pageDown: (ready, state, page) => step(ready, state, page),
  pageUp: (ready, state, page) => step(ready, state, -page),
  extendDown: (ready, state) => step(ready, state, 1, true),
  extendUp: (ready, state) => step(ready, state, -1, true),
  selectAll(ready, state) {
    const selection = locationsOf(ready);
    return { ...withView(state, { selection }), announcement: `${selection.length} events selected` };
  },
  clearSelection: ({ view }, state) =>
    withView(state, { selection: view.current === null ? [] : [view.current], cursor: null }),
  deleteEvents: pastDeleted,
  focusFilter: (_, state) => withView(state, { filterShown: true }),
  clearFilter: ({ view }, state) =>
    withView(state, {
      filterShown: false,
      listing: { ...view.listing, shown: 'all', conditions: wholeList.conditions },
    }),
  toggleDeleted: ({ view: { listing } }, state) =>
    withView(state, { listing: { ...listing, shown: listing.shown === 'kept' ? 'all' : 'kept' } }),
  cursorLeft: (ready, state) => moveCursor(ready, state, -1 / 200),
  cursorRight: (ready, state) => moveCursor(ready, state, 1 / 200),
  cursorFarLeft: (ready, state) => moveCursor(ready, state, -1 / 20),
  cursorFarRight: (ready, state) => moveCursor(ready, state, 1 / 20),
  panLeft: (ready, state) => panned(ready, state, -0.25),
  panRight: (ready, state) => panned(ready, state, 0.25),
  zoomIn: (ready, state) => zoomAtCursor(ready, state, 0.5),
  zoomOut: (ready, state) => zoomAtCursor(ready, state, 2),
  nextMeasure: (ready, state) => stepMeasure(ready, state, 1),
  previousMeasure: (ready, state) => stepMeasure(ready, state, -1),
  nextDifference: (ready, state) => stepDifference(ready, state, 1),
  previousDifference: (ready, state) => stepDifference(ready, state, -1),
  showKeys: (_, state) => ({ ...state, keysOpen: !state.keysOpen }),
};

export function withView(state: ResultsState, patch: Partial<ViewState>): ResultsState {
  if (!state.view) return state;
  const elsewhere = patch.cursor !== undefined && patch.cursor !== state.view.cursor;
  return { ...state, view: { ...state.view, ...patch }, why: elsewhere ? null : state.why };
}

/** Locations of the listed events, row by row. */
function locationsOf({ results, rows }: Ready): number[] {
  return Array.from(rows, (event) => results.tables.events.location[event]);
}

/** Shows an event, and the recording around it. */
export function shown(ready: Ready, state: ResultsState, location: number, extend = false): ResultsState {
  const { results, view } = ready;
  return withView(state, {
    current: location,
    selection: extend ? [...new Set([...view.selection, location])] : [location],
    stretch: around(location, view.stretch, results.window, results.samples),
    cursor: null,
  });
}

/** Mouse selection: one event, a range, or toggling one. */
export function selected(
  ready: Ready,
  state: ResultsState,
  location: number,
  how: 'one' | 'range' | 'toggle',
): ResultsState {
  const { view } = ready;
  if (how === 'one') return shown(ready, state, location);
  if (how === 'range') {
    const locations = locationsOf(ready);
    const ends = [locations.indexOf(view.current ?? location), locations.indexOf(location)];
    const [from, to] = [Math.max(0, Math.min(...ends)), Math.max(...ends)];
    return withView(state, { current: location, selection: locations.slice(from, to + 1) });
  }
  const others = view.selection.filter((other) => other !== location);
  return withView(state, {
    current: location,
    selection: others.length < view.selection.length ? others : [...others, location],
  });
}

export function differenceShown(ready: Ready, state: ResultsState, index: number): ResultsState {
  const { results, view } = ready;
  const difference = results.comparison && differencesOf(results.comparison)[index];
  if (!difference) return state;
  const { location, kind } = difference;
  const stretch = around(location, view.stretch, results.window, results.samples);
  const patch: Partial<ViewState> =
    kind === 'lost'
      ? { difference: index, stretch, cursor: location }
      : { difference: index, stretch, current: location, selection: [location], cursor: null };
  return { ...withView(state, patch), announcement: `${kind}, difference ${index + 1}` };
}

/** Places the cursor in the middle of the visible segment, unless it is placed already. */
export function withCursorPlaced(ready: Ready, state: ResultsState): ResultsState {
  return {
    ...moveCursor(ready, state, 0),
    announcement: 'Place the cursor on the recording first: press t, then the arrow keys.',
  };
}

export function panned({ results, stretch }: Ready, state: ResultsState, share: number): ResultsState {
  return withView(state, {
    stretch: moved(stretch, share * (stretch.to - stretch.from), results.samples),
  });
}

export function zoomedAt(
  { results, stretch }: Ready,
  state: ResultsState,
  factor: number,
  centre: number,
): ResultsState {
  return withView(state, { stretch: zoomed(stretch, factor, centre, results.samples) });
}

/** Moves to the next event that is not deleted, so that one key can process many. */
function pastDeleted(ready: Ready, state: ResultsState): ResultsState {
  const { results, view, rows } = ready;
  const chosen = new Set(view.selection);
  const { location, deleted } = results.tables.events;
  const stays = (event: number) => !chosen.has(location[event]) && deleted[event] === 0;
  const place = placeOf(ready);
  const after = rows.subarray(place + 1).find(stays) ?? rows.subarray(0, Math.max(0, place)).findLast(stays);
  return after === undefined ? state : shown(ready, state, location[after]);
}

function placeOf({ rows, event }: Ready): number {
  return event === undefined ? -1 : rows.indexOf(event);
}

function step(ready: Ready, state: ResultsState, by: number, extend = false): ResultsState {
  const place = placeOf(ready);
  const to = place < 0 ? 0 : Math.min(ready.rows.length - 1, Math.max(0, place + by));
  return goTo(ready, state, to, extend);
}

function goTo(ready: Ready, state: ResultsState, place: number, extend = false): ResultsState {
  const event = ready.rows[place];
  return event === undefined
    ? state
    : shown(ready, state, ready.results.tables.events.location[event], extend);
}

function moveCursor(
  { view, stretch: { from, to } }: Ready,
  state: ResultsState,
  share: number,
): ResultsState {
  const at = view.cursor ?? view.current ?? (from + to) / 2;
  const by = share * (to - from);
  // At least one sample, so that the key always has an effect.
  const step = share === 0 ? 0 : Math.sign(by) * Math.max(1, Math.abs(by));
  return withView(state, { cursor: Math.round(Math.min(to - 1, Math.max(from, at + step))) });
}

function zoomAtCursor(ready: Ready, state: ResultsState, factor: number): ResultsState {
  const { view, stretch } = ready;
  const centre = view.cursor ?? view.current ?? (stretch.from + stretch.to) / 2;
  return zoomedAt(ready, state, factor, centre);
}

function stepMeasure({ results, view }: Ready, state: ResultsState, by: number): ResultsState {
  const known = knownMeasures(results.tables.events);
  const place = known.findIndex(({ id }) => id === view.measure);
  const next = known[(place + by + known.length) % known.length];
  return next ? withView(state, { measure: next.id }) : state;
}

function stepDifference(ready: Ready, state: ResultsState, by: number): ResultsState {
  const { comparison } = ready.results;
  if (!comparison) return { ...state, announcement: 'Compare with other results first.' };
  const count = differencesOf(comparison).length;
  if (count === 0) return { ...state, announcement: 'The results do not differ.' };
  const start = ready.view.difference ?? (by > 0 ? -1 : count);
  return differenceShown(ready, state, (start + by + count) % count);
}

/** An event that is not at the same sample in both results. */
export interface Difference {
  kind: 'gained' | 'lost' | 'moved';
  /** Sample of the event, here or in the other results. */
  location: number;
  /** Delay in the other results. */
  difference_s?: number;
}

/** All differences in order of time. */
export function differencesOf({ gained, lost, moved }: ComparisonView): Difference[] {
  return [
    ...gained.map((location): Difference => ({ kind: 'gained', location })),
    ...lost.map(({ location }): Difference => ({ kind: 'lost', location })),
    ...moved.map(({ location, difference_s }): Difference => ({ kind: 'moved', location, difference_s })),
  ].sort((a, b) => a.location - b.location);
}
