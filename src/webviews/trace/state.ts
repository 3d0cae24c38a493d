import type {
  DetectionProgress,
  ReadySnapshot,
  TraceChoice,
  TraceSnapshot,
} from '../../common/api/views/trace';
import type { MeasureId } from '../../common/events/event-columns';
import { VIEW_MEASURES } from '../../common/events/measure-views';
import { columns, type Order } from './panel/columns';
import type { Range } from './plot/y-range';
import { samplesOf } from './sweeps';
import { clamped, type Viewport, wholeTrace } from './viewport';

/** What is displayed and how: nothing in it is data, all of it survives a hidden view. */
export interface ViewState {
  choice: TraceChoice;
  view: Viewport;
  /** null: fitted to what is visible. */
  yRange: Range | null;
  /** Whether stimuli and artefacts count when it is fitted. */
  full: boolean;
  /** Number of the selected event. */
  selected: number | null;
  order: Order;
  histogram: MeasureId;
  filtered: boolean;
  /** null: as wide as there is room for. */
  panel: boolean | null;
}

/** The state of the trace editor: what the host said, and how the user looks at it. */
export interface TraceState {
  snapshot: TraceSnapshot;
  progress: DetectionProgress | null;
  /** undefined until a recording is open. */
  display: ViewState | undefined;
  /** The amplitude axis that was fitted last; it stays while the trace fits into it. */
  fitted: Range | undefined;
  /** Why the trace could not be read, in one sentence. */
  pictureFailure: string | null;
  /** The failure of a detection that the user closed. */
  dismissed: string | null;
  /** Sentences of the strip that the user closed. */
  closedAdvice: readonly string[];
  describing: boolean;
  /** Whether there is room for the side panel beside the trace. */
  wide: boolean;
}

export const initialTraceState: TraceState = {
  snapshot: { kind: 'opening', name: '' },
  progress: null,
  display: undefined,
  fitted: undefined,
  pictureFailure: null,
  dismissed: null,
  closedAdvice: [],
  describing: false,
  wide: true,
};

/** Where a recording, or another series of it, is first looked at. */
export function initialPlace({
  info,
  initial,
}: ReadySnapshot): Pick<ViewState, 'choice' | 'view' | 'yRange' | 'selected'> {
  return { choice: initial, view: wholeTrace(samplesOf(info, initial)), yRange: null, selected: null };
}

function initialState(snapshot: ReadySnapshot): ViewState {
  return {
    ...initialPlace(snapshot),
    order: { column: 'time', descending: false },
    histogram: 'amplitude',
    full: false,
    filtered: false,
    panel: null,
  };
}

/** What was stored, as far as it still makes sense for this recording. */
export function restoredState(stored: unknown, snapshot: ReadySnapshot): ViewState {
  const fresh = initialState(snapshot);
  if (typeof stored !== 'object' || stored === null) return fresh;
  const state = { ...fresh, ...(stored as Partial<ViewState>) };
  const { info } = snapshot;
  const known =
    state.choice.channel < info.channels.length &&
    (state.choice.sweep === null || state.choice.sweep < info.sweeps) &&
    VIEW_MEASURES.some(({ id }) => id === state.histogram) &&
    columns.some(({ id }) => id === state.order.column);
  if (!known) return fresh;
  return { ...state, view: clamped(state.view, samplesOf(info, state.choice)) };
}
