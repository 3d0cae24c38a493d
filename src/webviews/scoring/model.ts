import type { DocumentStatus } from '../../common/api/views/document';
import type {
  AgreementView,
  ScoringReady,
  ScoringRequests,
  WindowOrigins,
} from '../../common/api/views/scoring';
import type { Score, WindowFeatures } from '../../common/training/training-set';
import { type Ask, storeState } from '../shared/host';
import { isFiltered, type Listable, type Listing, listed, matches } from './list';
import { type Measures, measuresOf } from './measures';
import { type Pace, paceOfScoring } from './pace';
import { type Ordered, orderedWindows } from './position';
import { restoredState, type ViewState } from './state';

export interface ModelHandlers {
  ask: Ask<ScoringRequests>;
  /** What is shown has changed: now, while a key waits for its picture. */
  draw(): void;
  failed(thrown: unknown): void;
  /** The document did not take a score that is shown here. */
  notTaken(thrown: unknown): void;
}

export type Model = ReturnType<typeof createModel>;

/** A training set as the view has it: the scores, where the user is in it, and what is chosen. */
export function createModel(
  set: ScoringReady,
  stored: Partial<ViewState> | undefined,
  { ask, draw, failed, notTaken }: ModelHandlers,
) {
  const { scores } = set;
  const bookmarks = new Set(set.bookmarks);
  const pace: Pace = paceOfScoring();
  let state = restoredState(stored, scores);
  let status = set.status;
  let agreement = set.agreement;
  let origins: WindowOrigins = { source: null, starts: null };
  let features: WindowFeatures | undefined;
  let measures: Measures | undefined;
  let probabilities: Float32Array | undefined;
  let selection = new Set<number>();
  let anchor = state.window;
  let order = orderOf(state.listing);

  function listable(): Listable {
    return {
      scores,
      source: origins.source,
      bookmarks,
      disagreements: new Set(agreement?.disagreements),
      measures,
      probabilities,
    };
  }

  function orderOf(listing: Listing): Ordered {
    return orderedWindows(listed(listable(), listing), scores.length);
  }

  function change(patch: Partial<ViewState>): void {
    state = { ...state, ...patch };
    storeState(state);
    draw();
  }

  function direction(): 'negative' | 'positive' {
    if (!state.reversed) return set.direction;
    return set.direction === 'negative' ? 'positive' : 'negative';
  }

  function measure(): void {
    measures = features && measuresOf(features, direction());
  }

  /** Lists the windows anew; the one that is shown stays if it is listed. */
  function list(listing: Listing): void {
    order = orderOf(listing);
    selection = new Set([...selection].filter((window) => order.placeOf(window) >= 0));
    const window = order.placeOf(state.window) >= 0 ? state.window : (order.windows[0] ?? state.window);
    change({ listing, window });
  }

  /** A list that asked for what has come since could not be made before. */
  function listAsAsked(): void {
    if (isFiltered(state.listing) || state.listing.sort !== 'file') list(state.listing);
    else draw();
  }

  return {
    set,
    scores,
    bookmarks,
    pace,
    get state() {
      return state;
    },
    get status() {
      return status;
    },
    get agreement() {
      return agreement;
    },
    get origins() {
      return origins;
    },
    get measures() {
      return measures;
    },
    get noise() {
      return features?.noise;
    },
    get probabilities() {
      return state.probability ? probabilities : undefined;
    },
    get order() {
      return order;
    },
    get selection(): ReadonlySet<number> {
      return selection;
    },
    get anchor() {
      return anchor;
    },
    direction,
    change,
    list,
    /** Windows that are listed but would not be any more. */
    outdated(): number {
      if (state.listing.shown === 'all') return 0;
      const windows = listable();
      return order.windows.reduce((sum, i) => sum + (matches(windows, state.listing, i) ? 0 : 1), 0);
    },
    moveTo(window: number, keepSelection = false) {
      if (!keepSelection) {
        selection.clear();
        anchor = window;
      }
      change({ window });
    },
    select(windows: Iterable<number>, window = state.window) {
      selection = new Set(windows);
      change({ window });
    },
    setAnchor(window: number) {
      anchor = window;
    },
    /** Gives windows a score, here at once and in the document. */
    score(windows: readonly number[], score: Score) {
      const numbers = Int32Array.from(windows);
      for (const window of numbers) scores[window] = score;
      if (score !== -1) pace.scored(numbers.length);
      ask('score', { windows: numbers, score }).catch(notTaken);
      draw();
    },
    /** Scores that came from elsewhere: undone, redone, or given in another view. */
    accept(windows: Int32Array, values: Int8Array, show: boolean) {
      windows.forEach((window, i) => {
        scores[window] = values[i];
      });
      if (!show) return draw();
      if (windows.length > 1 && state.overview) selection = new Set(windows);
      else selection.clear();
      change({ window: windows[0] });
    },
    toggleBookmark(window: number) {
      const on = !bookmarks.delete(window);
      if (on) bookmarks.add(window);
      ask('bookmark', { window, on }).catch(failed);
      draw();
    },
    reverse() {
      change({ reversed: !state.reversed });
      measure();
      draw();
    },
    setOrigins(found: WindowOrigins) {
      origins = found;
      listAsAsked();
    },
    setFeatures(found: WindowFeatures) {
      features = found;
      measure();
      listAsAsked();
    },
    setProbabilities(found: Float32Array) {
      probabilities = found;
      change({ probability: true });
    },
    hasProbabilities: () => probabilities !== undefined,
    setStatus(next: DocumentStatus) {
      status = next;
      draw();
    },
    setAgreement(next: AgreementView) {
      agreement = next;
      list({ ...state.listing, shown: next.disagreements.length > 0 ? 'disagreements' : 'all' });
    },
  };
}
