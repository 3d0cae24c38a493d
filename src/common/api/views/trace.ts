import type { ParameterChoice } from '../../events/detection';
import type { Advice } from '../../parameters/advice';
import { AXES, type Axes } from '../../parameters/axes';
import { PARAMETER_NAMES } from '../../parameters/parameters';
import type { TimeRange } from '../../parameters/times';
import type { SampleRange } from '../../traces/sample-ranges';
import type { TraceWindow } from '../../traces/trace-window';
import type { RecordingInfo } from '../engine/file-info';
import type { RangeDetection } from '../engine/range-detection';
import {
  both,
  decimal,
  either,
  fields,
  flag,
  nothing,
  oneOf,
  optional,
  orNull,
  type RequestShapes,
  type Shape,
  text,
  whole,
} from '../shape';
import type { FailedSnapshot, OpeningSnapshot, ShownProgress } from './document';
import type { DetectionView } from './events';
import type { KeyListEntry, NavigationAction } from './keys';
import { clipboard, picture, segment } from './parts';

/** Requests of the trace editor. */
export interface TraceRequests {
  /** Requested whenever the view is built, also after it was hidden: its complete state. */
  snapshot(request: Record<string, never>): TraceSnapshot;
  window(request: TraceQuery): TraceWindow;
  prediction(request: { id: string; from: number; to: number; columns: number }): TraceWindow;
  /** Sets the trace that commands act on. */
  choose(request: TraceChoice): void;
  /** Reports the segment in view, in samples, once the view has stopped moving. */
  look(request: { from: number; to: number }): void;
  /** Shows another series of a HEKA bundle, an NWB file or an HDF5 file with several datasets. */
  chooseSeries(request: { series: string }): void;
  /** Sampling rate, unit and scaling that the user entered. */
  describe(request: Description): void;
  /** The doubtful facts of the file are right; it is not asked again. */
  confirmFacts(request: Record<string, never>): void;
  detect(request: TraceChoice): void;
  /**
   * A detection with another threshold, while its line is dragged; null if the network would have to run. Nothing is
   * kept of it.
   */
  tryThreshold(request: TraceChoice & { threshold: number }): DetectionView | null;
  /**
   * Events of the part on the screen, before a detection is run; see `EngineApi.detectRange`. `exact`: without the
   * screening network, for the probability where a detection has not computed it.
   */
  preview(request: TraceChoice & SampleRange & { exact: boolean }): RangeDetection;
  /** What the engine's rules say of a trace and its parameters, and where {@link adopt} writes to. */
  advice(request: TraceChoice): AdviceOnTrace;
  /** Writes a value that an advice names to the recording's parameter file, and detects with it. */
  adopt(request: TraceChoice & { change: AdvisedChange }): void;
  cancelDetection(request: Record<string, never>): void;
  run(request: { action: HostAction }): void;
  /** Reports the focused area of the view; `when` clauses of keybindings depend on it. */
  focus(request: { area: FocusArea }): void;
  clipboard(request: { text: string }): void;
}

/** Notifications of the host. Each carries full state, never a delta. */
export interface TraceNotices {
  snapshot: TraceSnapshot;
  progress: DetectionProgress | null;
  /** A command was run, from its key, the palette or a menu. */
  action: TraceAction;
  /** Goes to a time; width of the segment and trace change only if given. */
  goTo: { time_s: number; span_s?: number; choice?: TraceChoice };
}

const FOCUS_AREAS = ['plot', 'events', 'threshold', 'input', 'none'] as const;

export type FocusArea = (typeof FOCUS_AREAS)[number];

/** Commands of the extension that the view's buttons run. */
const HOST_ACTIONS = [
  'info',
  'export',
  'settings',
  'log',
  'restart',
  'retry',
  'asText',
  'goToTime',
  'auto',
  'tune',
  'installTensorFlow',
] as const;

export type HostAction = (typeof HOST_ACTIONS)[number];

/** Actions of the trace editor in its own view; each is a contributed command with its keys. */
export type TraceAction =
  | NavigationAction
  | 'nextEvent'
  | 'previousEvent'
  | 'firstEvent'
  | 'lastEvent'
  | 'zoomToEvent'
  | 'goToStart'
  | 'goToEnd'
  | 'scaleUp'
  | 'scaleDown'
  | 'autoScale'
  | 'showFullAmplitude'
  | 'toggleFilter'
  | 'stackChannels'
  | 'overlaySweeps'
  | 'toggleSidePanel'
  | 'focusEvents'
  | 'focusTrace'
  | 'nextSweep'
  | 'previousSweep'
  | 'nextChannel'
  | 'previousChannel'
  | 'raiseThreshold'
  | 'lowerThreshold'
  | 'raiseThresholdSlightly'
  | 'lowerThresholdSlightly'
  | 'describe'
  | 'copyEvents'
  | 'showKeys';

