import type { DetectionView } from '../../common/api/views/events';
import type { ReadySnapshot, TraceAction } from '../../common/api/views/trace';
import { type Range, scaledRange } from './plot/y-range';
import type { ViewState } from './state';
import { type StretchInSight, stretchActionsOf } from './stretch-actions';
import { samplesOf } from './sweeps';
import { centred, revealed, type Viewport } from './viewport';

/** What an action works on, and how it changes it. */
export interface ActionContext {
  snapshot: ReadySnapshot;
  state: ViewState;
  detection: DetectionView | undefined;
  /** Event numbers in the order of the list. */
  rows: Uint32Array;
  /** The amplitude axis as it is drawn now. */
  yRange: Range;
  panelShown: boolean;
  change(patch: Partial<ViewState>): void;
  choose(choice: ViewState['choice']): void;
  focusEvents(): void;
  focusTrace(): void;
  describe(): void;
  copyEvents(): void;
  showKeys(): void;
}

const scaleStep = 0.7;

const stretchActions = stretchActionsOf(inSight);

export const actions: Record<TraceAction, (context: ActionContext) => void> = {
  nextEvent: (context) => step(context, 1),
  previousEvent: (context) => step(context, -1),
  firstEvent: (context) => selectRow(context, 0),
  lastEvent: (context) => selectRow(context, context.rows.length - 1),
  zoomToEvent: (context) => zoomToEvent(context, context.state.selected),
  ...stretchActions,
  showAll(context) {
    stretchActions.showAll(context);
    context.change({ yRange: null });
  },
  goToStart: (context) => goTo(context, 0),
  goToEnd: (context) => goTo(context, samples(context)),
  scaleUp: ({ change, yRange }) => change({ yRange: scaledRange(yRange, scaleStep) }),
  scaleDown: ({ change, yRange }) => change({ yRange: scaledRange(yRange, 1 / scaleStep) }),
  autoScale: ({ change, state, yRange }) => change({ yRange: state.yRange === null ? yRange : null }),
  toggleFilter: ({ change, state, snapshot }) => {
    if (snapshot.filter !== null) change({ filtered: !state.filtered });
  },
  toggleSidePanel: ({ change, panelShown }) => change({ panel: !panelShown }),
  focusEvents: (context) => context.focusEvents(),
  focusTrace: (context) => context.focusTrace(),
  nextSweep: (context) => turnSweep(context, 1),
  previousSweep: (context) => turnSweep(context, -1),
  nextChannel: (context) => turnChannel(context, 1),
  previousChannel: (context) => turnChannel(context, -1),
  describe: (context) => context.describe(),
  copyEvents: (context) => context.copyEvents(),
  showKeys: (context) => context.showKeys(),
};

/** Selects an event and moves the trace to it where it is not in view. */
export function selectEvent(context: ActionContext, event: number): void {
  const { detection, state, change } = context;
  const peak = detection?.events.peak[event];
  if (peak === undefined) return;
  change({ selected: event, view: revealed(approached(context), peak, samples(context)) });

  /** From the whole recording an event is a stroke: the first jump goes to where it has a shape. */
  function approached({ snapshot }: ActionContext): Viewport {
    const widest = snapshot.detection.window * 400;
    return state.view.to - state.view.from > widest
      ? centred({ from: 0, to: snapshot.detection.window * 40 }, peak!, samples(context))
      : state.view;
  }
}

/** The event across the view, from its baseline well into its decay. */
export function zoomToEvent(context: ActionContext, event: number | null): void {
  const peak = event === null ? undefined : context.detection?.events.peak[event];
  if (event === null || peak === undefined) return;
  const half = context.snapshot.detection.window * 1.5;
  context.change({
    selected: event,
    view: centred({ from: peak - half, to: peak + half }, peak, samples(context)),
    yRange: null,
  });
}

function samples({ snapshot, state }: ActionContext): number {
  return samplesOf(snapshot.info, state.choice);
}

function step(context: ActionContext, by: 1 | -1): void {
  const { rows, state, detection } = context;
  if (!detection) return;
  // With nothing selected, what is in view comes first.
  const inView = rows.findIndex((event) => detection.events.peak[event] >= state.view.from);
  const row = state.selected === null ? inView : rows.indexOf(state.selected) + by;
  selectRow(context, row);
}

function selectRow(context: ActionContext, row: number): void {
  const event = context.rows[Math.min(context.rows.length - 1, Math.max(0, row))];
  if (event !== undefined) selectEvent(context, event);
}

/** Zooming goes around the selected event while it is in view, else around the middle. */
function inSight(context: ActionContext): StretchInSight {
  const { view, selected } = context.state;
  const peak = selected === null ? undefined : context.detection?.events.peak[selected];
  const inView = peak !== undefined && peak >= view.from && peak <= view.to;
  return {
    stretch: view,
    samples: samples(context),
    around: inView ? peak : (view.from + view.to) / 2,
    look: (next) => context.change({ view: next }),
  };
}

function goTo(context: ActionContext, sample: number): void {
  context.change({ view: centred(context.state.view, sample, samples(context)) });
}

function turnSweep({ snapshot, state, choose }: ActionContext, by: 1 | -1): void {
  const { sweeps } = snapshot.info;
  const { sweep } = state.choice;
  if (sweeps < 2) return;
  const next = sweep === null ? (by > 0 ? 0 : sweeps - 1) : sweep + by;
  choose({ ...state.choice, sweep: next < 0 || next >= sweeps ? null : next });
}

function turnChannel({ snapshot, state, choose }: ActionContext, by: 1 | -1): void {
  const { length } = snapshot.info.channels;
  if (length > 1) choose({ ...state.choice, channel: (state.choice.channel + by + length) % length });
}
