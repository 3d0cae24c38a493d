import type { Statistics } from '../../events/detection';
import type { TraceWindow } from '../../traces/trace-window';
import type { EventPicture, ResultsComparison, Why } from '../engine/results';
import { decimal, fields, nothing, oneOf, type RequestShapes, whole, wholes } from '../shape';
import { DOCUMENT_ACTIONS, type DocumentStatus, type FailedSnapshot, type OpeningSnapshot } from './document';
import type { AverageView, EventColumns } from './events';
import type { KeyListEntry, ListAction } from './keys';
import { clipboard, type FigureFile, picture, saveFigures } from './parts';

/** Requests of the results editor. Events are identified by their locations. */
export interface ResultsRequests {
  /** Requested whenever the view is built, also after it was hidden: its complete state. */
  snapshot(request: Record<string, never>): ResultsSnapshot;
  /** Segments of the trace around events, in the order of the request, row-major. */
  snippets(request: { locations: Float64Array }): Float32Array;
  picture(request: { location: number }): EventPicture;
  /** The analysed recording, or the reason why it is not available. */
  trace(request: { from: number; to: number; columns: number }): TraceWindow | { reason: string };
  /** Null if the file has no prediction. */
  prediction(request: { from: number; to: number; columns: number }): TraceWindow | null;
  why(request: { sample: number }): Why;
  edit(request: { kind: EditKind; locations: Float64Array }): void;
  /** Adds and measures an event near a sample, and answers with its location. */
  add(request: { sample: number }): { location: number };
  /** Opens the recording at a time. */
  openRecording(request: { time_s: number }): void;
  /** Asks for a folder and writes figures there. */
  saveFigures(request: { figures: FigureFile[] }): void;
  clipboard(request: { text: string }): void;
  run(request: { action: ResultsHostAction }): void;
  /** Reports the focused area of the view; `when` clauses of keybindings depend on it. */
  focus(request: { area: ResultsFocus }): void;
}

/** Notices of the host to the results editor. */
export interface ResultsNotices {
  snapshot: ResultsSnapshot;
  /** Sent after an edit, undo or redo; `show` are the events concerned. */
  tables: { tables: ResultsTablesView; show: Float64Array };
  /** A command was run, from its key, the palette or a menu. */
  action: ResultsAction;
  status: DocumentStatus;
  comparison: ComparisonView | null;
}

const EDIT_KINDS = ['delete', 'restore', 'exclude', 'include'] as const;

export type EditKind = (typeof EDIT_KINDS)[number];

/** A control is a button, which handles space and Enter; an input handles all keys. */
const FOCUS_AREAS = ['events', 'trace', 'control', 'input', 'none'] as const;

export type ResultsFocus = (typeof FOCUS_AREAS)[number];

/** Actions of the host for the view's buttons. */
const HOST_ACTIONS = [
  'undo',
  'redo',
  'save',
  'compare',
  'export',
  'endComparison',
  'log',
  ...DOCUMENT_ACTIONS,
] as const;

export type ResultsHostAction = (typeof HOST_ACTIONS)[number];

/** Actions of the results editor in its own view; each is a contributed command with its keys. */
export type ResultsAction =
  | ListAction
  | 'deleteEvents'
  | 'restoreEvents'
  | 'toggleExcluded'
  | 'addEvent'
  | 'why'
  | 'cursorLeft'
  | 'cursorRight'
  | 'cursorFarLeft'
  | 'cursorFarRight'
  | 'panLeft'
  | 'panRight'
  | 'zoomIn'
  | 'zoomOut'
  | 'focusTrace'
  | 'focusEvents'
  | 'openRecording'
  | 'focusFilter'
  | 'clearFilter'
  | 'toggleDeleted'
  | 'nextMeasure'
  | 'previousMeasure'
  | 'nextDifference'
  | 'previousDifference'
  | 'copyEvents'
  | 'exportFigures'
  | 'showKeys';

export type ResultsSnapshot = OpeningSnapshot | FailedSnapshot | ResultsReady;

export interface ResultsReady {
  kind: 'ready';
  name: string;
  /** Name of the recording. */
  recording: string;
  /** Null if the recording can be shown, else the reason why not. */
  noRecording: string | null;
  /** False for files of the Python program, which contain less. */
  complete: boolean;
  writtenBy: string;
  model: string;
  unit: string;
  rate_hz: number | null;
  /** Of the trace; null if unknown. */
  samples: number | null;
  window: number;
  threshold: number;
  direction: 'negative' | 'positive' | 'both';
  points_before: number;
  points_after: number;
  has_prediction: boolean;
  /** Excluded samples of the trace, sorted and non-overlapping. */
  excluded: { from: number; to: number }[];
  deleted_for_good: number;
  warnings: string[];
  tables: ResultsTablesView;
  comparison: ComparisonView | null;
  status: DocumentStatus;
  keys: KeyListEntry<ResultsAction>[];
}

/** All events in order of time, including deleted ones, and the statistics and average of those that remain. */
export interface ResultsTablesView {
  events: ResultsColumns;
  average: AverageView | null;
  statistics: Statistics;
}

/** 1 for true, 0 for false. */
export type ResultsColumns = EventColumns & Record<'deleted' | 'isolated' | 'excluded' | 'added', Uint8Array>;

/** Comparison with other results of the same recording. */
export interface ComparisonView extends ResultsComparison {
  name: string;
}

const locations = wholes(Float64Array);

export const RESULTS_REQUESTS: RequestShapes<ResultsRequests> = {
  snapshot: nothing,
  snippets: fields({ locations }),
  picture: fields({ location: whole() }),
  trace: picture,
  prediction: picture,
  why: fields({ sample: whole() }),
  edit: fields({ kind: oneOf(EDIT_KINDS), locations }),
  add: fields({ sample: whole() }),
  openRecording: fields({ time_s: decimal(0) }),
  saveFigures,
  clipboard,
  run: fields({ action: oneOf(HOST_ACTIONS) }),
  focus: fields({ area: oneOf(FOCUS_AREAS) }),
};
