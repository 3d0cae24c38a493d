import type {
  Description,
  FocusArea,
  HostAction,
  ReadySnapshot,
  TraceAction,
} from '../../common/api/views/trace';
import { h, setAttributes } from '../shared/dom';
import { takesKeys, watchFocus } from '../shared/focus';
import { createKeyDialog } from '../shared/key-dialog';
import { count, duration, significant, withUnit } from '../shared/numbers';
import type { Theme } from '../shared/theme';
import type { ActionContext } from './actions';
import { createBanner } from './banner';
import { createDescribe } from './describe';
import { createMessage } from './message';
import { createOverview, type OverviewScene } from './overview';
import { createPanel } from './panel/panel';
import { connectGestures } from './plot/connect-gestures';
import { createHover } from './plot/hover';
import { createPlot } from './plot/plot';
import type { Scene } from './plot/scene';
import { createSelection } from './plot/selection';
import { firstAtLeast } from './sorted';
import type { ViewState } from './state';
import { createToolbar } from './toolbar';
import type { Viewport } from './viewport';

export interface LayoutHandlers {
  act(action: TraceAction): void;
  run(action: HostAction): void;
  change(patch: Partial<ViewState>): void;
  choose(choice: ViewState['choice']): void;
  chooseSeries(series: string): void;
  detect(): void;
  cancel(): void;
  retry(): void;
  dismiss(): void;
  describe(description: Description): void;
  stopDescribing(): void;
  select(event: number): void;
  open(event: number): void;
  focus(area: FocusArea): void;
  current(): ActionContext | undefined;
}

export type Layout = ReturnType<typeof createLayout>;

/** Below this width the side panel waits to be asked for. */
const roomForPanel = 720;
const mouse = [
  ['Wheel', 'zoom at the pointer'],
  ['Shift + wheel', 'move along'],
  ['Alt + wheel', 'magnify the amplitude'],
  ['Drag', 'zoom to a range'],
  ['Shift + drag', 'move along'],
  ['Alt + drag', 'measure time and amplitude'],
  ['Click a mark', 'choose the event'],
  ['Double click', 'show the whole trace'],
] as const;

/** Puts the parts of the view in their places and shows the right ones. */
export function createLayout(root: HTMLElement, on: LayoutHandlers) {
  const plot = createPlot();
  const hover = createHover();
  const selection = createSelection();
  const plotBox = h(
    'div',
    { class: 'plot', tabIndex: 0, attributes: { role: 'group', 'aria-roledescription': 'trace' } },
    plot.element,
    selection.element,
    hover.element,
  );
  const overview = createOverview((view) => on.change({ view }));
  const toolbar = createToolbar(on);
  const banner = createBanner({ ...on, log: () => on.run('log') });
  const panel = createPanel({
    ...on,
    sort: (order) => on.change({ order }),
    measure: (histogram) => on.change({ histogram }),
    describe: () => on.act('describe'),
  });
  const trace = h(
    'main',
    { class: 'trace' },
    h('h1', { class: 'visually-hidden' }, 'Recording'),
    toolbar.element,
    banner.element,
    h('div', { class: 'body' }, h('div', { class: 'stage' }, plotBox, overview.element), panel.element),
  );
  const message = createMessage(on.run);
  const describe = createDescribe({ describe: on.describe, cancel: on.stopDescribing });
  const keys = createKeyDialog('Keys of the trace editor', mouse);
  root.replaceChildren(trace, message.element, describe.element, keys.element);

  let scene: Scene | undefined;
  let hoverX: number | undefined;
  let pictured: { scene: OverviewScene; theme: Theme; width: number; height: number } | undefined;
  let described: ReadySnapshot | undefined;
  connectGestures(plotBox, {
    current: on.current,
    change: on.change,
    select: on.select,
    showAll: () => on.act('showAll'),
    focus: () => plotBox.focus(),
    area: plot.area,
    hover(x) {
      hoverX = x;
      if (scene) hover.show(x, scene, plot.area());
    },
    selection(kind, corners) {
      if (scene) selection.show(kind, corners, scene, plot.area());
    },
  });
  watchFocus(
    root,
    (active) => {
      if (active?.closest('.event-table')) return 'events';
      return takesKeys(active) ? 'input' : 'plot';
    },
    on.focus,
  );

  function only(element: HTMLElement): void {
    for (const part of [trace, message.element, describe.element])
      part.classList.toggle('hidden', part !== element);
    if (element !== describe.element) described = undefined;
  }
  const panelShown = (wanted: boolean | null) => wanted ?? root.clientWidth >= roomForPanel;
  only(message.element);

  return {
    plot,
    overview,
    toolbar,
    banner,
    panel,
    message,
    keys,
    panelShown,
    focusEvents() {
      panel.focus();
    },
    focusTrace: () => plotBox.focus(),
    showOpening(name: string) {
      message.opening(name);
      only(message.element);
    },
    showFailed(text: string, remedies: readonly HostAction[]) {
      message.failed(text, remedies);
      only(message.element);
    },
    showDescribe(snapshot: ReadySnapshot) {
      if (described === snapshot) return;
      only(describe.element);
      described = snapshot;
      describe.open(snapshot);
    },
    /** Returns whether the side panel is shown. */
    showTrace(wanted: boolean | null): boolean {
      only(trace);
      const shown = panelShown(wanted);
      trace.classList.toggle('without-panel', !shown);
      return shown;
    },
    drawPlot(next: Scene, theme: Theme) {
      scene = next;
      plot.draw(next, theme);
      hover.show(hoverX, next, plot.area());
      setAttributes(plotBox, { 'aria-label': labelOf(next) });
    },
    drawOverview(next: OverviewScene, view: Viewport, theme: Theme) {
      const { clientWidth: width, clientHeight: height } = overview.element;
      const same =
        pictured?.theme === theme &&
        pictured.width === width &&
        pictured.height === height &&
        pictured.scene.window === next.window &&
        pictured.scene.events === next.events;
      if (!same) overview.draw(next, theme);
      pictured = { scene: next, theme, width, height };
      overview.place(view, next);
    },
  };
}

/** What a screen reader says of the plot. */
function labelOf({ view, rate_hz, channel, unit, yRange, events, excluded }: Scene): string {
  const visible = events
    ? firstAtLeast(events.location, view.to) - firstAtLeast(events.location, view.from)
    : 0;
  const range = yRange.map((value) => significant(value, 2)).join(' to ');
  const out = excluded.filter(({ from, to }) => to > view.from && from < view.to).length;
  const left_out = out > 0 ? `, ${count(out, 'stretch', 'stretches')} left out` : '';
  const found = events ? `, ${count(visible, 'event')}` : '';
  return `${channel || 'Trace'} from ${duration(view.from / rate_hz)} to ${duration(view.to / rate_hz)}, ${withUnit(range, unit)}${found}${left_out}`;
}
