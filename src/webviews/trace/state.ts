import type { DetectionView } from '../../common/api/views/events';
import type {
  AdviceOnTrace,
  DetectionProgress,
  ReadySnapshot,
  TraceChoice,
  TraceSnapshot,
} from '../../common/api/views/trace';
import type { MeasureId } from '../../common/events/event-columns';
import { isKnownMeasure } from '../shared/event-measures';
import type { Range } from './plot/y-range';
import { samplesOf } from './sweeps';
import { clamped, type Viewport, wholeTrace } from './viewport';

/** View state without data, which outlives a hidden view. */
export interface ViewState {
  choice: TraceChoice;
  view: Viewport;
  /** null: fitted to the visible part. */
  yRange: Range | null;
  /** Whether the fit includes stimuli and artefacts. */
  full: boolean;
  /** Number of the selected event. */
  selected: number | null;
  order: Order;
  /** Measure of the histogram. */
  histogram: MeasureId;
  filtered: boolean;
  /** Whether all channels are drawn, one above the other. */
  stacked: boolean;
  /** Whether the other sweeps and their mean are drawn over a single sweep. */
  overlaid: boolean;
  /** null: shown if there is enough room. */
  panel: boolean | null;
}

/** Advice, and the key of trace and parameters that it is about. */
export interface TraceAdvice extends AdviceOnTrace {
  key: string;
}

/** A threshold that the user is trying, before a detection has used it. */
export interface Trial {
  threshold: number;
  /** How the threshold moves; at last it is used in a detection. */
  by: 'drag' | 'keys' | 'detection';
  /** The last answer of the engine: null if it would have to predict first. */
  tried?: { threshold: number; detection: DetectionView | null };
}

/** How the table of events is sorted. */
export interface Order {
  measure: MeasureId;
  descending: boolean;
}

/** The state of the trace editor: what the host said, and how the user looks at it. */
export interface TraceState {
  snapshot: TraceSnapshot;
  progress: DetectionProgress | null;
  /** undefined until a recording is open. */
  display: ViewState | undefined;
  /** The last fitted amplitude axis; kept while the trace fits into it. */
  fitted: Range | undefined;
  /** Reason why the trace could not be read, in one sentence. */
  pictureFailure: string | null;
  /** The failure of a detection that the user closed. */
  dismissed: string | null;
  /** What the engine's rules say of the trace that is shown; undefined until they have answered. */
  advice: TraceAdvice | undefined;
  /** Sentences of the strip that the user closed. */
  closedAdvice: readonly string[];
  /** While another threshold is tried. */
  trial: Trial | undefined;
  describing: boolean;
  keysOpen: boolean;
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
  advice: undefined,
  closedAdvice: [],
  trial: undefined,
  describing: false,
  keysOpen: false,
  wide: true,
};

/** Initial view of a recording or of another series. */
export function initialPlace({
  info,
  initial,
}: ReadySnapshot): Pick<ViewState, 'choice' | 'view' | 'yRange' | 'selected'> {
  return { choice: initial, view: wholeTrace(samplesOf(info, initial)), yRange: null, selected: null };
}

function initialState(snapshot: ReadySnapshot): ViewState {
  return {
    ...initialPlace(snapshot),
    order: { measure: 'time', descending: false },
    histogram: 'amplitude',
    full: false,
    filtered: false,
    stacked: false,
    overlaid: false,
    panel: null,
  };
}

/** Restores a stored state as far as it is valid for this recording. */
export function restoredState(stored: unknown, snapshot: ReadySnapshot): ViewState {
  const fresh = initialState(snapshot);
  if (typeof stored !== 'object' || stored === null) return fresh;
  const state = { ...fresh, ...(stored as Partial<ViewState>) };
  const { info } = snapshot;
  const known =
    state.choice.channel < info.channels.length &&
    (state.choice.sweep === null || state.choice.sweep < info.sweeps);
  if (!known) return fresh;
  return {
    ...state,
    // A newer or older version may have other measures.
    histogram: isKnownMeasure(state.histogram) ? state.histogram : fresh.histogram,
    order: isKnownMeasure(state.order?.measure) ? state.order : fresh.order,
    view: clamped(state.view, samplesOf(info, state.choice)),
  };
}
