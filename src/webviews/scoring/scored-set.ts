import type { Surroundings } from '../../common/api/engine/training';
import type { DocumentStatus } from '../../common/api/views/document';
import type { AgreementView, ScoringReady, WindowOrigins } from '../../common/api/views/scoring';
import type { Score, WindowFeatures } from '../../common/training/training-set';
import { type CommonScale, commonScaleOf, provisionalScale } from '../shared/drawing/range';
import { isFiltered, type Listable, type Listing, listed, type Measures, matches, measuresOf } from './list';
import { type Ordered, orderedWindows } from './position';
import { type ScoringStep, withStep } from './scoring-rate';
import { restoredState, type ViewState } from './view-state';

export type SurroundingsAnswer = Surroundings | { reason: string };

/** State of a training set in the view: an immutable value, which the functions below update. */
export interface ScoredSet {
  /** As sent by the document, with the scores of that time. */
  readonly set: ScoringReady;
  readonly scores: Int8Array;
  readonly bookmarks: ReadonlySet<number>;
  readonly status: DocumentStatus;
  readonly agreement: AgreementView | null;
  readonly origins: WindowOrigins;
  readonly features: WindowFeatures | undefined;
  readonly measures: Measures | undefined;
  /** Estimated from the first windows, then measured from all. */
  readonly scale: CommonScale | null;
  /** Known once the model has run, whether or not they are shown. */
  readonly probabilities: Float32Array | undefined;
  /** 1 for each window that has been predicted. */
  readonly predicted: Uint8Array | undefined;
  /** The recording around a window, or why it is not available. */
  readonly surroundings: { readonly window: number; readonly answer: SurroundingsAnswer } | null;
  readonly view: ViewState;
  readonly order: Ordered;
  readonly selection: ReadonlySet<number>;
  /** Anchor of a Shift selection. */
  readonly anchor: number;
  readonly steps: readonly ScoringStep[];
  /** The last score and bookmark set here; a new object is sent to the document. */
  readonly scoreEdit: { readonly windows: Int32Array; readonly score: Score } | null;
  readonly bookmarkEdit: { readonly window: number; readonly on: boolean } | null;
  /** The last passing remark; a new object is shown for a while. */
  readonly hint: { readonly text: string } | null;
}

export function openedSet(set: ScoringReady, stored: Partial<ViewState> | undefined): ScoredSet {
  const view = restoredState(stored, set.scores);
  const opened = {
    set,
    scores: set.scores,
    bookmarks: new Set(set.bookmarks),
    status: set.status,
    agreement: set.agreement,
    origins: { source: null, starts: null },
    features: undefined,
    measures: undefined,
    scale: set.first && provisionalScale(set.first.samples, set.length),
    probabilities: undefined,
    predicted: undefined,
    surroundings: null,
    view,
    selection: new Set<number>(),
    anchor: view.window,
    steps: [],
    scoreEdit: null,
    bookmarkEdit: null,
    hint: null,
  };
  return { ...opened, order: orderOf(opened, view.listing) };
}

/** Direction of events, as shown in the view. */
export function directionOf({ set, view }: Pick<ScoredSet, 'set' | 'view'>): 'negative' | 'positive' {
  if (!view.reversed) return set.direction;
  return set.direction === 'negative' ? 'positive' : 'negative';
}

/** The probabilities where they are known and shown. */
export function shownProbabilities({ view, probabilities }: ScoredSet): Float32Array | undefined {
  return view.probability ? probabilities : undefined;
}

/** The common scale if enabled and known; null: each window has its own. */
export function shownScale({ view, scale }: ScoredSet): CommonScale | null {
  return view.commonScale ? scale : null;
}

/** Windows that a score is for: the selected ones, or the one that is shown. */
export function targetsOf({ selection, view }: ScoredSet): readonly number[] {
  return selection.size > 0 ? [...selection] : [view.window];
}

/** Number of windows in the list that no longer match its filter. */
export function outdatedIn(set: ScoredSet): number {
  if (set.view.listing.shown === 'all') return 0;
  const windows = listable(set);
  return set.order.windows.reduce((sum, i) => sum + (matches(windows, set.view.listing, i) ? 0 : 1), 0);
}

export function withView(set: ScoredSet, patch: Partial<ViewState>): ScoredSet {
  return { ...set, view: { ...set.view, ...patch } };
}

export function withHint(set: ScoredSet, text: string): ScoredSet {
  return { ...set, hint: { text } };
}

