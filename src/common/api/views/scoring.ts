import type { Agreement } from '../../training/agreement';
import type { Score, WindowFeatures } from '../../training/training-set';
import type { Surroundings } from '../engine/training';
import { decimal, fields, flag, nothing, oneOf, type RequestShapes, whole, wholes } from '../shape';
import { DOCUMENT_ACTIONS, type DocumentStatus, type FailedSnapshot, type OpeningSnapshot } from './document';
import type { KeyListEntry } from './keys';

/** Requests of the scoring editor. */
export interface ScoringRequests {
  /** Requested whenever the view is built, also after it was hidden: its complete state. */
  snapshot(request: Record<string, never>): ScoringSnapshot;
  /** Samples of windows, in the order of the request, row-major. */
  windows(request: { windows: Int32Array }): Float32Array;
  origins(request: Record<string, never>): WindowOrigins;
  features(request: Record<string, never>): WindowFeatures;
  surroundings(request: {
    window: number;
    columns: number;
    widths: number;
  }): Surroundings | { reason: string };
  /** Probabilities of an event by the model of the settings, in the order of the windows asked for. */
  probabilities(request: { windows: Int32Array }): { model: string; probabilities: Float32Array };
  /** Sets scores that the view already shows; other views of the document are notified. */
  score(request: { windows: Int32Array; score: Score }): void;
  bookmark(request: { window: number; on: boolean }): void;
  run(request: { action: ScoringHostAction }): void;
  /** Reports the focused area of the view; `when` clauses of keybindings depend on it. */
  focus(request: { area: ScoringFocus }): void;
}

/** Notices of the host to the scoring editor. */
export interface ScoringNotices {
  snapshot: ScoringSnapshot;
  /** Windows whose scores have changed by undo, redo or in another view. */
  scores: { windows: Int32Array; scores: Int8Array; show: boolean };
  /** A command was run, from its key, the palette or a menu. */
  action: ScoringAction;
  /** Counted from 0. */
  goTo: { window: number };
  status: DocumentStatus;
  agreement: AgreementView;
}

/** A control is a button, which handles space and Enter; an input handles all keys. */
const FOCUS_AREAS = ['window', 'grid', 'control', 'input', 'none'] as const;

export type ScoringFocus = (typeof FOCUS_AREAS)[number];

/** Actions of the host for the view's buttons. */
const HOST_ACTIONS = ['twosExcluded', 'undo', 'redo', 'goTo', 'compare', 'log', ...DOCUMENT_ACTIONS] as const;

export type ScoringHostAction = (typeof HOST_ACTIONS)[number];

/** Actions of the scoring editor in its own view; each is a contributed command with its keys. */
export type ScoringAction =
  | 'score1'
  | 'score0'
  | 'score2'
  | 'cycleScore'
  | 'clearScore'
  | 'next'
  | 'previous'
  | 'nextUnscored'
  | 'previousUnscored'
  | 'playOn'
  | 'first'
  | 'last'
  | 'pageForward'
  | 'pageBack'
  | 'bookmark'
  | 'nextBookmark'
  | 'nextDisagreement'
  | 'toggleOverview'
  | 'openWindow'
  | 'extendForward'
  | 'extendBack'
  | 'extendDown'
  | 'extendUp'
  | 'rowDown'
  | 'rowUp'
  | 'selectAll'
  | 'clearSelection'
  | 'focusFilter'
  | 'updateList'
  | 'reverseDirection'
  | 'toggleSmooth'
  | 'toggleCommonScale'
  | 'toggleSurroundings'
  | 'toggleProbability'
  | 'showKeys';

export type ScoringSnapshot = OpeningSnapshot | FailedSnapshot | ScoringReady;

export interface ScoringReady {
  kind: 'ready';
  name: string;
  windows: number;
  /** Samples in a window. */
  length: number;
  rate_hz: number | null;
  unit: string;
  /** Direction in the file, else in the settings. */
  direction: 'negative' | 'positive';
  /** −1 (unscored), 0, 1 or 2 for each window. */
  scores: Int8Array;
  /** What score 2 means in this file is not known: nobody has said it yet, and the file does not. */
  asksTwos: boolean;
  /** Names of the recordings the windows are from. */
  sources: string[];
  /** The window that a view most likely opens at, with its neighbours; null if they cannot be read. */
  first: WindowSamples | null;
  bookmarks: number[];
  agreement: AgreementView | null;
  status: DocumentStatus;
  keys: KeyListEntry<ScoringAction>[];
}

/** Window numbers, and the samples of these windows in the same order, row-major. */
export interface WindowSamples {
  windows: Int32Array;
  samples: Float32Array;
}

/** Origin of each window. */
export interface WindowOrigins {
  /** Index into the sources; null if the file names none. */
  source: Int32Array | null;
  /** First sample in the recording, if known. */
  starts: Float64Array | null;
}

/** Scores of the same windows by another rater, and the agreement with them. */
export interface AgreementView extends Agreement {
  name: string;
  /** Scores of the other rater. */
  scores: Int8Array;
}

const windows = wholes(Int32Array);

/** Whether the file has these windows is checked by the document. */
export const SCORING_REQUESTS: RequestShapes<ScoringRequests> = {
  snapshot: nothing,
  windows: fields({ windows }),
  origins: nothing,
  features: nothing,
  surroundings: fields({ window: whole(), columns: whole(1, 100_000), widths: decimal(1, 1000) }),
  probabilities: fields({ windows }),
  score: fields({ windows, score: oneOf<Score>([-1, 0, 1, 2]) }),
  bookmark: fields({ window: whole(), on: flag }),
  run: fields({ action: oneOf(HOST_ACTIONS) }),
  focus: fields({ area: oneOf(FOCUS_AREAS) }),
};
