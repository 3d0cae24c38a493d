import type { ExperimentComparison } from '../../common/api/engine/experiments';
import type { ShownProgress } from '../../common/api/views/document';
import type { ExperimentAction, ExperimentSnapshot, RowParameter } from '../../common/api/views/experiment';
import type { ListAction } from '../../common/api/views/keys';
import type { ColumnId } from './columns';
import { listedLines } from './listing';
import { type ExperimentState, initialView, type ViewState } from './state';

/** Actions that change the view alone. */
export type StateAction = Extract<
  ExperimentAction,
  ListAction | 'focusFilter' | 'clearFilter' | 'toggleDetails' | 'toggleComparison' | 'showKeys'
>;

export type ExperimentMessage =
  /** @property stored view state from before it was hidden */
  | { type: 'snapshot'; snapshot: ExperimentSnapshot; stored?: Partial<ViewState> }
  | { type: 'progress'; progress: ShownProgress | null }
  /** @property page number of list rows per page */
  | { type: 'action'; action: StateAction; page: number }
  | { type: 'filter'; filter: string }
  /** Sorts by a column; the same one again reverses the order. */
  | { type: 'sort'; column: ColumnId }
  | { type: 'select'; line: number; how: 'one' | 'range' | 'toggle' }
  /** Filters by words and shows the first row. */
  | { type: 'look'; filter: string }
  | { type: 'parameters'; line: number; list: RowParameter[] }
  /** How groups are compared. */
  | { type: 'compare'; how: Partial<Pick<ViewState, 'measure' | 'summary' | 'test'>> }
  | { type: 'comparing' }
  | { type: 'compared'; comparison: ExperimentComparison }
  | { type: 'notCompared'; problem: string }
  | { type: 'failed'; message: string }
  | { type: 'failureDismissed' | 'keysClosed' };

export function update(state: ExperimentState, message: ExperimentMessage): ExperimentState {
  const { view } = state;
  switch (message.type) {
    case 'snapshot':
      return withSnapshot(state, message.snapshot, message.stored);
    case 'progress':
      return state.snapshot.kind === 'ready'
        ? { ...state, snapshot: { ...state.snapshot, progress: message.progress } }
        : state;
    case 'action':
      return acted(state, message.action, message.page);
    case 'filter':
      return visible(withView(state, { filter: message.filter, filterShown: true }));
    case 'look':
      return withFirst(withView(state, { filter: message.filter, filterShown: true }));
    case 'sort':
      return withView(state, {
        sort: message.column,
        descending: view.sort === message.column && !view.descending,
      });
    case 'select':
      return selected(state, message.line, message.how);
    case 'parameters':
      return { ...state, parameters: { line: message.line, list: message.list } };
    case 'compare':
      return withView(state, message.how);
    case 'comparing':
      return { ...state, compared: { comparison: null, problem: null, ...state.compared, asking: true } };
    case 'compared':
      return {
        ...state,
        compared: { asking: !message.comparison.isComplete, comparison: message.comparison, problem: null },
      };
    case 'notCompared':
      return { ...state, compared: { asking: false, comparison: null, problem: message.problem } };
    case 'failed':
      return { ...state, failure: message.message };
    case 'failureDismissed':
      return { ...state, failure: null };
    case 'keysClosed':
      return state.keysOpen ? { ...state, keysOpen: false } : state;
  }
}

function withView(state: ExperimentState, patch: Partial<ViewState>): ExperimentState {
  return { ...state, view: { ...state.view, ...patch } };
}

/** Rows that are gone are no longer selected; a new table begins at its first row. */
function withSnapshot(
  state: ExperimentState,
  snapshot: ExperimentSnapshot,
  stored: Partial<ViewState> | undefined,
): ExperimentState {
  const opened = state.snapshot.kind === 'ready';
  const view = opened ? state.view : { ...initialView, ...stored };
  // A status may have changed what decided the values.
  return visible({ ...state, snapshot, view, parameters: null });
}

/** Keeps only rows that are listed in the selection, and a current one. */
function visible(state: ExperimentState): ExperimentState {
  const lines = listedLines(state);
  const listed = new Set(lines);
  const { current, selection } = state.view;
  if (lines.length === 0) return withView(state, { current: null, anchor: null, selection: [] });
  if (current === null || !listed.has(current)) return withFirst(state);
  const kept = selection.filter((line) => listed.has(line));
  return kept.length === selection.length ? state : withView(state, { selection: kept });
}

function withFirst(state: ExperimentState): ExperimentState {
  const [first = null] = listedLines(state);
  return withView(state, { current: first, anchor: first, selection: first === null ? [] : [first] });
}

function selected(state: ExperimentState, line: number, how: 'one' | 'range' | 'toggle'): ExperimentState {
  const { selection, anchor } = state.view;
  if (how === 'one') return withView(state, { current: line, anchor: line, selection: [line] });
  if (how === 'toggle') {
    const without = selection.filter((other) => other !== line);
    const toggled = without.length < selection.length ? without : [...selection, line];
    return withView(state, { current: line, anchor: line, selection: toggled });
  }
  const lines = listedLines(state);
  const [from, to] = [lines.indexOf(anchor ?? line), lines.indexOf(line)].sort((a, b) => a - b);
  return withView(state, { current: line, selection: lines.slice(Math.max(0, from), to + 1) });
}

function acted(state: ExperimentState, action: StateAction, page: number): ExperimentState {
  const { view } = state;
  switch (action) {
    case 'next':
      return moved(state, 1);
    case 'previous':
      return moved(state, -1);
    case 'pageDown':
      return moved(state, page);
    case 'pageUp':
      return moved(state, -page);
    case 'first':
      return moved(state, Number.NEGATIVE_INFINITY);
    case 'last':
      return moved(state, Number.POSITIVE_INFINITY);
    case 'extendDown':
      return moved(state, 1, 'range');
    case 'extendUp':
      return moved(state, -1, 'range');
    case 'selectAll':
      return withView(state, { selection: listedLines(state) });
    case 'clearSelection':
      return withView(state, {
        selection: view.current === null ? [] : [view.current],
        anchor: view.current,
      });
    case 'focusFilter':
      return withView(state, { filterShown: true });
    case 'clearFilter':
      return visible(withView(state, { filter: '', filterShown: false }));
    case 'toggleDetails':
      return withView(state, { detailsShown: !view.detailsShown });
    case 'toggleComparison':
      return withView(state, { comparisonShown: !view.comparisonShown });
    case 'showKeys':
      return { ...state, keysOpen: !state.keysOpen };
  }
}

/** Moves the current row, by rows of the list. */
function moved(state: ExperimentState, by: number, how: 'one' | 'range' = 'one'): ExperimentState {
  const lines = listedLines(state);
  if (lines.length === 0) return state;
  const at = state.view.current === null ? -1 : lines.indexOf(state.view.current);
  const next = Math.min(lines.length - 1, Math.max(0, at + by));
  return lines[next] === state.view.current && how === 'one' && state.view.selection.length === 1
    ? state
    : selected(state, lines[next], how);
}
