import { duration } from '../../common/text/duration';
import { h, setAttributes } from '../shared/dom';
import { messageOf } from '../shared/message-of';
import { createOverview } from '../trace/overview';
import { attachGestures } from '../trace/plot/gestures';
import { createHover } from '../trace/plot/hover';
import { createPlot, type PlotArea } from '../trace/plot/plot';
import { extremesIn } from '../trace/plot/points';
import type { Scene } from '../trace/plot/scene';
import { createSelection } from '../trace/plot/selection';
import { fittedRange, type Range, scaledRange } from '../trace/plot/y-range';
import { excludedIn, sweepBorders, tagsIn } from '../trace/sweeps';
import { clamped, panned, type Viewport, wholeTrace, zoomed } from '../trace/viewport';
import { type WindowSource, windowSource } from '../trace/window-source';
import type { TuningContext, TuningServices } from './view';

/** The trace to look at, as the trace editor has it: the wheel zooms, Shift and dragging moves, the strip shows all. */
export interface Stage {
  readonly element: HTMLElement;
  /** Lies over the plot, for what a view draws on the trace; it lets the mouse through. */
  readonly overlay: HTMLElement;
  focus(): void;
  draw(context: TuningContext): void;
  area(): PlotArea;
  /** Pixel of a sample from the left of {@link overlay}, and back. */
  pixelOf(sample: number): number;
  sampleAt(pixel: number): number;
}

export interface StageHandlers extends Pick<TuningServices, 'ask' | 'look' | 'redraw'> {
  /** A range was dragged over, in samples. */
  select(from: number, to: number): void;
  /** A sample was clicked. */
  click(sample: number): void;
}

export function createStage({ ask, look, redraw, select, click }: StageHandlers): Stage {
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
  const strip = h('div', { class: 'overview' });
  const overview = createOverview(strip, look);
  const failure = h('p', { class: 'stage-failure hidden', attributes: { role: 'alert' } });
  const element = h('div', { class: 'tuning-stage' }, failure, plotBox, strip);

  let shown: TuningContext | undefined;
  let scene: Scene | undefined;
  let fitted: Range | undefined;
  let scaled: Range | undefined;
  let hoverX: number | undefined;
  let sources: { of: string; raw: WindowSource; whole: WindowSource } | undefined;

  const view = (): Viewport => shown?.stretch ?? { from: 0, to: 1 };
  const width = () => Math.max(1, plot.area().right - plot.area().left);
  const samplesPerPixel = () => (view().to - view().from) / width();
  const sampleAt = (pixel: number) => view().from + (pixel - plot.area().left) * samplesPerPixel();

  attachGestures(plotBox, {
    area: plot.area,
    hover(x) {
      hoverX = x;
      if (scene) hover.show(x, scene, plot.area());
    },
    selection(kind, corners) {
      if (scene) selection.show(kind, corners, scene, plot.area());
    },
    click(x) {
      plotBox.focus();
      click(sampleAt(x));
    },
    reset: () => shown && look(wholeTrace(shown.tuning.samples)),
    zoomTime: (x, factor) => shown && look(zoomed(view(), factor, sampleAt(x), shown.tuning.samples)),
    zoomValue(y, factor) {
      const range = scaled ?? fitted;
      if (!range) return;
      const { traceTop, bottom } = plot.area();
      const share = Math.min(1, Math.max(0, (bottom - y) / Math.max(1, bottom - traceTop)));
      scaled = scaledRange(range, factor, range[0] + share * (range[1] - range[0]));
      redraw();
    },
    pan: (pixels) => shown && look(panned(view(), pixels / width(), shown.tuning.samples)),
    zoomTo: (x0, x1) => select(sampleAt(x0), sampleAt(x1)),
  });

  function sourcesOf({ tuning: { file, info, choice, samples, rate_hz } }: TuningContext) {
    const of = JSON.stringify([file, info.series, choice, samples, rate_hz]);
    if (sources?.of === of) return sources;
    sources?.raw.dispose();
    sources?.whole.dispose();
    fitted = undefined;
    scaled = undefined;
    const make = () =>
      windowSource(
        samples,
        (from, to, columns) => ask('window', { from, to, columns }),
        redraw,
        (thrown) => {
          failure.textContent = messageOf(thrown);
          failure.classList.remove('hidden');
        },
      );
    sources = { of, raw: make(), whole: make() };
    failure.classList.add('hidden');
    return sources;
  }

  return {
    element,
    overlay,
    focus: () => plotBox.focus(),
    area: plot.area,
    sampleAt,
    pixelOf: (sample) => plot.area().left + (sample - view().from) / samplesPerPixel(),
    draw(context) {
      shown = { ...context, stretch: clamped(context.stretch, context.tuning.samples) };
      const { tuning, stretch, theme } = shown;
      const { info, choice, rate_hz, unit, samples } = tuning;
      const from = sourcesOf(context);
      const raw = from.raw.picture(stretch, plot.columns());
      fitted = fittedRange(extremesIn(raw, stretch), fitted);
      const channel = info.channels[choice.channel]?.name ?? '';
      const next: Scene = {
        view: stretch,
        rate_hz,
        unit,
        channel,
        yRange: scaled ?? fitted,
        raw,
        filtered: undefined,
        prediction: undefined,
        events: undefined,
        direction: context.parameters.event_direction,
        selected: null,
        window: 0,
        excluded: excludedIn(info, choice, rate_hz, tuning.excluded),
        borders: sweepBorders(info, choice),
        tags: tagsIn(info, choice, rate_hz),
      };
      scene = next;
      plot.draw(next, theme);
      hover.show(hoverX, next, plot.area());
      const whole = from.whole.picture(wholeTrace(samples), overview.columns());
      const picture = { samples, rate_hz, window: whole, events: undefined };
      overview.draw(picture, theme);
      overview.place(stretch, picture);
      setAttributes(plotBox, {
        'aria-label': `${channel || 'Trace'} from ${duration(stretch.from / rate_hz)} to ${duration(stretch.to / rate_hz)}`,
      });
    },
  };
}
