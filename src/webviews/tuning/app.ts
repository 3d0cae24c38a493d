import type { ShownProgress } from '../../common/api/views/progress';
import type {
  ReadyTuning,
  TuningAction,
  TuningFocus,
  TuningFrameAction,
  TuningNotices,
  TuningRequests,
  TuningSnapshot,
  Written,
} from '../../common/api/views/tuning';
import { coalesced } from '../shared/coalesced';
import { h, setText } from '../shared/dom';
import { isButton, takesKeys, watchFocus } from '../shared/focus';
import { connectHost, storedState, storeState } from '../shared/host';
import { createKeyDialog } from '../shared/key-dialog';
import { messageOf } from '../shared/message-of';
import { onThemeChange, readTheme } from '../shared/theme';
import { button, link } from '../shared/toolkit';
import { withKey } from '../shared/with-key';
import { clamped } from '../trace/viewport';
import { createFiltersView } from './filters/filters-view';
import { createFooter } from './footer';
import { type FrameContext, frameActions } from './frame-actions';
import { createPreprocessingView } from './preprocessing/preprocessing-view';
import { differing, type PanelState, restoredState, type TabId } from './state';
import { createTabs } from './tabs';
import type { TuningServices, TuningView } from './view';
import { createWindowSizeView } from './window-size/window-size-view';

const mouse = [
  ['Drag over the trace', 'choose a window, or look at a stretch'],
  ['Ctrl + drag over the trace', 'leave a stretch out, in Preprocessing'],
  ['Drag an edge of the window', 'make it longer or shorter'],
  ['Wheel', 'zoom'],
  ['Shift + wheel, Shift + drag', 'move along the trace'],
  ['Double click the trace', 'show all of it'],
] as const;

/** The panel: what the host said, what is chosen, and the view that is in sight. */
export function startApp(root: HTMLElement): void {
  let snapshot: TuningSnapshot | undefined;
  let state: PanelState | undefined;
  let written: Written | undefined;
  let problem: string | undefined;
  let theme = readTheme();
  const working = new Map<string, ShownProgress>();

  const redraw = coalesced(requestAnimationFrame, draw);

  const ask = connectHost<TuningRequests, TuningNotices>({
    snapshot: show,
    progress({ work, progress }) {
      if (progress) working.set(work, progress);
      else working.delete(work);
      redraw();
    },
    action: act,
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
    showTab,
  );
  const footer = createFooter({
    act,
    showWritten: () => tell(ask('showWritten', {})),
  });
  const trace = link('', () => act('showTrace'));
  const choice = h('span', { class: 'trace-choice', attributes: { role: 'status' } });
  const help = button({ label: 'Keys', icon: 'question', look: 'icon', onClick: () => act('showKeys') });
  const header = h(
    'header',
    { class: 'header' },
    tabs.list,
    h('div', { class: 'subject' }, trace, choice),
    help.element,
  );
  const keys = createKeyDialog('Keys of the tuning panel', mouse);
  const main = h('main', { class: 'views' }, ...tabs.panels);
  const failure = h('p', { class: 'empty hidden', attributes: { role: 'alert' } });
  root.append(header, main, failure, footer.element, keys.element);

  onThemeChange(() => {
    theme = readTheme();
    redraw();
  });
  new ResizeObserver(redraw).observe(root);
  watchFocus(root, areaOf, (area) => tell(ask('focus', { area })));
  ask('snapshot', {}).then(show, fail);

  function show(next: TuningSnapshot): void {
    snapshot = next;
    if (next.kind === 'ready') {
      state = restoredState(state ?? storedState(), next);
      change({ chosen: differing(state.chosen, next) });
    }
    redraw();
  }

  function showTab(tab: TabId): void {
    if (!state || state.tab === tab) return;
    views[state.tab].hide();
    change({ tab });
    // The tab that has the keyboard is the chosen one at once.
    tabs.show(tab);
  }

  function act(action: TuningAction): void {
    if (snapshot?.kind !== 'ready' || !state || (keys.open && action !== 'showKeys')) return;
    const view = views[state.tab];
    if (isOfFrame(action)) frameActions[action](contextNow(snapshot, state, view));
    else view.actions[action]?.();
  }

  function contextNow(tuning: ReadyTuning, now: PanelState, view: TuningView): FrameContext {
    return {
      state: now,
      samples: tuning.samples,
      look: services.look,
      showTab,
      focusTab: tabs.focus,
      focusTrace() {
        if (takesKeys(document.activeElement)) (document.activeElement as HTMLElement).blur();
        view.focusTrace();
      },
      focusFields: view.focusFields,
      use: () => void use(),
      discard: () => change({ chosen: {} }),
      undo: () => tell(ask('undo', {}).then(() => forgetWritten())),
      showTrace: () => tell(ask('showTrace', {})),
      showKeys: () => keys.toggle(tuning.keys),
    };
  }

  async function use(): Promise<void> {
    if (!state || Object.keys(state.chosen).length === 0) return;
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

  function draw(): void {
    const ready = snapshot?.kind === 'ready' && state !== undefined;
    for (const element of [header, main, footer.element]) element.classList.toggle('hidden', !ready);
    failure.classList.toggle('hidden', ready);
    if (snapshot?.kind !== 'ready' || !state) {
      setText(failure, snapshot?.kind === 'failed' ? snapshot.message : (problem ?? 'Opening…'));
      return;
    }
    const { info, choice: shown, name, parameters } = snapshot;
    setText(trace, name);
    setText(choice, ` · ${choiceText(info, shown)}`);
    help.setTitle(withKey('Keys', 'showKeys', snapshot.keys));
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

/** The trace in words: "channel 2 of 4: I_mon, sweep 3 of 12". */
function choiceText(
  { channels, sweeps }: ReadyTuning['info'],
  { channel, sweep }: ReadyTuning['choice'],
): string {
  const name = channels[channel]?.name ?? '';
  const among = channels.length > 1 ? `channel ${channel + 1} of ${channels.length}` : '';
  const of = [among, name].filter(Boolean).join(': ') || 'channel 1';
  if (sweeps < 2) return of;
  return `${of}, ${sweep === null ? `all ${sweeps} sweeps` : `sweep ${sweep + 1} of ${sweeps}`}`;
}

function isOfFrame(action: TuningAction): action is TuningFrameAction {
  return Object.hasOwn(frameActions, action);
}

function areaOf(active: Element | null): TuningFocus {
  if (active?.matches('[role=tab]')) return 'tabs';
  if (active?.matches('.box-edge')) return 'edge';
  if (takesKeys(active)) return 'input';
  return isButton(active) ? 'control' : 'trace';
}
