import { coalesced } from '../shared/coalesced';
import { setAttributes } from '../shared/dom';
import { onThemeChange, readTheme, type Theme } from '../shared/theme';
import { createOverview, type OverviewScene } from './overview';
import { connectGestures } from './plot/connect-gestures';
import { createHover } from './plot/hover';
import { createPlot } from './plot/plot';
import type { Scene } from './plot/scene';
import { createSelection } from './plot/selection';
import { createThresholdLine } from './plot/threshold';
import type { Range } from './plot/y-range';
import { labelOf, sceneOf } from './scene';
import { type Ready, readyOf } from './selectors';
import type { TraceServices } from './services';
import type { Sources } from './sources';
import type { Viewport } from './viewport';

export interface StageBoxes {
  plot: HTMLElement;
  overview: HTMLElement;
}

/**
 * Draws the trace and its overview, at most once per frame, when state, pictures, size or theme have changed.
 *
 * @returns a function that stops it
 */
export function mountStage(boxes: StageBoxes, services: TraceServices): () => void {
  const { store, send } = services;
  const plot = mountPlot(boxes.plot, services);
  const overview = mountOverview(boxes.overview, (view) => send({ type: 'change', patch: { view } }));
  let theme = readTheme();
  let reporting = false;
  const redraw = coalesced(requestAnimationFrame, () => {
    const ready = readyOf(store.state);
    const pictures = services.pictures();
    if (!ready || !pictures || !boxes.plot.isConnected) return;
    const begun = performance.now();
    const range = plot.draw(ready, pictures, theme);
    overview.draw(ready, pictures, theme);
    performance.measure('miniml.draw', { start: begun });
    // Keys that scale the axis start from the drawn one.
    reporting = true;
    send({ type: 'fitted', range });
    reporting = false;
  });
  const observer = new ResizeObserver(redraw);
  for (const box of [boxes.plot, boxes.overview]) observer.observe(box);
  const ends = [
    store.subscribe(() => {
      if (!reporting) redraw();
    }),
    services.onPicture(redraw),
    onThemeChange(() => {
      theme = readTheme();
      redraw();
    }),
    () => observer.disconnect(),
    plot.destroy,
    overview.destroy,
  ];
  redraw();
  return () => {
    for (const end of ends) end();
  };
}

/** The plot with its hover and selection. */
function mountPlot(box: HTMLElement, { store, send, act, useThreshold }: TraceServices) {
  const plot = createPlot();
  const hover = createHover();
  const selection = createSelection();
  const threshold = createThresholdLine({
    move: (to) => send({ type: 'tryThreshold', threshold: to, by: 'drag' }),
    end: (used) => (used ? useThreshold() : send({ type: 'trialEnded' })),
    step(by) {
      const now = readyOf(store.state)?.detection?.threshold;
      if (now !== undefined) send({ type: 'tryThreshold', threshold: now + by, by: 'keys' });
    },
  });
  box.append(plot.element, threshold.element, selection.element, hover.element);
  let scene: Scene | undefined;
  let hoverX: number | undefined;
  connectGestures(box, {
    current: () => readyOf(store.state),
    change: (patch) => send({ type: 'change', patch }),
    select: (event) => send({ type: 'select', event }),
    showAll: () => act('showAll'),
    focus: () => box.focus(),
    area: plot.area,
    hover(x) {
      hoverX = x;
      if (scene) hover.show(x, scene, plot.area());
    },
    selection(kind, corners) {
      if (scene) selection.show(kind, corners, scene, plot.area());
    },
  });
  return {
    destroy: plot.destroy,
    /** @returns the amplitude axis that fits the drawn data */
    draw(ready: Ready, pictures: Sources, theme: Theme): Range {
      const next = sceneOf(ready, pictures, plot.columns());
      scene = next.scene;
      plot.draw(scene, theme);
      hover.show(hoverX, scene, plot.area());
      threshold.place(scene, plot.area());
      setAttributes(box, { 'aria-label': labelOf(scene) });
      return next.fitted;
    },
  };
}

/** The overview: its picture is redrawn only when it changes, its handle in every frame. */
function mountOverview(box: HTMLElement, onView: (view: Viewport) => void) {
  const overview = createOverview(box, onView);
  let drawn: { scene: OverviewScene; theme: Theme; width: number; height: number } | undefined;
  return {
    destroy: overview.destroy,
    draw({ display, detection, samples, rate_hz }: Ready, pictures: Sources, theme: Theme) {
      const window = pictures.overview(overview.columns());
      const scene: OverviewScene = { samples, rate_hz, window, events: detection?.events };
      const { clientWidth: width, clientHeight: height } = box;
      const same =
        drawn?.theme === theme &&
        drawn.width === width &&
        drawn.height === height &&
        drawn.scene.window === window &&
        drawn.scene.events === scene.events;
      if (!same) overview.draw(scene, theme);
      drawn = { scene, theme, width, height };
      overview.place(display.view, scene);
    },
  };
}
