import type { TuningAction, TuningFocus, TuningNotices, TuningRequests } from '../../common/api/views/tuning';
import { messageOf } from '../../common/errors';
import { isButton, takesKeys, watchFocus } from '../shared/focus';
import { type Ask, connectHost, storedState, storeState } from '../shared/host';
import { createStore, type Store } from '../shared/store';
import { type EffectAction, transitions } from './actions';
import { clearKey, contextOf, initialTuningState, type TuningState, triedKey } from './state';
import { type TuningMessage, update } from './store';

/** Name of the search for a window size, as its progress is reported. */
export const SEARCH_WORK = 'window sizes';

/** Services of the tuning panel's components. */
export interface TuningServices {
  store: Store<TuningState, TuningMessage>;
  send(message: TuningMessage): void;
  ask: Ask<TuningRequests>;
  act(action: TuningAction): void;
  showWritten(): void;
  /** The window's edges on the trace, once there are some. */
  edges: { move?(sign: 1 | -1, far: boolean): void };
}

/** Connects a store with the host, the keyboard and what VS Code keeps of a hidden panel. */
export function createServices(root: HTMLElement): TuningServices {
  const store = createStore(initialTuningState, update);
  const act = (action: TuningAction): void => {
    if (!contextOf(store.state) || (store.state.keysOpen && action !== 'showKeys')) return;
    if (isEffect(action)) effects[action]();
    else store.send({ type: 'action', action });
    if (/^(next|previous|first|last)Tab$/.test(action)) focusChosenTab(root);
  };
  const ask = connectHost<TuningRequests, TuningNotices>({
    snapshot: (snapshot) => store.send({ type: 'snapshot', snapshot, stored: storedState() }),
    progress: (progress) => store.send({ type: 'progress', ...progress }),
    action: act,
  });
  const edges: TuningServices['edges'] = {};
  const effects = createEffects(root, store, ask, edges);
  const send = failing(store);
  store.subscribe(({ panel }, before) => {
    if (panel && panel !== before.panel) storeState(panel);
  });
  watchFocus(root, areaOf, (area) => send(ask('focus', { area })));
  findClearEvents(store, ask);
  send(
    ask('snapshot', {}).then((snapshot) => store.send({ type: 'snapshot', snapshot, stored: storedState() })),
  );
  return { store, send: store.send, ask, act, edges, showWritten: () => send(ask('showWritten', {})) };
}

/** Requests whose failure is shown in the footer. */
function failing(store: Store<TuningState, TuningMessage>) {
  return (request: Promise<unknown>) =>
    void request.catch((thrown) => store.send({ type: 'failed', message: messageOf(thrown) }));
}

/** Effects of actions on page or host. */
function createEffects(
  root: HTMLElement,
  store: Store<TuningState, TuningMessage>,
  ask: Ask<TuningRequests>,
  edges: TuningServices['edges'],
): Record<EffectAction, () => void> {
  const send = failing(store);
  const use = (detect: boolean) => {
    const { chosen = {}, place = 'recording' } = contextOf(store.state) ?? {};
    if (Object.keys(chosen).length === 0) {
      const message =
        'No value is changed yet. Choose one here, or press D in the trace editor to detect as it is.';
      return store.send({ type: 'failed', message });
    }
    // The snapshot with the new values follows, and resets the choice.
    send(
      ask('use', { patch: chosen, place, detect }).then((written) =>
        store.send({ type: 'written', written }),
      ),
    );
  };
  const inPanel = (selector: string) =>
    root.querySelector<HTMLElement>(`.tab-panel:not(.hidden) :is(${selector})`);
  return {
    focusTrace() {
      if (takesKeys(document.activeElement)) (document.activeElement as HTMLElement).blur();
      inPanel('.plot')?.focus();
    },
    focusFields: () => inPanel('vscode-text-field, .field input, .field select')?.focus(),
    use: () => use(false),
    useAndDetect: () => use(true),
    undo: () => send(ask('undo', {}).then(() => store.send({ type: 'undone' }))),
    showTrace: () => send(ask('showTrace', {})),
    showKeys: () => store.send({ type: 'keys', open: !store.state.keysOpen }),
    suggest: () => void searchSize(store, ask),
    cancel: () => send(ask('cancel', { work: SEARCH_WORK })),
    edgeLeft: () => edges.move?.(-1, false),
    edgeRight: () => edges.move?.(1, false),
    edgeFarLeft: () => edges.move?.(-1, true),
    edgeFarRight: () => edges.move?.(1, true),
  };
}

function isEffect(action: TuningAction): action is EffectAction {
  return !Object.hasOwn(transitions, action);
}

function focusChosenTab(root: HTMLElement): void {
  // The tabs are rendered in a microtask.
  queueMicrotask(() =>
    queueMicrotask(() => root.querySelector<HTMLElement>('[role=tab][aria-selected=true]')?.focus()),
  );
}

/** Tests window sizes with the model. */
async function searchSize(store: Store<TuningState, TuningMessage>, ask: Ask<TuningRequests>): Promise<void> {
  const context = contextOf(store.state);
  const { scoring, placed } = store.state.sizes;
  if (context?.tab !== 'window-size' || scoring) return;
  const key = triedKey(context);
  store.send({ type: 'scoring' });
  try {
    const scores = await ask('scoreWindowSizes', { selected: placed ?? null, patch: context.chosen });
    store.send({ type: 'scored', key, scores });
  } catch (thrown) {
    store.send({ type: 'sizesFailed', message: messageOf(thrown) });
  }
}

/** Requests the clear events when trace or relevant parameters change, while their tab is shown. */
function findClearEvents(store: Store<TuningState, TuningMessage>, ask: Ask<TuningRequests>): void {
  let requested: string | undefined;
  store.subscribe(async (state) => {
    const context = contextOf(state);
    if (context?.tab !== 'window-size') return;
    const key = clearKey(context);
    if (key === requested) return;
    requested = key;
    store.send({ type: 'clearRequested' });
    try {
      const clear = await ask('clearEvents', { patch: context.chosen });
      if (key === requested) store.send({ type: 'clearFound', clear });
    } catch (thrown) {
      if (key === requested) store.send({ type: 'sizesFailed', message: messageOf(thrown) });
    }
  });
}

function areaOf(active: Element | null): TuningFocus {
  if (active?.matches('[role=tab]')) return 'tabs';
  if (active?.matches('.box-edge')) return 'edge';
  if (takesKeys(active)) return 'input';
  return isButton(active) ? 'control' : 'trace';
}
