import type { DetectionView } from '../../common/api/views/events';
import type {
  DetectionProgress,
  ReadySnapshot,
  TraceChoice,
  TraceNotices,
  TraceSnapshot,
} from '../../common/api/views/trace';
import type { MeasureId } from '../../common/events/event-columns';
import { type StateAction, transitions } from './actions';
import { chosen, selection, withView, zoomedToEvent } from './changes';
import type { Range } from './plot/y-range';
import { detectionIn, type Ready, readyOf, sameTrace, shownDetection } from './selectors';
import { firstAtLeast } from './sorted';
import {
  initialPlace,
  restoredState,
  type TraceAdvice,
  type TraceState,
  type Trial,
  type ViewState,
} from './state';
import { triable } from './trial';
import { centred, type Viewport } from './viewport';

export type TraceMessage =
  /** @property stored view state from before it was hidden */
  | { type: 'snapshot'; snapshot: TraceSnapshot; stored?: unknown }
  | { type: 'progress'; progress: DetectionProgress | null }
  | { type: 'action'; action: StateAction }
  | { type: 'goTo'; target: TraceNotices['goTo'] }
  | { type: 'choose'; choice: TraceChoice }
  /** Sorts the events by a measure; by the same one again in the other direction. */
  | { type: 'sort'; measure: MeasureId }
  | { type: 'change'; patch: Partial<ViewState> }
  /** Selects an event and shows it; `open` also zooms to it. */
  | { type: 'select' | 'open'; event: number }
  | { type: 'fitted'; range: Range }
  | { type: 'pictureFailed'; message: string }
  | { type: 'pictureRetried' | 'dismissed' | 'described' | 'describingStopped' | 'keysClosed' }
  | { type: 'advice'; advice: TraceAdvice }
  | { type: 'adviceClosed'; text: string }
  | { type: 'resized'; wide: boolean }
  | { type: 'tryThreshold'; threshold: number; by: 'drag' | 'keys' }
  /** The engine's answer to a threshold that was tried. */
  | { type: 'tried'; threshold: number; detection: DetectionView | null }
  /** The threshold is used in a detection; that detection has ended; nothing is tried any more. */
  | { type: 'trialUsed' | 'trialDetected' | 'trialEnded' };

export function update(state: TraceState, message: TraceMessage): TraceState {
  return withSameEvent(state, updated(state, message));
}

function updated(state: TraceState, message: TraceMessage): TraceState {
  switch (message.type) {
    case 'snapshot':
      return withSnapshot(state, message.snapshot, message.stored);
    case 'progress':
      return { ...state, progress: message.progress };
    case 'action':
      return withReady(state, (ready) => transitions[message.action](ready, state));
    case 'goTo':
      return withGoTo(state, message.target);
    case 'choose':
      return withReady(state, (ready) => chosen(ready, state, message.choice));
    case 'sort':
      return withReady(state, ({ display: { order } }) => {
        const descending = order.measure === message.measure && !order.descending;
        return withView(state, { order: { measure: message.measure, descending } });
      });
    case 'change':
      return withView(state, message.patch);
    case 'select':
      return withReady(state, (ready) => withView(state, selection(ready, message.event)));
    case 'open':
      return withReady(state, (ready) => withView(state, zoomedToEvent(ready, message.event)));
    case 'fitted':
      return state.fitted === message.range ? state : { ...state, fitted: message.range };
    case 'pictureFailed':
      return { ...state, pictureFailure: message.message };
    case 'pictureRetried':
      return { ...state, pictureFailure: null };
    case 'dismissed':
      return dismissed(state);
    case 'described':
      // Another unit needs another scale.
      return withView({ ...state, describing: false, fitted: undefined }, { yRange: null });
    case 'describingStopped':
      return { ...state, describing: false };
    case 'keysClosed':
      return state.keysOpen ? { ...state, keysOpen: false } : state;
    case 'advice':
      return { ...state, advice: message.advice };
    case 'adviceClosed':
      return { ...state, closedAdvice: [...state.closedAdvice, message.text] };
    case 'tryThreshold':
    case 'tried':
    case 'trialUsed':
    case 'trialDetected':
    case 'trialEnded':
      return { ...state, trial: trialAfter(state, message) };
    case 'resized':
      return state.wide === message.wide ? state : { ...state, wide: message.wide };
  }
}

