import type { ShownProgress } from '../../extension/webview-protocol/progress';
import type {
  TuningNotices,
  TuningRequests,
  TuningSnapshot,
  Written,
} from '../../extension/webview-protocol/tuning';
import { h, setText } from '../shared/dom';
import { connectHost, storedState, storeState } from '../shared/host';
import { messageOf } from '../shared/message-of';
import { onThemeChange, readTheme } from '../shared/theme';
import { link } from '../shared/toolkit';
import { clamped } from '../trace/viewport';
import { createFiltersView } from './filters/filters-view';
import { createFooter } from './footer';
import { createPreprocessingView } from './preprocessing/preprocessing-view';
import { differing, type PanelState, restoredState, type TabId } from './state';
import { createTabs } from './tabs';
import type { TuningServices, TuningView } from './view';
import { createWindowSizeView } from './window-size/window-size-view';

/** The panel: what the host said, what is chosen, and the view that is in sight. */
export function startApp(root: HTMLElement): void {
  let snapshot: TuningSnapshot | undefined;
  let state: PanelState | undefined;
  let written: Written | undefined;
  let problem: string | undefined;
  let theme = readTheme();
  let waiting = false;
  const working = new Map<string, ShownProgress>();

  const ask = connectHost<TuningRequests, TuningNotices>({
    snapshot: show,
    progress({ work, progress }) {
      if (progress) working.set(work, progress);
      else working.delete(work);
      redraw();
    },
  });
  const services: TuningServices = {
    ask,
    redraw,
    choose(patch) {
      if (snapshot?.kind !== 'ready' || !state) return;
      written = undefined;
      problem = undefined;
      change({ chosen: differing({ ...state.chosen, ...patch }, snapshot) });
    },
    look(stretch) {
      if (snapshot?.kind === 'ready') change({ stretch: clamped(stretch, snapshot.samples) });
    },
  };

  const views: Record<TabId, TuningView> = {
    'window-size': createWindowSizeView(services),
    filters: createFiltersView(services),
    preprocessing: createPreprocessingView(services),
  };
  const tabs = createTabs<TabId>(
    'Parameters',
    [
      { id: 'window-size', label: 'Window Size', element: views['window-size'].element },
      { id: 'filters', label: 'Filters', element: views.filters.element },
      { id: 'preprocessing', label: 'Preprocessing', element: views.preprocessing.element },
    ],
    (tab) => {
      if (!state || state.tab === tab) return;
      views[state.tab].hide();
      change({ tab });
    },
  );
  const footer = createFooter({
    use: () => void use(),
    discard: () => change({ chosen: {} }),
    undo: () => tell(ask('undo', {}).then(() => forgetWritten())),
    showWritten: () => tell(ask('showWritten', {})),
  });
  const trace = link('', () => tell(ask('showTrace', {})));
  const choice = h('span', { class: 'trace-choice' });
  const header = h('header', { class: 'header' }, tabs.list, h('div', { class: 'subject' }, trace, choice));
  const main = h('main', { class: 'views' }, ...tabs.panels);
  const failure = h('p', { class: 'empty hidden', attributes: { role: 'alert' } });
  root.append(header, main, failure, footer.element);

  onThemeChange(() => {
    theme = readTheme();
    redraw();
  });
  new ResizeObserver(redraw).observe(root);
  ask('snapshot', {}).then(show, fail);

  function show(next: TuningSnapshot): void {
    snapshot = next;
    if (next.kind === 'ready') {
      state = restoredState(state ?? storedState(), next);
      change({ chosen: differing(state.chosen, next) });
    }
    redraw();
  }

  async function use(): Promise<void> {
    if (!state) return;
    problem = undefined;
    try {
      written = await ask('use', { patch: state.chosen });
      // The snapshot with the new values follows, and the choice goes with it.
    } catch (thrown) {
      fail(thrown);
    }
    redraw();
  }

  function forgetWritten(): void {
    written = undefined;
    redraw();
  }

  function tell(asked: Promise<unknown>): void {
    asked.catch(fail);
  }

  function fail(thrown: unknown): void {
    problem = messageOf(thrown);
    redraw();
  }

  function change(patch: Partial<PanelState>): void {
    if (!state) return;
    state = { ...state, ...patch };
    storeState(state);
    redraw();
  }

  function redraw(): void {
    if (waiting) return;
    waiting = true;
    requestAnimationFrame(() => {
      waiting = false;
      draw();
    });
  }

  function draw(): void {
    const ready = snapshot?.kind === 'ready' && state !== undefined;
    for (const element of [header, main, footer.element]) element.classList.toggle('hidden', !ready);
    failure.classList.toggle('hidden', ready);
    if (snapshot?.kind !== 'ready' || !state) {
      setText(failure, snapshot?.kind === 'failed' ? snapshot.message : (problem ?? 'Opening…'));
      return;
    }
    const { info, choice: shown, name, parameters } = snapshot;
    const { name: channel } = info.channels[shown.channel] ?? { name: '' };
    setText(trace, name);
    const sweep = info.sweeps < 2 ? '' : shown.sweep === null ? ', all sweeps' : `, sweep ${shown.sweep + 1}`;
    setText(choice, ` · ${channel || `channel ${shown.channel + 1}`}${sweep}`);
    tabs.show(state.tab);
    footer.show(snapshot, state.chosen, written, problem);
    views[state.tab].show({
      tuning: snapshot,
      stretch: state.stretch,
      parameters: { ...parameters, ...state.chosen },
      chosen: state.chosen,
      theme,
      progress: (work) => working.get(work),
    });
  }
}
