import type {
  ExperimentAction,
  ExperimentFocus,
  ExperimentHostAction,
  ExperimentNotices,
  ExperimentRequests,
} from '../../common/api/views/experiment';
import { messageOf } from '../../common/errors';
import type { Figure } from '../../common/figures/marks';
import { handBackFocus, isButton, takesKeys, watchFocus } from '../shared/focus';
import { type Ask, askUnlessTold, connectHost, storedState, storeState } from '../shared/host';
import { createStore, type Store } from '../shared/store';
import type { TableHandle } from '../shared/table';
import { askForComparison } from './comparison/ask';
import { FIGURE_FORMATS, type FigureFormat, figureFiles } from './comparison/figure-files';
import { statusOf } from './row-text';
import { type ExperimentState, initialState, rowsOf, selectedRows } from './state';
import { type ExperimentMessage, type StateAction, update } from './store';

/** Services of the experiment editor's components. */
export interface ExperimentServices {
  store: Store<ExperimentState, ExperimentMessage>;
  send(message: ExperimentMessage): void;
  /** Carries out an action of a key, a button or a command. */
  act(action: ExperimentAction): void;
  /** Runs a command of the extension. */
  run(action: ExperimentHostAction): void;
  /** Puts text on the clipboard. */
  copy(text: string): void;
  /** Writes figures into a folder that the user is asked for. */
  save(figures: readonly Figure[], formats: readonly FigureFormat[]): void;
  table: { current: TableHandle | null };
}

/** Connects the store with the host, the keyboard and VS Code's state of a hidden view. */
export function createServices(root: HTMLElement): ExperimentServices {
  const store = createStore(initialState, update);
  const table: ExperimentServices['table'] = { current: null };
  const ask = connectHost<ExperimentRequests, ExperimentNotices>({
    snapshot: (snapshot) => store.send({ type: 'snapshot', snapshot, stored: storedState() }),
    progress: (progress) => store.send({ type: 'progress', progress }),
    action: (action) => act(action),
  });
  const failed = (thrown: unknown) => store.send({ type: 'failed', message: messageOf(thrown) });
  const tell = (asked: Promise<unknown>) => void asked.catch(failed);
  const run = (action: ExperimentHostAction, lines: number[] = selectedLines()) =>
    tell(ask('run', { action, lines }));
  const selectedLines = () => selectedRows(store.state).map(({ line }) => line);
  const copy = (text: string) => tell(ask('clipboard', { text }));
  const save = (figures: readonly Figure[], formats: readonly FigureFormat[]) =>
    tell(figureFiles(figures, formats).then((files) => ask('saveFigures', { figures: files })));
  const effects = effectsOf({ store, ask, tell, run, save, selectedLines });
  const act = (action: ExperimentAction): void => {
    if (store.state.keysOpen && action !== 'showKeys') return;
    if (store.state.snapshot.kind !== 'ready') return;
    if (Object.hasOwn(effects, action)) {
      effects[action as Effect]();
      return;
    }
    store.send({ type: 'action', action: action as StateAction, page: table.current?.page() ?? 1 });
    if (action === 'focusFilter')
      requestAnimationFrame(() => root.querySelector<HTMLElement>('.filter-field')?.focus());
    if (action === 'clearFilter') table.current?.focus(true);
  };
  keepView(store);
  askForParameters(store, ask, failed);
  askForComparison(store, ask);
  handBackFocus(root, table);
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
  return { store, send: store.send, act, run, copy, save, table };
}

type Effect = Exclude<ExperimentAction, StateAction>;

/** Actions that the host carries out, on the rows that the view has selected. */
function effectsOf({
  store,
  ask,
  tell,
  run,
  save,
  selectedLines,
}: {
  store: ExperimentServices['store'];
  ask: Ask<ExperimentRequests>;
  tell(asked: Promise<unknown>): void;
  run(action: ExperimentHostAction, lines?: number[]): void;
  save: ExperimentServices['save'];
  selectedLines(): number[];
}): Record<Effect, () => void> {
  const open = (what: 'recording' | 'results') => {
    const { current } = store.state.view;
    if (current !== null) tell(ask('open', { line: current, what }));
  };
  return {
    toggleInclude() {
      const rows = selectedRows(store.state);
      const include = !rows.some((row) => row.include);
      if (rows.length > 0) tell(ask('include', { lines: selectedLines(), include }));
    },
    editValues: () => tell(ask('editValues', { lines: selectedLines(), column: null })),
    runAll: () => run('runAll'),
    runSelected: () => run('runLines'),
    runStale() {
      const stale = rowsOf(store.state).filter((row) => statusOf(row) === 'stale');
      run(
        'runLines',
        stale.map(({ line }) => line),
      );
    },
    cancelRun: () => run('cancelRun'),
    submit: () => run('submit'),
    cancelJobs: () => run('cancelJobs'),
    addRecordings: () => run('addRecordings'),
    removeRows: () => run('removeRows'),
    exportNwb: () => run('exportNwb'),
    openRecording: () => open('recording'),
    openResults: () => open('results'),
    exportFigures() {
      const figures = store.state.compared?.comparison?.figures;
      if (figures) save(figures, FIGURE_FORMATS);
      else if (!store.state.view.comparisonShown)
        store.send({ type: 'action', action: 'toggleComparison', page: 1 });
    },
  };
}

/** Saves the view's state for when it is hidden. */
function keepView(store: ExperimentServices['store']): void {
  store.subscribe(({ view }, before) => {
    if (view !== before.view) storeState(view);
  });
}

/** The details show the parameters of the current row, requested when it has been current for a moment. */
const SETTLED_MS = 80;

function askForParameters(
  store: ExperimentServices['store'],
  ask: Ask<ExperimentRequests>,
  failed: (thrown: unknown) => void,
): void {
  let timer: number | undefined;
  let refused: number | undefined;
  store.subscribe((state, before) => {
    const { current, detailsShown } = state.view;
    if (state.snapshot !== before.snapshot) refused = undefined;
    if (!detailsShown || current === null || current === state.parameters?.line || current === refused)
      return;
    window.clearTimeout(timer);
    timer = window.setTimeout(async () => {
      try {
        const list = await ask('parameters', { line: current });
        if (store.state.view.current === current) store.send({ type: 'parameters', line: current, list });
      } catch (thrown) {
        refused = current;
        // The row itself says what is wrong with it.
        const row = rowsOf(store.state).find(({ line }) => line === current);
        if (!row?.report?.error) failed(thrown);
      }
    }, SETTLED_MS);
  });
}

function areaOf(active: Element | null): ExperimentFocus {
  if (takesKeys(active)) return 'input';
  if (isButton(active) || active?.closest('.menu-list')) return 'control';
  return 'rows';
}
