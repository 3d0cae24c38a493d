import type {
  Description,
  FocusArea,
  HostAction,
  TraceAction,
  TraceNotices,
  TraceRequests,
} from '../../common/api/views/trace';
import { takesKeys, watchFocus } from '../shared/focus';
import { type Ask, caughtUp, connectHost, storedState, storeState } from '../shared/host';
import { createKeyDialog } from '../shared/key-dialog';
import { messageOf } from '../shared/message-of';
import { createStore, type Store } from '../shared/store';
import { type EffectAction, transitions } from './actions';
import type { AdvisedAction } from './advice';
import { eventsAsText } from './events-as-text';
import { panelShown, readyOf } from './selectors';
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
  cancel(): void;
  /** Retries the failed reading of the trace, or the detection. */
  retry(): void;
  chooseSeries(series: string): void;
  /** Carries out the button of an advice. */
  follow(action: AdvisedAction): void;
  describe(description: Description): void;
  /** Pictures of the displayed trace; undefined until one is open. */
  pictures(): Sources | undefined;
  /**
   * Subscribes to loaded pictures;
   *
   * @returns a function that removes the listener.
   */
  onPicture(listener: () => void): () => void;
}

const mouse = [
  ['Wheel', 'zoom at the pointer'],
  ['Shift + wheel', 'move along'],
  ['Alt + wheel', 'magnify the amplitude'],
  ['Drag', 'zoom to a range'],
  ['Shift + drag', 'move along'],
  ['Alt + drag', 'measure time and amplitude'],
  ['Click a mark', 'select the event'],
  ['Double click', 'show the whole trace'],
] as const;

/** Connects the store with the host, the keyboard and VS Code's state of a hidden view. */
export function createServices(root: HTMLElement): TraceServices {
  const store = createStore(initialTraceState, update);
  const keys = createKeyDialog('Keys of the trace editor', mouse);
  root.after(keys.element);
  const act = (action: TraceAction): void => {
    if (keys.open && action !== 'showKeys') return;
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
  const effects = createEffects(
    root,
    store,
    (text) => requests.send(ask('clipboard', { text })),
    keys.toggle,
  );
  reportState(store, ask, requests.send);
  watchFocus(root, areaOf, (area) => requests.send(ask('focus', { area })));
  askUnlessTold(store, ask);
  const { services } = requests;
  return {
    store,
    send: store.send,
    act,
    ...services,
    follow(action) {
      if (action.type === 'tune') services.run('tune');
      else if (action.type === 'describe') act('describe');
      else store.send({ type: 'goTo', target: action });
    },
  };
}

/** Effects of an action on page or host; the state is unchanged. */
function createEffects(
  root: HTMLElement,
  store: Store<TraceState, TraceMessage>,
  copy: (text: string) => void,
  toggleKeys: ReturnType<typeof createKeyDialog>['toggle'],
): Record<EffectAction, () => void> {
  const focus = (selector: string) => root.querySelector<HTMLElement>(selector)?.focus();
  return {
    focusTrace: () => focus('.plot'),
    focusEvents() {
      if (!panelShown(store.state)) store.send({ type: 'change', patch: { panel: true } });
      // The panel may have to be rendered first.
      requestAnimationFrame(() => focus('.event-table .virtual-rows'));
    },
    copyEvents() {
      const { detection, unit } = readyOf(store.state) ?? {};
      if (detection) copy(eventsAsText(detection.events, unit!));
    },
    showKeys() {
      const { snapshot } = store.state;
      if (snapshot.kind === 'ready') toggleKeys(snapshot.keys);
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

/** Requests the snapshot, unless the host sent one before the page had loaded. */
function askUnlessTold(store: Store<TraceState, TraceMessage>, ask: Ask<TraceRequests>): void {
  void caughtUp().then(async () => {
    if (store.state.snapshot.kind !== 'opening') return;
    try {
      store.send({ type: 'snapshot', snapshot: await ask('snapshot', {}), stored: storedState() });
    } catch (thrown) {
      const message = messageOf(thrown);
      store.send({
        type: 'snapshot',
        snapshot: { kind: 'failed', name: '', message, remedies: ['retry', 'log'] },
      });
    }
  });
}

function areaOf(active: Element | null): FocusArea {
  if (active?.closest('.event-table')) return 'events';
  return takesKeys(active) ? 'input' : 'plot';
}
