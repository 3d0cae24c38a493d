import type { TuningRequests } from '../../common/api/views/tuning';
import { messageOf } from '../../common/errors';
import { h, setAttributes } from '../shared/dom';
import type { Ask } from '../shared/host';
import type { Theme } from '../shared/theme';
import { createOverview } from '../trace/overview';
import { attachGestures } from '../trace/plot/gestures';
import { createHover } from '../trace/plot/hover';
import { createPlot, type Plot, type PlotArea } from '../trace/plot/plot';
import type { Scene } from '../trace/plot/scene';
import { createSelection } from '../trace/plot/selection';
import { endsText } from '../trace/plot/time-axis';
import { fittedRange, type Range, rangeWithoutArtefacts, scaledRange } from '../trace/plot/y-range';
import { excludedIn, sweepBorders, tagsIn } from '../trace/sweeps';
import { clamped, panned, type Viewport, wholeTrace, zoomed } from '../trace/viewport';
import { type WindowSource, windowSource } from '../trace/window-source';
import { type TuningContext, traceKey } from './state';

/** The trace as in the trace editor: the wheel zooms, Shift+drag moves, the overview shows all. */
export interface Stage {
  /** Overlay for drawings of a tab; transparent for the mouse. */
  readonly overlay: HTMLElement;
  draw(context: TuningContext, theme: Theme): void;
  area(): PlotArea;
  /** Pixel of a sample relative to {@link overlay}, and its inverse. */
  pixelOf(sample: number): number;
  sampleAt(pixel: number): number;
  destroy(): void;
}

export interface StageHandlers {
  ask: Ask<TuningRequests>;
  look(segment: Viewport): void;
  redraw(): void;
  /** A range was dragged over, in samples. */
  select(from: number, to: number): void;
  /** A sample was clicked. */
  click(sample: number): void;
}

/** The drawn scene, and the amplitude axis. */
interface Drawn {
  context: TuningContext | undefined;
  scene: Scene | undefined;
  fitted: Range | undefined;
  /** The axis that the user chose. */
  scaled: Range | undefined;
}

export function createStage(box: HTMLElement, on: StageHandlers): Stage {
  const parts = createParts(box, on.look);
  const { plot, hover, overview, plotBox, failure } = parts;
  const drawn: Drawn = { context: undefined, scene: undefined, fitted: undefined, scaled: undefined };
  const pictures = createPictures(on, (message) => {
    failure.textContent = message;
    failure.classList.toggle('hidden', message === '');
  });
  const view = (): Viewport => drawn.context?.segment ?? { from: 0, to: 1 };
  const width = () => Math.max(1, plot.area().right - plot.area().left);
  const samplesPerPixel = () => (view().to - view().from) / width();
  const sampleAt = (pixel: number) => view().from + (pixel - plot.area().left) * samplesPerPixel();
  const hoverAt = connectGestures(parts, drawn, { ...on, sampleAt, width });
  return {
    overlay: parts.overlay,
    area: plot.area,
    sampleAt,
    pixelOf: (sample) => plot.area().left + (sample - view().from) / samplesPerPixel(),
    destroy() {
      plot.destroy();
      overview.destroy();
      pictures.dispose();
    },
    draw(next, theme) {
      const { tuning } = next;
      drawn.context = { ...next, segment: clamped(next.segment, tuning.samples) };
      if (pictures.follow(next)) Object.assign(drawn, { fitted: undefined, scaled: undefined });
      const scene = sceneOf(drawn, pictures.raw(view(), plot.columns()));
      drawn.scene = scene;
      plot.draw(scene, theme);
      hover.show(hoverAt(), scene, plot.area());
      const { samples, rate_hz } = tuning;
      const window = pictures.whole(samples, overview.columns());
      const picture = { samples, rate_hz, window, events: undefined };
      overview.draw(picture, theme);
      overview.place(view(), picture);
      const [from, to] = endsText(view(), rate_hz);
      setAttributes(plotBox, { 'aria-label': `${scene.channel || 'Trace'} from ${from} to ${to}` });
    },
  };
}

