import type { Parameters } from '../../parameters/parameters';
import type { TimeRange } from '../../parameters/time-ranges';
import type { TraceWindow } from '../../traces/trace-window';
import type { RecordingInfo } from '../engine/engine-api';
import type { KeyListEntry } from './keys';
import type { NavigationAction } from './navigation';
import type { ParameterPatch } from './parameter-patch';
import type { ShownProgress } from './progress';
import type { TraceChoice } from './trace';
import type { PreviewRequests } from './tuning-previews';
import type { WindowSizeRequests } from './tuning-window-size';

/** What the tuning panel asks of its host. */
export interface TuningRequests extends WindowSizeRequests, PreviewRequests {
  /** Asked when the panel is built, also when it was hidden and is built again. */
  snapshot(request: Record<string, never>): TuningSnapshot;
  /** The trace as recorded. */
  window(request: { from: number; to: number; columns: number }): TraceWindow;
  /** Writes values to where the recording's parameters are from. */
  use(request: { patch: ParameterPatch }): Written;
  /** Takes back what {@link use} wrote last. */
  undo(request: Record<string, never>): void;
  /** Opens the file that {@link use} wrote to. */
  showWritten(request: Record<string, never>): void;
  /** Stops a long work; its request then answers null. */
  cancel(request: { work: string }): void;
  showTrace(request: Record<string, never>): void;
  /** Where the keyboard's focus is: contributed keybindings ask for it. */
  focus(request: { area: TuningFocus }): void;
}

/** What the host tells the tuning panel unasked. Every notice is the whole truth, never a difference. */
export interface TuningNotices {
  snapshot: TuningSnapshot;
  /** How far a long work is; null at its end. */
  progress: { work: string; progress: ShownProgress | null };
  /** A command was run, from its key or the palette. */
  action: TuningAction;
}

/** An edge is one of the window on the trace; a control is a button, which takes space and enter. */
export type TuningFocus = 'tabs' | 'trace' | 'edge' | 'control' | 'input' | 'none';

/** What the panel does whichever of its views is shown. */
export type TuningFrameAction =
  | NavigationAction
  | 'showWindowSize'
  | 'showSmoothing'
  | 'showFilters'
  | 'nextTab'
  | 'previousTab'
  | 'firstTab'
  | 'lastTab'
  | 'focusTrace'
  | 'focusFields'
  | 'use'
  | 'discard'
  | 'undo'
  | 'showTrace'
  | 'showKeys';

/** What one of its views does. */
export type TuningViewAction =
  | 'nextClear'
  | 'previousClear'
  | 'longer'
  | 'shorter'
  | 'edgeLeft'
  | 'edgeRight'
  | 'edgeFarLeft'
  | 'edgeFarRight'
  | 'suggest'
  | 'cancel'
  | 'lessSmoothing'
  | 'moreSmoothing'
  | 'exclude';

/** What the tuning panel does by itself; each is a contributed command with its keys. */
export type TuningAction = TuningFrameAction | TuningViewAction;

export type TuningSnapshot = { kind: 'failed'; name: string; message: string } | ReadyTuning;

/** One trace and the parameters it is read with. */
export interface ReadyTuning {
  kind: 'ready';
  /** Of the recording's file. */
  name: string;
  /** The file itself, with its folder. */
  file: string;
  info: RecordingInfo;
  choice: TraceChoice;
  rate_hz: number;
  unit: string;
  /** In the trace. */
  samples: number;
  /** What the parameters leave out, in seconds of the recording with its sweeps joined. */
  excluded: TimeRange[];
  /** As files and settings have them now. */
  parameters: Parameters;
  /** Where {@link TuningRequests.use} writes to: "cell7.miniml.json", "settings of the folder". */
  target: string;
  /** What the trace editor showed when the panel was asked for, and how often it has been. */
  asked: { from: number; to: number; times: number };
  keys: KeyListEntry<TuningAction>[];
}

/** What was written, for a line that says so. */
export interface Written {
  target: string;
  /** A file that had unsaved edits still has: they are the user's to save. */
  unsaved: boolean;
}
