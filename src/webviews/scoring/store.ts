import type { DocumentStatus, FailedSnapshot, OpeningSnapshot } from '../../common/api/views/document';
import type {
  AgreementView,
  ScoringAction,
  ScoringNotices,
  ScoringSnapshot,
  WindowOrigins,
} from '../../common/api/views/scoring';
import type { Score, WindowFeatures } from '../../common/training/training-set';
import { type ActionContext, actions, type EffectAction } from './actions';
import type { Listing } from './list';
import {
  movedTo,
  openedSet,
  type ScoredSet,
  type SurroundingsAnswer,
  withAgreement,
  withFeatures,
  withHint,
  withListing,
  withOrigins,
  withProbabilities,
  withScore,
  withScoresOfOthers,
  withSelection,
  withView,
} from './scored-set';
import type { ViewState } from './view-state';

export interface ScoringState {
  /** Shown instead of windows; null when there are windows. */
  message: OpeningSnapshot | FailedSnapshot | null;
  set: ScoredSet | null;
  /** Window requested by the host before windows were loaded. */
  requestedWindow: number | null;
  failure: string | null;
  /** How far the model is with the windows; null when it is not running. */
  progress: { text: string; fraction: number } | null;
  /** The list of keys is open. */
  keysShown: boolean;
}

export const initialState: ScoringState = {
  message: { kind: 'opening', name: '' },
  set: null,
  requestedWindow: null,
  failure: null,
  progress: null,
  keysShown: false,
};

export type ScoringMessage =
  /** `stored`: view state from before it was hidden. */
  | { type: 'snapshot'; snapshot: ScoringSnapshot; stored: Partial<ViewState> | undefined }
  | { type: 'goTo'; window: number }
  | { type: 'failure'; failure: string | null }
  | { type: 'progress'; progress: ScoringState['progress'] }
  | { type: 'keys'; shown: boolean }
  | SetMessage;

/** Messages about the windows; ignored without windows. */
type SetMessage =
  | ({ type: 'scoresOfOthers' } & ScoringNotices['scores'])
  | { type: 'status'; status: DocumentStatus }
  | { type: 'agreement'; agreement: AgreementView }
  | { type: 'origins'; origins: WindowOrigins }
  | { type: 'features'; features: WindowFeatures }
  | { type: 'probabilities'; windows: Int32Array; probabilities: Float32Array }
  /** The model failed. */
  | { type: 'probabilities'; windows: null }
  | { type: 'surroundings'; window: number; answer: SurroundingsAnswer }
  | { type: 'action'; action: Exclude<ScoringAction, EffectAction>; context: ActionContext }
  | { type: 'list'; change: Partial<Listing> }
  | { type: 'show'; window: number }
  | { type: 'select'; windows: Iterable<number>; window?: number; anchor?: number }
  | { type: 'score'; windows: readonly number[]; score: Score; now_ms: number }
  | { type: 'dismiss'; note: string }
  | { type: 'hint'; text: string };

export function update(state: ScoringState, message: ScoringMessage): ScoringState {
  switch (message.type) {
    case 'snapshot':
      return withSnapshot(state, message.snapshot, message.stored);
    case 'goTo':
      if (!state.set) return { ...state, requestedWindow: message.window };
      return { ...state, set: movedTo(state.set, message.window) };
    case 'failure':
      return { ...state, failure: message.failure };
    case 'progress':
      return { ...state, progress: message.progress };
    case 'keys':
      return { ...state, keysShown: message.shown };
    default: {
      if (!state.set) return state;
      const set = updateSet(state.set, message);
      return set === state.set ? state : { ...state, set };
    }
  }
}

/** Whether two snapshots have the same windows, so that cached samples are valid for both. */
export function isSameSet(a: ScoredSet | null, b: ScoredSet | null): boolean {
  return a !== null && b !== null && a.set.windows === b.set.windows && a.set.length === b.set.length;
}

function withSnapshot(
  state: ScoringState,
  snapshot: ScoringSnapshot,
  stored: Partial<ViewState> | undefined,
): ScoringState {
  if (snapshot.kind !== 'ready') return { ...state, message: snapshot };
  const opened = openedSet(snapshot, state.set?.view ?? stored);
  const { requestedWindow } = state;
  return {
    ...state,
    message: null,
    set: requestedWindow === null ? opened : movedTo(opened, requestedWindow),
    requestedWindow: null,
  };
}

function updateSet(set: ScoredSet, message: SetMessage): ScoredSet {
  switch (message.type) {
    case 'scoresOfOthers':
      return withScoresOfOthers(set, message.windows, message.scores, message.show);
    case 'status':
      return { ...set, status: message.status };
    case 'agreement':
      return withAgreement(set, message.agreement);
    case 'origins':
      return withOrigins(set, message.origins);
    case 'features':
      return withFeatures(set, message.features);
    case 'probabilities':
      if (message.windows === null) return withView(set, { probability: false });
      return withProbabilities(set, message.windows, message.probabilities);
    case 'surroundings':
      return { ...set, surroundings: { window: message.window, answer: message.answer } };
    case 'action':
      return actions[message.action](set, message.context);
    case 'list':
      return withListing(set, { ...set.view.listing, ...message.change });
    case 'show':
      return movedTo(set, message.window);
    case 'select':
      return withSelection(set, message.windows, message.window, message.anchor);
    case 'score':
      return withScore(set, message.windows, message.score, message.now_ms);
    case 'dismiss':
      return withView(set, { seen: [...set.view.seen, message.note] });
    case 'hint':
      return withHint(set, message.text);
  }
}
