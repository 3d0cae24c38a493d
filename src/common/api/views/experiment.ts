import type { RowReport } from '../../row-report';
import type { ExperimentComparison } from '../engine/experiments';
import { fields, flag, list, nothing, oneOf, orNull, type RequestShapes, text, whole } from '../shape';
import type { FailedSnapshot, OpeningSnapshot, ShownProgress } from './document';
import type { KeyListEntry, ListAction } from './keys';
import { clipboard, type FigureFile, saveFigures } from './parts';

/** Requests of the experiment editor. Rows are identified by their lines. */
export interface ExperimentRequests {
  /** Requested whenever the view is built, also after it was hidden: its complete state. */
  snapshot(request: Record<string, never>): ExperimentSnapshot;
  /** Includes rows in the experiment, or excludes them. */
  include(request: { lines: number[]; include: boolean }): void;
  /** Asks for a column and its new value, and writes it into rows. */
  editValues(request: { lines: number[]; column: EditedColumn | null }): void;
  /** Parameters of a row with their sources; those that differ from the default come first. */
  parameters(request: { line: number }): RowParameter[];
  /** As the engine's `compareExperiment`; a later request ends an earlier one. */
  compare(request: { measure: string | null; quick: boolean }): ExperimentComparison;
  /** Asks for a folder and writes figures there. */
  saveFigures(request: { figures: FigureFile[] }): void;
  clipboard(request: { text: string }): void;
  /** Opens the recording, or the results, of a row. */
  open(request: { line: number; what: 'recording' | 'results' }): void;
  run(request: { action: ExperimentHostAction; lines: number[] }): void;
  /** Reports the focused area of the view; `when` clauses of keybindings depend on it. */
  focus(request: { area: ExperimentFocus }): void;
}

/** Notices of the host to the experiment editor. */
export interface ExperimentNotices {
  snapshot: ExperimentSnapshot;
  /** null when no run is going on. */
  progress: ShownProgress | null;
  /** A command was run, from its key, the palette or a menu. */
  action: ExperimentAction;
}

/** A control is a button, which handles space and Enter; an input handles all keys. */
const FOCUS_AREAS = ['rows', 'control', 'input', 'none'] as const;

export type ExperimentFocus = (typeof FOCUS_AREAS)[number];

/** Actions of the host for the view's buttons. `runAll` detects events in all rows that are not done, whatever the lines. */
const HOST_ACTIONS = [
  'runAll',
  'runLines',
  'cancelRun',
  'submit',
  'cancelJobs',
  'addFound',
  'addRecordings',
  'removeRows',
  'exportNwb',
  'undo',
  'redo',
  'text',
  'retry',
  'log',
] as const;

export type ExperimentHostAction = (typeof HOST_ACTIONS)[number];

/** Actions of the experiment editor in its own view; each is a contributed command with its keys. */
export type ExperimentAction =
  | ListAction
  | 'toggleInclude'
  | 'editValues'
  | 'runAll'
  | 'runSelected'
  | 'runStale'
  | 'cancelRun'
  | 'submit'
  | 'cancelJobs'
  | 'openRecording'
  | 'openResults'
  | 'addRecordings'
  | 'removeRows'
  | 'focusFilter'
  | 'clearFilter'
  | 'toggleDetails'
  | 'toggleComparison'
  | 'exportFigures'
  | 'exportNwb'
  | 'showKeys';

const EDITED_COLUMNS = ['cell', 'animal', 'group', 'condition', 'note'] as const;

export type EditedColumn = (typeof EDITED_COLUMNS)[number];

export type ExperimentSnapshot = OpeningSnapshot | FailedSnapshot | ExperimentReady;

export interface ExperimentReady {
  kind: 'ready';
  name: string;
  rows: ExperimentViewRow[];
  /** What is wrong with the whole table, or why its status is unknown; null if nothing is. */
  problem: string | null;
  /** The status of rows is being read for the first time. */
  reading: boolean;
  /** null when no run is going on. */
  progress: ShownProgress | null;
  /** Number of recordings in the folder that the table lacks. */
  found: number;
  keys: KeyListEntry<ExperimentAction>[];
}

/** A row as the table has it, and what is known of it. */
export interface ExperimentViewRow {
  line: number;
  /** As the table has it. */
  recording: string;
  cell: string;
  animal: string;
  group: string;
  condition: string;
  note: string;
  include: boolean;
  /** null until it is known. */
  report: RowReport | null;
}

export interface RowParameter {
  name: string;
  value: string;
  source: string;
  /** Whether it is the program's default. */
  isDefault: boolean;
}

const lines = list(whole());

/** Whether the table has these lines is up to the document. */
export const EXPERIMENT_REQUESTS: RequestShapes<ExperimentRequests> = {
  snapshot: nothing,
  include: fields({ lines, include: flag }),
  editValues: fields({ lines, column: orNull(oneOf(EDITED_COLUMNS)) }),
  parameters: fields({ line: whole() }),
  compare: fields({ measure: orNull(text(1000)), quick: flag }),
  saveFigures,
  clipboard,
  open: fields({ line: whole(), what: oneOf(['recording', 'results']) }),
  run: fields({ action: oneOf(HOST_ACTIONS), lines }),
  focus: fields({ area: oneOf(FOCUS_AREAS) }),
};
