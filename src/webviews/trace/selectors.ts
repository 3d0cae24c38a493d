import type { DetectionView } from '../../common/api/views/events';
import type { ReadySnapshot, TraceChoice } from '../../common/api/views/trace';
import { knownMeasureOf, sortedBy } from '../shared/event-measures';
import type { Range } from './plot/y-range';
import type { Order, TraceState, Trial, ViewState } from './state';
import { eventsInSweep } from './sweep-events';
import { samplesOf } from './sweeps';
import { withTrial } from './trial';

/** State and derived values of an open recording. */
export interface Ready {
  snapshot: ReadySnapshot;
  display: ViewState;
  /** Of the chosen channel and sweep, at the threshold that is tried. */
  detection: DetectionView | undefined;
  /** Another threshold than that of the detection. */
  trial: Trial | undefined;
  /** Name of the parameter file that values are written to. */
  target: string;
  /** Event numbers in the order of the table. */
  rows: Uint32Array;
  /** In the chosen trace. */
  samples: number;
  rate_hz: number;
  unit: string;
  /** The last fitted amplitude axis. */
  fitted: Range | undefined;
  /** The displayed amplitude axis. */
  yRange: Range;
}

export function readyOf({ snapshot, display, fitted, trial, advice }: TraceState): Ready | undefined {
  if (snapshot.kind !== 'ready' || !display) return undefined;
  const detection = detectionIn(snapshot, display.choice, trial);
  return {
    snapshot,
    display,
    detection,
    trial,
    target: advice?.target ?? 'its parameter file',
    rows: rowsOf(detection, display.order),
    samples: samplesOf(snapshot.info, display.choice),
    rate_hz: snapshot.info.rate_hz ?? 1,
    unit: snapshot.info.channels[display.choice.channel]?.unit ?? '',
    fitted,
    yRange: display.yRange ?? fitted ?? [-1, 1],
  };
}

/** The detection in a trace; for a sweep that has none of its own, its part of the one in all sweeps. */
export function detectionIn(
  snapshot: ReadySnapshot,
  choice: TraceChoice,
  trial?: Trial,
): DetectionView | undefined {
  const shown = shownDetection(snapshot, choice);
  const detection = shown && trial ? tried(shown, trial) : shown;
  const isPart = choice.sweep !== null && detection?.sweep === null;
  return isPart ? eventsInSweep(detection, snapshot.info, choice.sweep!) : detection;
}

/** The detection whose events are shown in a trace, with those in other sweeps. */
export function shownDetection(
  { detections }: ReadySnapshot,
  choice: TraceChoice,
): DetectionView | undefined {
  const own = detections.find((detection) => sameTrace(detection, choice));
  const { channel } = choice;
  return own ?? detections.find((detection) => sameTrace(detection, { channel, sweep: null }));
}

const trials = new WeakMap<Trial, { of: DetectionView; detection: DetectionView }>();

/** The same trial gives the same object. */
function tried(of: DetectionView, trial: Trial): DetectionView {
  const known = trials.get(trial);
  if (known?.of === of) return known.detection;
  const detection = withTrial(of, trial);
  trials.set(trial, { of, detection });
  return detection;
}

export function sameTrace(a: TraceChoice, b: TraceChoice): boolean {
  return a.channel === b.channel && a.sweep === b.sweep;
}

const noRows = new Uint32Array();
const sorted = new WeakMap<DetectionView, { order: Order; rows: Uint32Array }>();

/** Sorting is cached per detection, so that the same order gives the same array. */
function rowsOf(detection: DetectionView | undefined, order: Order): Uint32Array {
  if (!detection) return noRows;
  const cached = sorted.get(detection);
  if (cached?.order === order) return cached.rows;
  const { location } = detection.events;
  const values = knownMeasureOf(order.measure).values(detection.events, '');
  const rows = sortedBy(Uint32Array.from(location.keys()), values, order.descending);
  sorted.set(detection, { order, rows });
  return rows;
}

/** The displayed page. */
export function pageOf(state: TraceState): 'opening' | 'failed' | 'describe' | 'trace' {
  const { snapshot, describing } = state;
  if (snapshot.kind !== 'ready') return snapshot.kind;
  return snapshot.info.rate_hz === null || snapshot.doubtful || describing ? 'describe' : 'trace';
}

export function panelShown({ display, wide }: TraceState): boolean {
  return display?.panel ?? wide;
}

/** Failure of the pictures, or of the last detection, unless dismissed. */
export function failureOf({ snapshot, pictureFailure, dismissed }: TraceState): string | null {
  const failure = snapshot.kind === 'ready' && snapshot.failure !== dismissed ? snapshot.failure : null;
  return pictureFailure ?? failure;
}

/** Key of all that the engine's rules look at: the trace, how it is opened, and the parameters. */
export function adviceKey({ snapshot, display: { choice } }: Ready): string {
  const { info, description, detection, excluded, filter } = snapshot;
  return JSON.stringify([info.series, info.rate_hz, description, choice, detection, excluded, filter]);
}