/** Applies filter and order; the displayed window is kept if it is in the list. */
export function withListing(set: ScoredSet, listing: Listing): ScoredSet {
  const order = orderOf(set, listing);
  const selection = new Set([...set.selection].filter((window) => order.placeOf(window) >= 0));
  const shown = set.view.window;
  const window = order.placeOf(shown) >= 0 ? shown : (order.windows[0] ?? shown);
  return withView({ ...set, order, selection }, { listing, window });
}

/** Shows a window and ends the selection. */
export function movedTo(set: ScoredSet, window: number): ScoredSet {
  return withView({ ...set, selection: new Set(), anchor: window }, { window });
}

export function withSelection(
  set: ScoredSet,
  windows: Iterable<number>,
  window = set.view.window,
  anchor = set.anchor,
): ScoredSet {
  return withView({ ...set, selection: new Set(windows), anchor }, { window });
}

/** Applies a score given in this view. */
export function withScore(
  set: ScoredSet,
  targets: readonly number[],
  score: Score,
  at_ms: number,
): ScoredSet {
  const windows = Int32Array.from(targets);
  const scores = set.scores.slice();
  for (const window of windows) scores[window] = score;
  const steps = score === -1 ? set.steps : withStep(set.steps, { at_ms, windows: windows.length });
  return { ...set, scores, steps, scoreEdit: { windows, score } };
}

/** Applies scores from undo, redo or another view; `show` goes to the first. */
export function withScoresOfOthers(
  set: ScoredSet,
  windows: Int32Array,
  values: Int8Array,
  show: boolean,
): ScoredSet {
  const scores = set.scores.slice();
  windows.forEach((window, i) => {
    scores[window] = values[i];
  });
  const changed = { ...set, scores };
  if (!show) return changed;
  const selection = windows.length > 1 && set.view.overview ? windows : [];
  return withSelection(changed, selection, windows[0]);
}

export function withBookmark(set: ScoredSet, window: number): ScoredSet {
  const bookmarks = new Set(set.bookmarks);
  const on = !bookmarks.delete(window);
  if (on) bookmarks.add(window);
  return { ...set, bookmarks, bookmarkEdit: { window, on } };
}

export function withReversedDirection(set: ScoredSet): ScoredSet {
  return measured(withView(set, { reversed: !set.view.reversed }));
}

export function withOrigins(set: ScoredSet, origins: WindowOrigins): ScoredSet {
  return listedAgain({ ...set, origins });
}

export function withFeatures(set: ScoredSet, features: WindowFeatures): ScoredSet {
  return listedAgain(measured({ ...set, features, scale: commonScaleOf(features) }));
}

/** Adds the other rater's scores; disagreements are then listed. */
export function withAgreement(set: ScoredSet, agreement: AgreementView): ScoredSet {
  const shown = agreement.disagreements.length > 0 ? 'disagreements' : 'all';
  return withListing({ ...set, agreement }, { ...set.view.listing, shown });
}

/** Probabilities of some windows; a list that needs them is made again once all are there. */
export function withProbabilities(set: ScoredSet, windows: Int32Array, values: Float32Array): ScoredSet {
  const probabilities = set.probabilities?.slice() ?? new Float32Array(set.scores.length).fill(Number.NaN);
  const predicted = set.predicted?.slice() ?? new Uint8Array(set.scores.length);
  windows.forEach((window, i) => {
    probabilities[window] = values[i];
    predicted[window] = 1;
  });
  const known = { ...set, probabilities, predicted };
  return isPredicted(known) ? listedAgain(known) : known;
}

/** Whether all windows have been predicted. */
export function isPredicted({ predicted }: Pick<ScoredSet, 'predicted'>): boolean {
  return predicted?.every((one) => one === 1) ?? false;
}

function measured(set: ScoredSet): ScoredSet {
  return { ...set, measures: set.features && measuresOf(set.features, directionOf(set)) };
}

/** Rebuilds a list that had to wait for these data. */
function listedAgain(set: ScoredSet): ScoredSet {
  const { listing } = set.view;
  return isFiltered(listing) || listing.sort !== 'file' ? withListing(set, listing) : set;
}

function listable({
  scores,
  origins,
  bookmarks,
  agreement,
  measures,
  probabilities,
}: Omit<ScoredSet, 'order'>): Listable {
  return {
    scores,
    source: origins.source,
    bookmarks,
    disagreements: new Set(agreement?.disagreements),
    measures,
    probabilities,
  };
}

function orderOf(set: Omit<ScoredSet, 'order'>, listing: Listing): Ordered {
  return orderedWindows(listed(listable(set), listing), set.scores.length);
}
