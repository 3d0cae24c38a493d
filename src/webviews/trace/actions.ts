import type { TraceAction } from '../../common/api/views/trace';
import { chosen, selection, withView, zoomedToEvent } from './changes';
import { navigationOf, type SegmentInView } from './navigation';
import { scaledRange } from './plot/y-range';
import { panelShown, type Ready } from './selectors';
import type { TraceState } from './state';
import { triable } from './trial';
import { centred, type Viewport } from './viewport';

/** Actions that need the page or the host; all others change the state alone. */
export type EffectAction = 'focusEvents' | 'focusTrace' | 'copyEvents';
export type StateAction = Exclude<TraceAction, EffectAction>;

type Transition = (ready: Ready, state: TraceState) => TraceState;

const SCALE_STEP = 0.7;
const THRESHOLD_STEP = 0.05;
const SMALL_THRESHOLD_STEP = 0.01;

/** State transition of each action. */
export const transitions: Record<StateAction, Transition> = {
  nextEvent: (ready, state) => step(ready, state, 1),
  previousEvent: (ready, state) => step(ready, state, -1),
  firstEvent: (ready, state) => selectRow(ready, state, 0),
  lastEvent: (ready, state) => selectRow(ready, state, ready.rows.length - 1),
  zoomToEvent: (ready, state) => withView(state, zoomedToEvent(ready, ready.display.selected)),
  ...navigation(),
  showAll: ({ samples }, state) => withView(state, { view: { from: 0, to: samples }, yRange: null }),
  goToStart: (ready, state) => goTo(ready, state, 0),
  goToEnd: (ready, state) => goTo(ready, state, ready.samples),
  scaleUp: ({ yRange }, state) => withView(state, { yRange: scaledRange(yRange, SCALE_STEP) }),
  scaleDown: ({ yRange }, state) => withView(state, { yRange: scaledRange(yRange, 1 / SCALE_STEP) }),
  autoScale: ({ display, yRange }, state) => {
    const isFitted = display.yRange === null && !display.full;
    return withView(state, { full: false, yRange: isFitted ? yRange : null });
  },
  showFullAmplitude: (_, state) => withView(state, { yRange: null, full: true }),
  toggleFilter: ({ snapshot, display }, state) =>
    snapshot.filter === null ? state : withView(state, { filtered: !display.filtered }),
  stackChannels: ({ snapshot, display }, state) =>
    snapshot.info.channels.length < 2 ? state : withView(state, { stacked: !display.stacked }),
  overlaySweeps: toggleOverlay,
  toggleSidePanel: (_, state) => withView(state, { panel: !panelShown(state) }),
  nextSweep: (ready, state) => turnSweep(ready, state, 1),
  previousSweep: (ready, state) => turnSweep(ready, state, -1),
  nextChannel: (ready, state) => turnChannel(ready, state, 1),
  previousChannel: (ready, state) => turnChannel(ready, state, -1),
  raiseThreshold: (ready, state) => withThreshold(ready, state, THRESHOLD_STEP),
  lowerThreshold: (ready, state) => withThreshold(ready, state, -THRESHOLD_STEP),
  raiseThresholdSlightly: (ready, state) => withThreshold(ready, state, SMALL_THRESHOLD_STEP),
  lowerThresholdSlightly: (ready, state) => withThreshold(ready, state, -SMALL_THRESHOLD_STEP),
  describe: (_, state) => ({ ...state, describing: true }),
  showKeys: (_, state) => ({ ...state, keysOpen: !state.keysOpen }),
};

function step(ready: Ready, state: TraceState, by: 1 | -1): TraceState {
  const { rows, display, detection } = ready;
  if (!detection) return state;
  // Without a selection, events in view come first.
  const inView = rows.findIndex((event) => detection.events.peak[event] >= display.view.from);
  return selectRow(ready, state, display.selected === null ? inView : rows.indexOf(display.selected) + by);
}

function selectRow(ready: Ready, state: TraceState, row: number): TraceState {
  const event = ready.rows[Math.min(ready.rows.length - 1, Math.max(0, row))];
  return event === undefined ? state : withView(state, selection(ready, event));
}

function navigation() {
  return navigationOf((ready: Ready, state: TraceState) => ({
    ...inView(ready),
    look: (view: Viewport) => withView(state, { view }),
  }));
}

/** Zooms around the selected event while it is in view, else around the middle. */
function inView({
  display: { view, selected },
  detection,
  samples,
}: Ready): Omit<SegmentInView<never>, 'look'> {
  const peak = selected === null ? undefined : detection?.events.peak[selected];
  const seen = peak !== undefined && peak >= view.from && peak <= view.to;
  return { segment: view, samples, around: seen ? peak : (view.from + view.to) / 2 };
}

function goTo({ display, samples }: Ready, state: TraceState, sample: number): TraceState {
  return withView(state, { view: centred(display.view, sample, samples) });
}

function turnSweep(ready: Ready, state: TraceState, by: 1 | -1): TraceState {
  const { sweeps } = ready.snapshot.info;
  const { sweep, channel } = ready.display.choice;
  if (sweeps < 2) return state;
  const next = sweep === null ? (by > 0 ? 0 : sweeps - 1) : sweep + by;
  return chosen(ready, state, { channel, sweep: next < 0 || next >= sweeps ? null : next });
}

/** Sweeps lie over a single one: all of them joined have no common time. */
function toggleOverlay(ready: Ready, state: TraceState): TraceState {
  const { snapshot, display } = ready;
  const { channel, sweep } = display.choice;
  if (snapshot.info.sweeps < 2) return state;
  const single = sweep === null ? chosen(ready, state, { channel, sweep: 0 }) : state;
  return withView(single, { overlaid: sweep === null || !display.overlaid });
}

/** Tries another threshold; without a detection there is none to compare. */
function withThreshold({ detection }: Ready, state: TraceState, by: number): TraceState {
  if (!detection) return state;
  return { ...state, trial: { ...state.trial, by: 'keys', threshold: triable(detection.threshold + by) } };
}

function turnChannel(ready: Ready, state: TraceState, by: 1 | -1): TraceState {
  const { length } = ready.snapshot.info.channels;
  const { choice } = ready.display;
  if (length < 2) return state;
  return chosen(ready, state, { ...choice, channel: (choice.channel + by + length) % length });
}
