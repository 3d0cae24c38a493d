import type {
  ResultsAction,
  ResultsFocus,
  ResultsHostAction,
  ResultsNotices,
  ResultsRequests,
} from '../../common/api/views/results';
import { messageOf } from '../../common/errors';
import { handBackFocus, isButton, takesKeys, watchFocus } from '../shared/focus';
import { askUnlessTold, connectHost, storedState, storeState } from '../shared/host';
import { createStore, type Store } from '../shared/store';
import type { TableHandle } from '../shared/table';
import { fetchAnswers, type TraceQuery } from './answers';
import { createEffects } from './effects';
import { initialState, type ResultsState, readyOf } from './state';
import { type ResultsMessage, update } from './store';
import { type EffectAction, type StateAction, transitions } from './transitions';

/** Services of the results editor's components. */
export interface ResultsServices {
  store: Store<ResultsState, ResultsMessage>;
  send(message: ResultsMessage): void;
  /** Carries out an action of a key, a button or a command. */
  act(action: ResultsAction): void;
  /** Runs a command of the extension. */
  run(action: ResultsHostAction): void;
  /** Handles a click on a sample: moves the cursor, explains, or adds an event. */
  point(sample: number, meaning: 'cursor' | 'why' | 'add'): void;
  /** Requests a segment of the recording, unless it is loaded or pending. */
  showTrace(query: TraceQuery): void;
  /** Segments of the trace around events, one row per location. */
  snippets(locations: readonly number[]): Promise<Float32Array>;
  table: { current: TableHandle | null };
}

/** Connects the store with the host, the keyboard and VS Code's state of a hidden view. */
export function createServices(root: HTMLElement): ResultsServices {
  const store = createStore(initialState, update);
  const table: ResultsServices['table'] = { current: null };
  const ask = connectHost<ResultsRequests, ResultsNotices>({
    snapshot: (snapshot) => store.send({ type: 'snapshot', snapshot, stored: storedState() }),
    tables: ({ tables, show: [first] }) => store.send({ type: 'tables', tables, show: first }),
    action: (action) => act(action),
    status: (status) => store.send({ type: 'status', status }),
    comparison: (comparison) => store.send({ type: 'comparison', comparison }),
  });
  const failed = (thrown: unknown) => store.send({ type: 'failed', message: messageOf(thrown) });
  const tell = (asked: Promise<unknown>) => void asked.catch(failed);
  const effects = createEffects({ store, ask, root, table, failed, tell });
  const act = (action: ResultsAction): void => {
    if (store.state.keysOpen && action !== 'showKeys') return;
    const ready = readyOf(store.state);
    if (!ready) return;
    if (action === 'deleteEvents') effects.edit('delete', ready.view.selection);
    if (isEffect(action)) effects.actions[action](ready);
    else store.send({ type: 'action', action, page: table.current?.page() ?? 1 });
    if (action === 'focusFilter') effects.focusFilter();
  };
  keepView(store);
  handBackFocus(root, table, '.viewer, .chart, .readout');
  watchFocus(root, areaOf, (area) => tell(ask('focus', { area })));
  void askUnlessTold({
    isOpening: () => store.state.snapshot.kind === 'opening',
    ask: () => ask('snapshot', {}),
    show: (snapshot) => store.send({ type: 'snapshot', snapshot, stored: storedState() }),
    fail(thrown) {
      failed(thrown);
      store.send({ type: 'snapshot', snapshot: { kind: 'failed', name: '', message: messageOf(thrown) } });
    },
  });
  return {
    store,
    send: store.send,
    act,
    run: (action) => tell(ask('run', { action })),
    point(sample, meaning) {
      store.send({ type: 'change', patch: { cursor: sample } });
      effects.focusTrace();
      if (meaning === 'add') act('addEvent');
      if (meaning === 'why') act('why');
    },
    showTrace: fetchAnswers(store, ask, failed),
    snippets: (locations) => ask('snippets', { locations: Float64Array.from(locations) }),
    table,
  };
}

function isEffect(action: ResultsAction): action is EffectAction {
  return !Object.hasOwn(transitions satisfies Record<StateAction, unknown>, action);
}

/** Saves the view's state for when it is hidden; the list has the focus at first. */
function keepView(store: Store<ResultsState, ResultsMessage>): void {
  store.subscribe(({ view }, before) => {
    if (view && view !== before.view) storeState(view);
  });
}

function areaOf(active: Element | null): ResultsFocus {
  if (takesKeys(active)) return 'input';
  if (isButton(active) || active?.closest('.menu-list')) return 'control';
  return active?.closest('.trace-strip') ? 'trace' : 'events';
}
