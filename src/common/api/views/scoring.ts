import type { Agreement } from '../../training/agreement';
import type { Score, WindowFeatures } from '../../training/training-set';
import type { Surroundings } from '../engine/engine-api';
import type { DocumentAction, DocumentStatus, FailedSnapshot, OpeningSnapshot } from './document';
import type { KeyListEntry } from './keys';

/** What the scoring editor asks of its host. */
export interface ScoringRequests {
  /** Asked when the view is built, also when it was hidden and is built again: everything it shows. */
  snapshot(request: Record<string, never>): ScoringSnapshot;
  /** Samples of windows, in the order asked for, row-major. */
  windows(request: { windows: Int32Array }): Float32Array;
  origins(request: Record<string, never>): WindowOrigins;
  features(request: Record<string, never>): WindowFeatures;
  surroundings(request: {
    window: number;
    columns: number;
    widths: number;
  }): Surroundings | { reason: string };
  /** Runs the model of the settings over all windows, once. */
  probabilities(request: Record<string, never>): { model: string; probabilities: Float32Array };
  /** The view shows these scores already; other views are told. */
  score(request: { windows: Int32Array; score: Score }): void;
  bookmark(request: { window: number; on: boolean }): void;
  run(request: { action: ScoringHostAction }): void;
  /** Where the keyboard's focus is: contributed keybindings ask for it. */
  focus(request: { area: ScoringFocus }): void;
}

/** What the host tells the scoring editor unasked. */
export interface ScoringNotices {
  snapshot: ScoringSnapshot;
  /** Windows that have other scores now: undone, redone, or scored in another view. */
  scores: { windows: Int32Array; scores: Int8Array; show: boolean };
  /** A command was run, from its key, the palette or a menu. */
  action: ScoringAction;
  /** Counted from 0. */
  goTo: { window: number };
  status: DocumentStatus;
  agreement: AgreementView;
  /** How far a model is with the windows; null when it is through. */
  progress: { text: string; fraction: number | null } | null;
}

/** A control is a button, which takes space and enter; an input takes all keys. */
export type ScoringFocus = 'window' | 'grid' | 'control' | 'input' | 'none';

/** What the host does for the view's buttons. */
export type ScoringHostAction = 'undo' | 'redo' | 'goTo' | 'compare' | 'log' | DocumentAction;

/** What the scoring editor does in its own view; each is a contributed command with its keys. */
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
  /** Of the file, else of the settings. */
  direction: 'negative' | 'positive';
  /** −1 (unscored), 0, 1 or 2 for each window. */
  scores: Int8Array;
  /** Names of the recordings the windows are from. */
  sources: string[];
  /** The window that a view most likely begins at, and those around it; null where they cannot be read. */
  first: WindowSamples | null;
  bookmarks: number[];
  agreement: AgreementView | null;
  status: DocumentStatus;
  keys: KeyListEntry<ScoringAction>[];
}

/** Some windows, and their samples in that order, row-major. */
export interface WindowSamples {
  windows: Int32Array;
  samples: Float32Array;
}

/** Where each window is from. */
export interface WindowOrigins {
  /** The number of its source; null where the file names none. */
  source: Int32Array | null;
  /** Sample of the recording it starts at, where known. */
  starts: Float64Array | null;
}

/** Another rater's scores of the same windows, beside these. */
export interface AgreementView extends Agreement {
  name: string;
  /** The other rater's. */
  scores: Int8Array;
}
