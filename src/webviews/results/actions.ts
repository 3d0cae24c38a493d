import type { EditKind, ResultsAction, ResultsReady } from '../../common/api/views/results';
import { differencesOf } from './comparison';
import { wholeList } from './listing';
import { knownMeasures } from './measures';
import type { ViewState } from './state';
import { moved, type Stretch, zoomed } from './stretch';

/** What actions work with. */
export interface ActionContext {
  results: ResultsReady;
  state: ViewState;
  /** Event numbers, row by row. */
  rows: Uint32Array;
  stretch: Stretch;
  /** Rows that fit. */
  page: number;
  change(patch: Partial<ViewState>): void;
  show(location: number, extend: boolean): void;
  showDifference(index: number): void;
  edit(kind: EditKind, locations: readonly number[]): void;
  add(sample: number): void;
  why(sample: number): void;
  openRecording(): void;
  focusTrace(): void;
  focusEvents(): void;
  focusFilter(): void;
  copyEvents(): void;
  exportFigures(): void;
  showKeys(): void;
  say(text: string): void;
}

type Act = (context: ActionContext) => void;

/** What each action does. */
export const actions: Readonly<Record<ResultsAction, Act>> = {
  next: (c) => step(c, 1),
  previous: (c) => step(c, -1),
  first: (c) => goTo(c, 0),
  last: (c) => goTo(c, c.rows.length - 1),
  pageDown: (c) => step(c, c.page),
  pageUp: (c) => step(c, -c.page),
  extendDown: (c) => step(c, 1, true),
  extendUp: (c) => step(c, -1, true),
  selectAll: ({ results, rows, change, say }) => {
    const selection = Array.from(rows, (event) => results.tables.events.location[event]);
    change({ selection });
    say(`${selection.length} events selected`);
  },
  clearSelection: ({ state, change }) =>
    change({ selection: state.current === null ? [] : [state.current], cursor: null }),
  deleteEvents(c) {
    const { results, state, rows, edit } = c;
    const chosen = new Set(state.selection);
    edit('delete', state.selection);
    // On to the next one that stays, so that many can be gone through with one key.
    const place = placeOf(c);
    const { location, deleted } = results.tables.events;
    const stays = (event: number) => !chosen.has(location[event]) && deleted[event] === 0;
    const after =
      rows.subarray(place + 1).find(stays) ?? rows.subarray(0, Math.max(0, place)).findLast(stays);
    if (after !== undefined) c.show(location[after], false);
  },
  restoreEvents: ({ state, edit }) => edit('restore', state.selection),
  toggleExcluded({ results, state, edit }) {
    const { location, excluded } = results.tables.events;
    const chosen = new Set(state.selection);
    const all = location.every((at, i) => !chosen.has(at) || excluded[i] === 1);
    edit(all ? 'include' : 'exclude', state.selection);
  },
  addEvent: (c) => withCursor(c, c.add),
  why: (c) => withCursor(c, c.why, c.state.current),
  cursorLeft: (c) => moveCursor(c, -1 / 200),
  cursorRight: (c) => moveCursor(c, 1 / 200),
  cursorFarLeft: (c) => moveCursor(c, -1 / 20),
  cursorFarRight: (c) => moveCursor(c, 1 / 20),
  panLeft: (c) => pan(c, -0.25),
  panRight: (c) => pan(c, 0.25),
  zoomIn: (c) => zoom(c, 0.5),
  zoomOut: (c) => zoom(c, 2),
  focusTrace: (c) => c.focusTrace(),
  focusEvents: (c) => c.focusEvents(),
  openRecording: (c) => c.openRecording(),
  focusFilter(c) {
    c.change({ filterShown: true });
    c.focusFilter();
  },
  clearFilter: ({ state, change }) =>
    change({
      filterShown: false,
      listing: { ...state.listing, shown: 'all', conditions: wholeList.conditions },
    }),
  toggleDeleted: ({ state, change }) =>
    change({ listing: { ...state.listing, shown: state.listing.shown === 'kept' ? 'all' : 'kept' } }),
  nextMeasure: (c) => stepMeasure(c, 1),
  previousMeasure: (c) => stepMeasure(c, -1),
  nextDifference: (c) => stepDifference(c, 1),
  previousDifference: (c) => stepDifference(c, -1),
  copyEvents: (c) => c.copyEvents(),
  exportFigures: (c) => c.exportFigures(),
  showKeys: (c) => c.showKeys(),
};

function placeOf({ results, state, rows }: ActionContext): number {
  return rows.findIndex((event) => results.tables.events.location[event] === state.current);
}

function step(c: ActionContext, by: number, extend = false): void {
  const place = placeOf(c);
  goTo(c, place < 0 ? 0 : Math.min(c.rows.length - 1, Math.max(0, place + by)), extend);
}

function goTo({ results, rows, show }: ActionContext, place: number, extend = false): void {
  const event = rows[place];
  if (event !== undefined) show(results.tables.events.location[event], extend);
}

function withCursor(c: ActionContext, use: (sample: number) => void, otherwise: number | null = null): void {
  const sample = c.state.cursor ?? otherwise;
  if (c.results.noRecording !== null && c.state.cursor === null && otherwise === null)
    c.say(c.results.noRecording);
  else if (sample === null) {
    c.say('Put the cursor on the recording first: t, then the arrow keys.');
    c.focusTrace();
    moveCursor(c, 0);
  } else use(sample);
}

function moveCursor(c: ActionContext, share: number): void {
  const { from, to } = c.stretch;
  const at = c.state.cursor ?? c.state.current ?? (from + to) / 2;
  const by = share * (to - from);
  const cursor = Math.round(
    Math.min(to - 1, Math.max(from, at + (by < 0 ? Math.min(-1, by) : Math.max(share === 0 ? 0 : 1, by)))),
  );
  c.change({ cursor });
}

function pan({ results, stretch, change }: ActionContext, share: number): void {
  change({ stretch: moved(stretch, share * (stretch.to - stretch.from), results.samples) });
}

function zoom({ results, state, stretch, change }: ActionContext, factor: number): void {
  const centre = state.cursor ?? state.current ?? (stretch.from + stretch.to) / 2;
  change({ stretch: zoomed(stretch, factor, centre, results.samples) });
}

function stepMeasure({ results, state, change }: ActionContext, by: number): void {
  const known = knownMeasures(results.tables.events);
  const place = known.findIndex(({ id }) => id === state.measure);
  const next = known[(place + by + known.length) % known.length];
  if (next) change({ measure: next.id });
}

function stepDifference({ results, state, showDifference, say }: ActionContext, by: number): void {
  const count = results.comparison ? differencesOf(results.comparison).length : 0;
  const start = state.difference ?? (by > 0 ? -1 : count);
  if (!results.comparison) say('Compare with other results first.');
  else if (count === 0) say('There is no difference.');
  else showDifference((start + by + count) % count);
}
