import type { TraceChoice } from '../../common/api/views/trace';
import type { Ready } from './selectors';
import type { TraceState, ViewState } from './state';
import { samplesOf } from './sweeps';
import { centred, revealed, wholeTrace } from './viewport';

export function withView(state: TraceState, patch: Partial<ViewState>): TraceState {
  return state.display ? { ...state, display: { ...state.display, ...patch } } : state;
}

/** Shows another channel or sweep. */
export function chosen({ snapshot, display }: Ready, state: TraceState, choice: TraceChoice): TraceState {
  const samples = samplesOf(snapshot.info, choice);
  const sameLength = samples === samplesOf(snapshot.info, display.choice);
  return withView(
    { ...state, fitted: undefined, trial: undefined },
    {
      choice,
      view: sameLength ? display.view : wholeTrace(samples),
      selected: null,
      yRange: choice.channel === display.choice.channel ? display.yRange : null,
    },
  );
}

/** Selects an event, and scrolls to it if necessary. */
export function selection(
  { detection, display, snapshot, samples }: Ready,
  event: number,
): Partial<ViewState> {
  const peak = detection?.events.peak[event];
  if (peak === undefined) return {};
  const { window } = snapshot.detection;
  // In the whole recording an event is a line, so the first jump zooms in.
  const near =
    display.view.to - display.view.from > window * 400
      ? centred({ from: 0, to: window * 40 }, peak, samples)
      : display.view;
  return { selected: event, view: revealed(near, peak, samples) };
}

/** The event across the view, from its baseline well into its decay. */
export function zoomedToEvent(
  { detection, snapshot, samples }: Ready,
  event: number | null,
): Partial<ViewState> {
  const peak = event === null ? undefined : detection?.events.peak[event];
  if (peak === undefined) return {};
  const half = snapshot.detection.window * 1.5;
  return {
    selected: event,
    view: centred({ from: peak - half, to: peak + half }, peak, samples),
    yRange: null,
  };
}
