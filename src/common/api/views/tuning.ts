import { checkValue } from '../../parameters/check';
import { isParameterName } from '../../parameters/names';
import type { Parameters } from '../../parameters/parameters';
import type { TimeRange } from '../../parameters/times';
import type { TraceWindow } from '../../traces/trace-window';
import type { RecordingInfo } from '../engine/file-info';
import type { FilterPreview, PreprocessingPreview, Smoothing } from '../engine/previews';
import type { ClearEvents, PlacedWindow, SizeScores, WindowShape } from '../engine/window-sizes';
import {
  both,
  decimal,
  fields,
  flag,
  isPlainObject,
  list,
  nothing,
  oneOf,
  orNull,
  type RequestShapes,
  type Shape,
  text,
  whole,
} from '../shape';
import type { ShownProgress } from './document';
import type { KeyListEntry, NavigationAction } from './keys';
import type { ParameterPatch } from './parameter-patch';
import { picture } from './parts';
import type { TraceChoice } from './trace';

/** Requests of the tuning panel. */
export interface TuningRequests extends WindowSizeRequests, PreviewRequests {
  /** Requested whenever the panel is built, also after it was hidden. */
  snapshot(request: Record<string, never>): TuningSnapshot;
  /** The trace as recorded. */
  window(request: { from: number; to: number; columns: number }): TraceWindow;
  /** Writes values to a place, and detects events with them if wanted. */
  use(request: { patch: ParameterPatch; place: TargetPlace; detect: boolean }): Written;
  /** Undoes the last {@link use}. */
  undo(request: Record<string, never>): void;
  /** Opens the file written by {@link use}. */
  showWritten(request: Record<string, never>): void;
  /** Cancels a long work; its request then answers null. */
  cancel(request: { work: string }): void;
  showTrace(request: Record<string, never>): void;
  /** Reports the focused area of the panel; `when` clauses of keybindings depend on it. */
  focus(request: { area: TuningFocus }): void;
}

/** Notices of the host to the tuning panel. Each carries full state, never a delta. */
export interface TuningNotices {
  snapshot: TuningSnapshot;
  /** Progress of a long work; null at its end. */
  progress: { work: string; progress: ShownProgress | null };
  /** A command was run, from its key or the palette. */
  action: TuningAction;
}

/** An edge is an edge of the detection window on the trace; a control is a button, which handles space and Enter. */
const FOCUS_AREAS = ['tabs', 'trace', 'edge', 'control', 'input', 'none'] as const;

export type TuningFocus = (typeof FOCUS_AREAS)[number];

/** Actions of the panel in any of its tabs. */
type TuningFrameAction =
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
  | 'useAndDetect'
  | 'discard'
  | 'undo'
  | 'showTrace'
  | 'showKeys';

/** Actions of one tab. */
type TuningViewAction =
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

/** All actions of the tuning panel; each is a contributed command with its keys. */
export type TuningAction = TuningFrameAction | TuningViewAction;

export type TuningSnapshot = { kind: 'failed'; name: string; message: string } | ReadyTuning;

/** The trace to tune on and its parameters. */
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
  /** Excluded intervals, in seconds of the recording with its sweeps joined. */
  excluded: TimeRange[];
  /** As currently in files and settings. */
  parameters: Parameters;
  /** Where {@link TuningRequests.use} can write to, the narrowest place first. */
  targets: { place: TargetPlace; label: string }[];
  /** Segment in the trace editor when the panel was opened, and the number of times it was opened. */
  asked: { from: number; to: number; times: number };
  keys: KeyListEntry<TuningAction>[];
}

/** Place of written values: the recording's parameter file, the settings of its folder, or those of the user. */
const PLACES = ['recording', 'folder', 'user'] as const;

export type TargetPlace = (typeof PLACES)[number];

/** Target of the last written values, for a line in the footer. */
export interface Written {
  target: string;
  /** Name of a narrower place with values of its own, which go before the written ones for this recording. */
  overriddenBy?: string | undefined;
  /** True if the file had unsaved edits before: saving is left to the user. */
  unsaved: boolean;
}

/** A segment of the trace in samples, and the chosen values that are not written yet. */
interface Previewed {
  from: number;
  to: number;
  columns: number;
  patch: ParameterPatch;
}

/**
 * Requests of the views of filters and of smoothing. Both are long work; null if a later request has replaced this one.
 */
export interface PreviewRequests {
  /** Work named {@link PREVIEWING_PREPROCESSING}. */
  preprocessingPreview(request: Previewed): PreprocessingPreview | null;
  /** Work named {@link PREVIEWING_FILTERS}. */
  filterPreview(
    request: Previewed & { strengths: Smoothing[]; around: number[] | null },
  ): FilterPreview | null;
}

export const PREVIEWING_PREPROCESSING = 'preprocessing preview';
export const PREVIEWING_FILTERS = 'filter preview';

/** Requests of the view of the window size; `patch` holds the chosen values that are not written yet. */
export interface WindowSizeRequests {
  clearEvents(request: { patch: ParameterPatch }): ClearEvents;
  windowShapes(request: { windows: PlacedWindow[]; patch: ParameterPatch }): WindowShape[];
  /** Long work named "window sizes"; null if it was cancelled. */
  scoreWindowSizes(request: { selected: PlacedWindow | null; patch: ParameterPatch }): SizeScores | null;
}

/** Values of parameters, each within its declared range. */
const patch: Shape<ParameterPatch> = (value, at) => {
  if (!isPlainObject(value)) return `${at} must be an object.`;
  for (const [name, given] of Object.entries(value)) {
    if (!isParameterName(name)) return `${at} has the unknown parameter ${name.slice(0, 100)}.`;
    const problem = given === undefined ? undefined : checkValue(name, given);
    if (problem) return problem.message;
  }
  return undefined;
};

const previewed = both(picture, fields<{ patch: ParameterPatch }>({ patch }));
const placed = fields<PlacedWindow>({ from: decimal(), win_size: whole(1) });

export const TUNING_REQUESTS: RequestShapes<TuningRequests> = {
  snapshot: nothing,
  window: picture,
  use: fields({ patch, place: oneOf(PLACES), detect: flag }),
  undo: nothing,
  showWritten: nothing,
  cancel: fields({ work: text(100) }),
  showTrace: nothing,
  focus: fields({ area: oneOf(FOCUS_AREAS) }),
  preprocessingPreview: previewed,
  filterPreview: both(
    previewed,
    fields<{ strengths: Smoothing[]; around: number[] | null }>({
      strengths: list(
        fields<Smoothing>({
          convolve_win: whole(),
          filter_factor: decimal(0),
          gradient_convolve_win: orNull(whole()) as Shape<Smoothing['gradient_convolve_win']>,
        }),
        100,
      ),
      around: orNull(list(whole())),
    }),
  ),
  clearEvents: fields({ patch }),
  windowShapes: fields({ windows: list(placed), patch }),
  scoreWindowSizes: fields({ selected: orNull(placed), patch }),
};
