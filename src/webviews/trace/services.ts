import type {
  AdvisedChange,
  Description,
  FocusArea,
  HostAction,
  TraceAction,
  TraceNotices,
  TraceRequests,
  TraceSnapshot,
} from '../../common/api/views/trace';
import { messageOf } from '../../common/errors';
import { eventsAsText } from '../shared/event-measures';
import { takesKeys, watchFocus } from '../shared/focus';
import { type Ask, askUnlessTold, connectHost, storedState, storeState } from '../shared/host';
import { createStore, type Store } from '../shared/store';
import type { TableHandle } from '../shared/table';
import { type EffectAction, transitions } from './actions';
import type { AdvisedAction } from './advice';
import { adviceKey, panelShown, readyOf, shownDetection } from './selectors';
import { type Sources, traceSources } from './sources';
import { initialTraceState, type TraceState } from './state';
import { type TraceMessage, update } from './store';

/** Services of the trace editor's components. */
export interface TraceServices {
  store: Store<TraceState, TraceMessage>;
  send(message: TraceMessage): void;
  /** Carries out an action of a key, a button or a command. */
  act(action: TraceAction): void;
  /** Runs a command of the extension. */
  run(action: HostAction): void;
  detect(): void;
  /** Writes an advised value to the recording's parameter file, and detects with it. */
  adopt(change: AdvisedChange): void;
  /** Writes the threshold that is tried to the recording's parameter file, and detects with it. */
  useThreshold(): void;
  cancel(): void;
  /** Retries the failed reading of the trace, or the detection. */
  retry(): void;
  chooseSeries(series: string): void;
  /** Carries out the button of an advice. */
  follow(action: AdvisedAction): void;
  describe(description: Description): void;
  confirmFacts(): void;
  /** Pictures of the displayed trace; undefined until one is open. */
  pictures(): Sources | undefined;
  /**
   * Subscribes to loaded pictures;
   *
   * @returns a function that removes the listener.
   */
  onPicture(listener: () => void): () => void;
  /** The table of events, while the panel shows one. */
  table: { current: TableHandle | null };
}

/** Connects a store with the host, the keyboard and what VS Code keeps of a hidden view. */
export function createServices(root: HTMLElement): TraceServices {
  const store = createStore(initialTraceState, update);
  const table: TraceServices['table'] = { current: null };
  const act = (action: TraceAction): void => {
    if (store.state.keysOpen && action !== 'showKeys') return;
    if (isEffect(action)) effects[action]();
    else store.send({ type: 'action', action });
  };
  const ask = connectHost<TraceRequests, TraceNotices>({
    snapshot: (snapshot) => store.send({ type: 'snapshot', snapshot, stored: storedState() }),
    progress: (progress) => store.send({ type: 'progress', progress }),
    action: act,
    goTo: (target) => store.send({ type: 'goTo', target }),
  });
  const requests = createRequests(store, ask);
  const copy = (text: string) => requests.send(ask('clipboard', { text }));
  const effects = createEffects({ root, store, table, copy });
  reportState(store, ask, requests.send);
  tryThresholds(store, ask, requests.services.useThreshold);
  askForAdvice(store, ask);
  watchFocus(root, areaOf, (area) => requests.send(ask('focus', { area })));
  void askUnlessTold({
    isOpening: () => store.state.snapshot.kind === 'opening',
    ask: () => ask('snapshot', {}),
    show: (snapshot) => store.send({ type: 'snapshot', snapshot, stored: storedState() }),
    fail: (thrown) => store.send({ type: 'snapshot', snapshot: failedSnapshot(thrown) }),
  });
  const { services } = requests;
  return {
    store,
    send: store.send,
    act,
    table,
    ...services,
    follow(action) {
      switch (action.type) {
        case 'tune':
        case 'auto':
          return services.run(action.type);
        case 'describe':
          return act('describe');
        case 'detect':
          return services.detect();
        case 'adopt':
          return services.adopt(action.change);
        case 'goTo':
          return store.send({ type: 'goTo', target: action });
      }
    },
  };
}

/** What the page or the host does for an action; the state stays. */
function createEffects({
  root,
  store,
  table,
  copy,
}: Pick<TraceServices, 'store' | 'table'> & { root: HTMLElement; copy(text: string): void }): Record<
  EffectAction,
  () => void
> {
  return {
    focusTrace: () => root.querySelector<HTMLElement>('.plot')?.focus(),
    focusEvents() {
      if (!panelShown(store.state)) store.send({ type: 'change', patch: { panel: true } });
      // The panel may have to be built first.
      requestAnimationFrame(() => table.current?.focus());
    },
    copyEvents() {
      const ready = readyOf(store.state);
      if (ready?.detection) copy(eventsAsText(ready.detection.events, ready.unit, ready.rows));
    },
  };
}

function isEffect(action: TraceAction): action is EffectAction {
  return !Object.hasOwn(transitions, action);
}

