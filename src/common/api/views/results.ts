import type { DetectedEvent, Statistics } from '../../events/detection';
import type { TraceWindow } from '../../traces/trace-window';
import type { EventPicture, ResultsComparison, Why } from '../engine/results';
import type { DocumentAction, DocumentStatus, FailedSnapshot, OpeningSnapshot } from './document';
import type { AverageView, EventColumns } from './events';
import type { KeyListEntry } from './keys';

/** What the results editor asks of its host. Events go by their locations. */
export interface ResultsRequests {
  /** Asked when the view is built, also when it was hidden and is built again: everything it shows. */
  snapshot(request: Record<string, never>): ResultsSnapshot;
  /** Stretches of the trace around events, in the order asked for, row-major. */
  snippets(request: { locations: Float64Array }): Float32Array;
  picture(request: { location: number }): EventPicture;
  /** The recording as it was analysed, or a sentence why there is none. */
  trace(request: { from: number; to: number; columns: number }): TraceWindow | { reason: string };
  /** Null where the file does not hold the prediction. */
  prediction(request: { from: number; to: number; columns: number }): TraceWindow | null;
  why(request: { sample: number }): Why;
  edit(request: { kind: EditKind; locations: Float64Array }): void;
  /** Measures an event near a sample and adds it; its location. */
  add(request: { sample: number }): { location: number };
  /** Opens the recording at a time. */
  openRecording(request: { time_s: number }): void;
  /** Asks for a folder and writes figures there. */
  saveFigures(request: { figures: FigureFile[] }): void;
  clipboard(request: { text: string }): void;
  run(request: { action: ResultsHostAction }): void;
  /** Where the keyboard's focus is: contributed keybindings ask for it. */
  focus(request: { area: ResultsFocus }): void;
}

/** What the host tells the results editor unasked. */
export interface ResultsNotices {
  snapshot: ResultsSnapshot;
  /** Something was edited, undone or redone: `show` are the events it was about. */
  tables: { tables: ResultsTablesView; show: Float64Array };
  /** A command was run, from its key, the palette or a menu. */
  action: ResultsAction;
  status: DocumentStatus;
  comparison: ComparisonView | null;
}

export type EditKind = 'delete' | 'restore' | 'exclude' | 'include';

/** A control is a button, which takes space and enter; an input takes all keys. */
export type ResultsFocus = 'events' | 'trace' | 'control' | 'input' | 'none';

/** What the host does for the view's buttons. */
export type ResultsHostAction =
  | 'undo'
  | 'redo'
  | 'save'
  | 'compare'
  | 'export'
  | 'endComparison'
  | 'log'
  | DocumentAction;

/** What the results editor does in its own view; each is a contributed command with its keys. */
export type ResultsAction =
  | 'next'
  | 'previous'
  | 'first'
  | 'last'
  | 'pageDown'
  | 'pageUp'
  | 'extendDown'
  | 'extendUp'
  | 'selectAll'
  | 'clearSelection'
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
  /** Null where the recording can be shown, else why not. */
  noRecording: string | null;
  /** False for files of the Python program, which say less. */
  complete: boolean;
  writtenBy: string;
  model: string;
  unit: string;
  rate_hz: number | null;
  /** Of the trace; null where that is not known. */
  samples: number | null;
  window: number;
  threshold: number;
  direction: 'negative' | 'positive';
  points_before: number;
  points_after: number;
  has_prediction: boolean;
  /** Samples that the detection left out, in order and apart. */
  excluded: { from: number; to: number }[];
  deleted_for_good: number;
  warnings: string[];
  tables: ResultsTablesView;
  comparison: ComparisonView | null;
  status: DocumentStatus;
  keys: KeyListEntry<ResultsAction>[];
}

/** All events, deleted ones too, in order of time, and what is of those that are left. */
export interface ResultsTablesView {
  events: ResultsColumns;
  average: AverageView | null;
  statistics: Statistics;
}

/** 1 where it is so. */
export type ResultsColumns = EventColumns & Record<'deleted' | 'isolated' | 'excluded' | 'added', Uint8Array>;

/** Other results of the same recording beside these. */
export interface ComparisonView extends Omit<ResultsComparison, 'lost'> {
  name: string;
  /** Events of the others that have no partner here. */
  lost: Pick<DetectedEvent, 'location' | 'time_s' | 'amplitude'>[];
}

export interface FigureFile {
  /** With its ending. */
  name: string;
  bytes: Uint8Array;
}
