import type { ClearEvents, PlacedWindow, SizeScores } from '../../common/api/engine/window-sizes';
import type { ShownProgress } from '../../common/api/views/document';
import type { ParameterPatch } from '../../common/api/views/parameter-patch';
import type { TargetPlace, TuningSnapshot, Written } from '../../common/api/views/tuning';
import { clamped, type Viewport } from '../trace/viewport';
import { type StateAction, transitions } from './actions';
import {
  contextOf,
  differing,
  type PanelState,
  restoredState,
  type SizesState,
  type TabId,
  type TuningContext,
  type TuningState,
  traceKey,
} from './state';
import { firstLook, goToClear } from './window-size/clear-events';
import { resized, roundSize } from './window-size/placed-window';

export type TuningMessage =
  /** @property stored panel state from before it was hidden */
  | { type: 'snapshot'; snapshot: TuningSnapshot; stored?: unknown }
  | { type: 'progress'; work: string; progress: ShownProgress | null }
  | { type: 'action'; action: StateAction }
  /** Chooses values; they are written when they are applied. */
  | { type: 'choose'; patch: ParameterPatch }
  | { type: 'look'; segment: Viewport }
  | { type: 'showTab'; tab: TabId }
  | { type: 'choosePlace'; place: TargetPlace }
  | { type: 'written'; written: Written }
  | { type: 'undone' }
  | { type: 'keys'; open: boolean }
  | { type: 'failed'; message: string }
  | { type: 'place'; window: PlacedWindow }
  | { type: 'resize'; win_size: number }
  | { type: 'goToClear'; by: 1 | -1 }
  | { type: 'clearRequested' }
  | { type: 'clearFound'; clear: ClearEvents }
  | { type: 'scoring' }
  | { type: 'scored'; key: string; scores: SizeScores | null }
  | { type: 'sizesFailed'; message: string };

export function update(state: TuningState, message: TuningMessage): TuningState {
  switch (message.type) {
    case 'snapshot':
      return withSnapshot(state, message.snapshot, message.stored);
    case 'progress':
      return { ...state, working: withProgress(state.working, message.work, message.progress) };
    case 'action':
      return withContext(state, (context) => {
        const next = transitions[message.action](context);
        return next ? update(state, next) : state;
      });
    case 'choose':
      return withContext(state, (context) => chosen(state, context, message.patch));
    case 'look':
      return withContext(state, ({ tuning }) =>
        withPanel(state, { segment: clamped(message.segment, tuning.samples) }),
      );
    case 'showTab':
      return withPanel(state, { tab: message.tab });
    case 'choosePlace':
      return withPanel(state, { place: message.place });
    case 'written':
      return { ...state, written: message.written, problem: undefined };
    case 'keys':
      return state.keysOpen === message.open ? state : { ...state, keysOpen: message.open };
    case 'undone':
      return { ...state, written: undefined };
    case 'failed':
      return { ...state, problem: message.message };
    default:
      return sizesUpdate(state, message);
  }
}

function sizesUpdate(
  state: TuningState,
  message: Extract<
    TuningMessage,
    {
      type:
        | 'place'
        | 'resize'
        | 'goToClear'
        | 'clearRequested'
        | 'clearFound'
        | 'scoring'
        | 'scored'
        | 'sizesFailed';
    }
  >,
): TuningState {
  switch (message.type) {
    case 'place':
      return withContext(state, (context) => placed(state, context, message.window));
    case 'resize':
      return withContext(state, (context) => withSize(state, context, message.win_size));
    case 'goToClear':
      return withContext(state, (context) => ({ ...state, ...goToClear(state, context, message.by) }));
    case 'clearRequested':
      return withSizes(state, { clear: undefined, failure: undefined });
    case 'clearFound': {
      const found = withSizes(state, { clear: message.clear });
      return withContext(found, (context) => ({ ...found, ...firstLook(found, context) }));
    }
    case 'scoring':
      return withSizes(state, { scoring: true, failure: undefined });
    case 'scored':
      return scored(state, message.key, message.scores);
    case 'sizesFailed':
      return withSizes(state, { scoring: false, failure: message.message });
  }
}

function withContext(state: TuningState, next: (context: TuningContext) => TuningState): TuningState {
  const context = contextOf(state);
  return context ? next(context) : state;
}

function withPanel(state: TuningState, patch: Partial<PanelState>): TuningState {
  return state.panel ? { ...state, panel: { ...state.panel, ...patch } } : state;
}

function withSizes(state: TuningState, patch: Partial<SizesState>): TuningState {
  return { ...state, sizes: { ...state.sizes, ...patch } };
}

function withProgress(working: TuningState['working'], work: string, progress: ShownProgress | null) {
  const { [work]: _, ...others } = working;
  return progress ? { ...others, [work]: progress } : others;
}

function withSnapshot(state: TuningState, snapshot: TuningSnapshot, stored: unknown): TuningState {
  if (snapshot.kind !== 'ready') return { ...state, snapshot };
  const restored = restoredState(state.panel ?? stored, snapshot);
  const before = state.snapshot?.kind === 'ready' ? traceKey(state.snapshot) : undefined;
  const otherTrace = before !== traceKey(snapshot);
  const panel = { ...restored, chosen: differing(restored.chosen, snapshot) };
  const next = { ...state, snapshot, panel };
  return withPresentSize(otherTrace ? withSizes(next, { placed: undefined }) : next);
}

function chosen(state: TuningState, { tuning, chosen: before }: TuningContext, patch: ParameterPatch) {
  const panel = { ...state.panel!, chosen: differing({ ...before, ...patch }, tuning) };
  return withPresentSize({ ...state, panel, written: undefined, problem: undefined });
}

/** Resizes the window on the trace to the parameters, wherever these were changed. */
function withPresentSize(state: TuningState): TuningState {
  const { placed: window } = state.sizes;
  return withContext(state, ({ parameters: { win_size }, tuning }) =>
    window && window.win_size !== win_size
      ? withSizes(state, { placed: resized(window, win_size, tuning.samples) })
      : state,
  );
}

function placed(state: TuningState, context: TuningContext, window: PlacedWindow): TuningState {
  const next = withSizes(state, { placed: window, failure: undefined });
  return chosen(next, context, { win_size: window.win_size });
}

function withSize(state: TuningState, context: TuningContext, win_size: number): TuningState {
  const { samples } = context.tuning;
  const { placed: window } = state.sizes;
  if (!window) return state;
  return placed(state, context, resized(window, roundSize(win_size, samples), samples));
}

/** Chooses the best size, which is one of the listed. */
function scored(state: TuningState, key: string, scores: SizeScores | null): TuningState {
  const done = withSizes(state, { scoring: false, ...(scores && { tried: { key, scores } }) });
  const best = scores?.best ?? null;
  return best === null ? done : withContext(done, (context) => withSize(done, context, best));
}