/** Requests to the host; failures are shown in the view. */
function createRequests(store: Store<TraceState, TraceMessage>, ask: Ask<TraceRequests>) {
  const listeners = new Set<() => void>();
  const failed = (thrown: unknown) => store.send({ type: 'pictureFailed', message: messageOf(thrown) });
  const send = (request: Promise<unknown>) => void request.catch(failed);
  const notify = () => {
    for (const listener of listeners) listener();
  };
  const sources = traceSources(ask, notify, failed);
  const detect = () => {
    const { display } = store.state;
    if (display) send(ask('detect', display.choice));
  };
  return {
    send,
    services: {
      run: (action: HostAction) => send(ask('run', { action })),
      detect,
      adopt(change: AdvisedChange) {
        const { display } = store.state;
        if (display) send(ask('adopt', { ...display.choice, change }));
      },
      useThreshold() {
        const { trial, snapshot, display } = store.state;
        if (!trial || snapshot.kind !== 'ready' || !display) return;
        const shown = shownDetection(snapshot, display.choice);
        if (!shown || shown.threshold === trial.threshold) return store.send({ type: 'trialEnded' });
        store.send({ type: 'trialUsed' });
        const { channel, sweep } = shown;
        const change = { name: 'model_threshold', value: trial.threshold } as const;
        const detected = ask('adopt', { channel, sweep, change });
        send(detected.finally(() => store.send({ type: 'trialDetected' })));
      },
      cancel: () => send(ask('cancelDetection', {})),
      retry() {
        if (store.state.pictureFailure === null) return detect();
        sources.reset();
        store.send({ type: 'pictureRetried' });
      },
      chooseSeries: (series: string) => send(ask('chooseSeries', { series })),
      describe(description: Description) {
        store.send({ type: 'described' });
        send(ask('describe', description));
      },
      confirmFacts: () => send(ask('confirmFacts', {})),
      pictures() {
        const ready = readyOf(store.state);
        return ready && sources.of({ ...ready, choice: ready.display.choice });
      },
      onPicture(listener: () => void) {
        listeners.add(listener);
        return () => void listeners.delete(listener);
      },
    },
  };
}

/** Debounce of the reported segment, which only commands use. */
const REST_MS = 150;

/** Reports the displayed trace to the host, and stores the view state. */
function reportState(
  store: Store<TraceState, TraceMessage>,
  ask: Ask<TraceRequests>,
  send: (request: Promise<unknown>) => void,
): void {
  let resting: ReturnType<typeof setTimeout> | undefined;
  store.subscribe((now, before) => {
    const { display, snapshot } = now;
    if (!display) return;
    if (snapshot !== before.snapshot || display.choice !== before.display?.choice)
      send(ask('choose', display.choice));
    if (display === before.display) return;
    storeState(display);
    clearTimeout(resting);
    resting = setTimeout(() => send(ask('look', display.view)), REST_MS);
  });
}

/** Keys that rest this long have chosen a threshold. */
const KEYS_REST_MS = 700;

/** Asks for the events at the threshold that is tried, one request at a time, and uses it once its keys rest. */
function tryThresholds(
  store: Store<TraceState, TraceMessage>,
  ask: Ask<TraceRequests>,
  use: () => void,
): void {
  let isAsking = false;
  let resting: ReturnType<typeof setTimeout> | undefined;
  const request = async (): Promise<void> => {
    const { trial, snapshot, display } = store.state;
    if (isAsking || !trial || trial.by === 'detection' || trial.tried?.threshold === trial.threshold) return;
    const shown = snapshot.kind === 'ready' && display && shownDetection(snapshot, display.choice);
    if (!shown) return;
    isAsking = true;
    const { channel, sweep } = shown;
    const { threshold } = trial;
    // Where it fails, the detection that follows says why.
    const detection = await ask('tryThreshold', { channel, sweep, threshold }).catch(() => null);
    isAsking = false;
    store.send({ type: 'tried', threshold, detection });
    void request();
  };
  store.subscribe((now, before) => {
    if (now.trial === before.trial) return;
    void request();
    clearTimeout(resting);
    if (now.trial?.by === 'keys') resting = setTimeout(use, KEYS_REST_MS);
  });
}

/** Asks what the engine's rules say whenever another trace is shown, or its parameters are others. */
function askForAdvice(store: Store<TraceState, TraceMessage>, ask: Ask<TraceRequests>): void {
  let asked: string | undefined;
  store.subscribe((state) => {
    const ready = readyOf(state);
    if (!ready || ready.snapshot.info.rate_hz === null) return;
    const key = adviceKey(ready);
    if (key === asked) return;
    asked = key;
    ask('advice', ready.display.choice).then(
      (found) => {
        if (key === asked) store.send({ type: 'advice', advice: { key, ...found } });
      },
      // What makes it fail, such as a model that is gone, is told by a detection.
      () => {},
    );
  });
}

function failedSnapshot(thrown: unknown): TraceSnapshot {
  return { kind: 'failed', name: '', message: messageOf(thrown), remedies: ['retry', 'log'] };
}

function areaOf(active: Element | null): FocusArea {
  // A menu has the arrow keys to itself.
  if (active?.closest('.menu-list')) return 'input';
  if (active?.closest('.event-table')) return 'events';
  // It has the arrows to itself.
  if (active?.matches('.threshold')) return 'threshold';
  return takesKeys(active) ? 'input' : 'plot';
}