/** A trial belongs to the detection that is shown. */
function trialAfter(
  { snapshot, display, trial }: TraceState,
  message: Extract<TraceMessage, { type: 'tryThreshold' | 'tried' | `trial${string}` }>,
): Trial | undefined {
  switch (message.type) {
    case 'tryThreshold': {
      const { by, threshold } = message;
      const shown = snapshot.kind === 'ready' && display && shownDetection(snapshot, display.choice);
      return shown ? { ...trial, by, threshold: triable(threshold) } : undefined;
    }
    case 'tried': {
      const { threshold, detection } = message;
      return trial && { ...trial, tried: { threshold, detection } };
    }
    case 'trialUsed':
      return trial && { ...trial, by: 'detection' };
    case 'trialDetected':
      return trial?.by === 'detection' ? undefined : trial;
    case 'trialEnded':
      return undefined;
  }
}

/** Events are numbered anew by a detection and by a trial; the selected one stays, if it is among them. */
function withSameEvent(before: TraceState, after: TraceState): TraceState {
  const selected = after.display?.selected ?? null;
  const isSameTrace = before.display?.choice === after.display?.choice;
  const mayDiffer = before.snapshot !== after.snapshot || before.trial !== after.trial;
  if (selected === null || !isSameTrace || !mayDiffer || selected !== before.display?.selected) return after;
  const was = readyOf(before)?.detection;
  const is = readyOf(after)?.detection;
  if (!was || was === is) return after;
  const { location = new Float64Array() } = is?.events ?? {};
  const at = firstAtLeast(location, was.events.location[selected]);
  const isThere = location[at] === was.events.location[selected];
  return withView(after, { selected: isThere ? at : null });
}

function withReady(state: TraceState, next: (ready: Ready) => TraceState): TraceState {
  const ready = readyOf(state);
  return ready ? next(ready) : state;
}

function withSnapshot(before: TraceState, snapshot: TraceSnapshot, stored: unknown): TraceState {
  if (snapshot.kind !== 'ready') return { ...before, snapshot };
  const old = before.snapshot.kind === 'ready' ? before.snapshot : undefined;
  const restored = restoredState(before.display ?? stored, snapshot);
  const otherSeries = old !== undefined && old.info.series !== snapshot.info.series;
  return {
    ...before,
    snapshot,
    progress: snapshot.progress,
    dismissed: old?.failure === snapshot.failure ? before.dismissed : null,
    display: withKnownEvent(snapshot, otherSeries ? { ...restored, ...initialPlace(snapshot) } : restored),
  };
}

/** The selected event may belong to an earlier detection. */
function withKnownEvent(snapshot: ReadySnapshot, view: ViewState): ViewState {
  const events = detectionIn(snapshot, view.choice)?.events.location.length ?? 0;
  return view.selected === null || view.selected < events ? view : { ...view, selected: null };
}

function withGoTo(state: TraceState, { time_s, span_s, choice }: TraceNotices['goTo']): TraceState {
  const turned =
    choice && state.display && !sameTrace(choice, state.display.choice)
      ? update(state, { type: 'choose', choice })
      : state;
  return withReady(turned, ({ display, samples, rate_hz }) => {
    const span: Viewport = span_s === undefined ? display.view : { from: 0, to: span_s * rate_hz };
    return withView(turned, { view: centred(span, time_s * rate_hz, samples) });
  });
}

function dismissed(state: TraceState): TraceState {
  const failure = state.snapshot.kind === 'ready' ? state.snapshot.failure : null;
  return { ...state, pictureFailure: null, dismissed: failure };
}