function createParts(box: HTMLElement, look: (segment: Viewport) => void) {
  const plot = createPlot();
  const hover = createHover();
  const selection = createSelection();
  const overlay = h('div', { class: 'stage-overlay' });
  const plotBox = h(
    'div',
    { class: 'plot', tabIndex: 0, attributes: { role: 'group', 'aria-roledescription': 'trace' } },
    plot.element,
    overlay,
    selection.element,
    hover.element,
  );
  const overviewBox = h('div', { class: 'overview' });
  const failure = h('p', { class: 'stage-failure hidden', attributes: { role: 'alert' } });
  box.append(failure, plotBox, overviewBox);
  return { plot, hover, selection, overlay, plotBox, failure, overview: createOverview(overviewBox, look) };
}

/** Sources of the displayed trace's pictures. */
function createPictures({ ask, redraw }: StageHandlers, showFailure: (message: string) => void) {
  let sources: { key: string; raw: WindowSource; whole: WindowSource } | undefined;
  const dispose = () => {
    sources?.raw.dispose();
    sources?.whole.dispose();
  };
  return {
    dispose,
    raw: (view: Viewport, columns: number) => sources?.raw.picture(view, columns),
    whole: (samples: number, columns: number) => sources?.whole.picture(wholeTrace(samples), columns),
    /** @returns whether the trace has changed */
    follow({ tuning }: TuningContext): boolean {
      const key = traceKey(tuning);
      if (sources?.key === key) return false;
      dispose();
      const make = () =>
        windowSource(
          tuning.samples,
          (from, to, columns) => ask('window', { from, to, columns }),
          redraw,
          (thrown) => showFailure(messageOf(thrown)),
        );
      sources = { key, raw: make(), whole: make() };
      showFailure('');
      return true;
    },
  };
}

function sceneOf(drawn: Drawn, raw: ReturnType<WindowSource['picture']>): Scene {
  const { tuning, segment } = drawn.context!;
  const { info, choice, rate_hz, unit } = tuning;
  const excluded = excludedIn(info, choice, rate_hz, tuning.excluded);
  drawn.fitted = fittedRange(
    rangeWithoutArtefacts(raw, segment, { excluded, events: undefined }),
    drawn.fitted,
  );
  return {
    view: segment,
    rate_hz,
    unit,
    channel: info.channels[choice.channel]?.name ?? '',
    yRange: drawn.scaled ?? drawn.fitted,
    raw,
    filtered: undefined,
    prediction: undefined,
    events: undefined,
    stale: false,
    selected: null,
    window: 0,
    excluded,
    borders: sweepBorders(info, choice),
    tags: tagsIn(info, choice, rate_hz),
  };
}

interface GestureTargets extends StageHandlers {
  sampleAt(pixel: number): number;
  width(): number;
}

/** @returns the position of the pointer, in pixels of the plot */
function connectGestures(
  { plot, hover, selection, plotBox }: ReturnType<typeof createParts>,
  drawn: Drawn,
  { look, redraw, select, click, sampleAt, width }: GestureTargets,
): () => number | undefined {
  let hoverX: number | undefined;
  const withContext = (use: (context: TuningContext) => void) => {
    if (drawn.context) use(drawn.context);
  };
  attachGestures(plotBox, {
    area: plot.area,
    hover(x) {
      hoverX = x;
      if (drawn.scene) hover.show(x, drawn.scene, plot.area());
    },
    selection(kind, corners) {
      if (drawn.scene) selection.show(kind, corners, drawn.scene, plot.area());
    },
    click(x) {
      plotBox.focus();
      click(sampleAt(x));
    },
    reset: () => withContext(({ tuning }) => look(wholeTrace(tuning.samples))),
    zoomTime: (x, factor) =>
      withContext(({ segment, tuning }) => look(zoomed(segment, factor, sampleAt(x), tuning.samples))),
    zoomValue(y, factor) {
      drawn.scaled = scaledAt(drawn.scaled ?? drawn.fitted, y, factor, plot);
      redraw();
    },
    pan: (pixels) =>
      withContext(({ segment, tuning }) => look(panned(segment, pixels / width(), tuning.samples))),
    zoomTo: (x0, x1) => select(sampleAt(x0), sampleAt(x1)),
  });
  return () => hoverX;
}

/** Scales an amplitude axis around a pixel. */
function scaledAt(range: Range | undefined, y: number, factor: number, plot: Plot): Range | undefined {
  if (!range) return undefined;
  const { traceTop, bottom } = plot.area();
  const share = Math.min(1, Math.max(0, (bottom - y) / Math.max(1, bottom - traceTop)));
  return scaledRange(range, factor, range[0] + share * (range[1] - range[0]));
}