export type AdvisedChange = Pick<NonNullable<Advice['change']>, 'name' | 'value'>;

export interface AdviceOnTrace {
  advice: Advice[];
  /** Name of the parameter file: "cell7.miniml.json". */
  target: string;
}

export interface TraceChoice {
  channel: number;
  /** null: all sweeps, joined. */
  sweep: number | null;
}

export interface TraceQuery extends TraceChoice {
  from: number;
  to: number;
  columns: number;
  /** The part of it on the screen: it is read first. */
  visible?: SampleRange;
  /** With the filters of the settings applied. */
  filtered: boolean;
  /** The mean of all sweeps of the channel, whatever the sweep. */
  averaged?: boolean;
}

export interface Description {
  /** Of an array; absent where the file has none, or they were not given. */
  axes?: Axes;
  rate_hz: number;
  unit: string;
  scaling: number;
  /** Unit and scaling are those of the file, channel by channel. */
  fileUnits?: boolean;
}

export interface DetectionProgress extends TraceChoice, ShownProgress {
  /** A change that would make it faster, where it is long. */
  faster: Advice | null;
  /** What could compute it faster, where it is long: the backend `auto`, or TensorFlow once it is installed. */
  computing: 'auto' | 'tensorFlow' | null;
}

export type TraceSnapshot = OpeningSnapshot | FailedTrace | ReadySnapshot;

export interface FailedTrace extends FailedSnapshot {
  /** Actions that may solve the problem, as buttons. */
  remedies: HostAction[];
}

export interface ReadySnapshot {
  kind: 'ready';
  name: string;
  info: RecordingInfo;
  /** Entered by the user, or from the settings; null if neither. */
  description: Description | null;
  /** Likely answers for {@link TraceRequests.describe}. */
  guesses: DescriptionGuess[];
  /** Whether rate, values or axes are doubtful, and the user has neither confirmed nor replaced them. */
  doubtful: boolean;
  /** Why the unit in the file is probably wrong; null if it is plausible. */
  unitDoubt: string | null;
  /** Excluded intervals, in seconds of the recording with its sweeps joined. */
  excluded: TimeRange[];
  /** Filters of the settings in words, null when there are none. */
  filter: string | null;
  /** Detection window in samples, and the parameters of the next detection in words. */
  detection: { window: number; summary: [name: string, value: string][] };
  /**
   * Events of the part on the screen are shown before a detection is run. They change when `key` changes; null: they are
   * switched off, or a parameter is wrong.
   */
  preview: { key: string; threshold: number; direction: 'negative' | 'positive' | 'both' } | null;
  /** Parameters that were chosen from the recording and are still in use, with reasons. */
  chosen: ParameterChoice[];
  /** Initial trace of a view without saved state. */
  initial: TraceChoice;
  detections: DetectionView[];
  progress: DetectionProgress | null;
  /** Reason why the last detection failed, in one sentence. */
  failure: string | null;
  /** Keys of the view's commands, for the list that `?` shows. */
  keys: KeyListEntry<TraceAction>[];
}

export interface DescriptionGuess extends Description {
  /** "amperes in the file, shown as pA" */
  label: string;
}

const choice = fields<TraceChoice>({ channel: whole(), sweep: orNull(whole()) });

const change = fields<AdvisedChange>({
  name: oneOf(PARAMETER_NAMES),
  value: either(either(decimal(), text()), flag) as Shape<AdvisedChange['value']>,
});

export const TRACE_REQUESTS: RequestShapes<TraceRequests> = {
  snapshot: nothing,
  window: both(
    both(choice, picture),
    fields<Pick<TraceQuery, 'visible' | 'filtered' | 'averaged'>>({
      visible: optional(segment),
      filtered: flag,
      averaged: optional(flag),
    }),
  ),
  prediction: both(fields<{ id: string }>({ id: text() }), picture),
  choose: choice,
  look: segment,
  chooseSeries: fields({ series: text() }),
  describe: fields<Description>({
    axes: optional(oneOf(AXES.filter((axes): axes is Axes => axes !== 'auto'))),
    rate_hz: decimal(0),
    unit: text(1000),
    scaling: decimal(),
    fileUnits: optional(flag),
  }),
  confirmFacts: nothing,
  detect: choice,
  tryThreshold: both(choice, fields<{ threshold: number }>({ threshold: decimal(0, 1) })),
  preview: both(both(choice, segment), fields<{ exact: boolean }>({ exact: flag })),
  advice: choice,
  adopt: both(choice, fields<{ change: AdvisedChange }>({ change })),
  cancelDetection: nothing,
  run: fields({ action: oneOf(HOST_ACTIONS) }),
  focus: fields({ area: oneOf(FOCUS_AREAS) }),
  clipboard,
};
