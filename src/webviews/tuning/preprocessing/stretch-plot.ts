import { duration } from '../../../common/text/duration';
import { significant, withUnit } from '../../../common/text/numbers';
import type { TraceWindow } from '../../../common/traces/trace-window';
import { h, setAttributes } from '../../shared/dom';
import type { Theme } from '../../shared/theme';
import { attachGestures } from '../../trace/plot/gestures';
import { createPlot } from '../../trace/plot/plot';
import { extremesIn } from '../../trace/plot/points';
import type { Scene } from '../../trace/plot/scene';
import { createSelection } from '../../trace/plot/selection';
import { fittedRange, type Range } from '../../trace/plot/y-range';
import { panned, type Viewport, wholeTrace, zoomed } from '../../trace/viewport';

export interface PlottedStretch {
  title: string;
  view: Viewport;
  rate_hz: number;
  unit: string;
  samples: number;
  raw: TraceWindow | undefined;
  filtered: TraceWindow | undefined;
  excluded: readonly { from: number; to: number }[];
}

export interface StretchPlotHandlers {
  look(view: Viewport): void;
  exclude(range: Viewport): void;
}

/** A stretch of the trace, moved and zoomed as in the trace editor; with Ctrl held a range is left out. */
export function createStretchPlot(on: StretchPlotHandlers) {
  const plot = createPlot();
  const selection = createSelection();
  const element = h(
    'div',
    { class: 'plot', tabIndex: 0, attributes: { role: 'group', 'aria-roledescription': 'trace' } },
    plot.element,
    selection.element,
  );
  let shown: PlottedStretch | undefined;
  let scene: Scene | undefined;
  let range: Range | undefined;

  const width = () => Math.max(1, plot.area().right - plot.area().left);
  const sampleAt = (x: number, { view }: PlottedStretch) =>
    view.from + ((x - plot.area().left) / width()) * (view.to - view.from);
  const withShown = (use: (stretch: PlottedStretch) => void) => {
    if (shown) use(shown);
  };
  const rangeAt = (x0: number, x1: number, stretch: PlottedStretch) => ({
    from: sampleAt(x0, stretch),
    to: sampleAt(x1, stretch),
  });
  attachGestures(element, {
    area: plot.area,
    hover: () => {},
    click: () => element.focus(),
    zoomValue: () => {},
    reset: () => withShown(({ samples }) => on.look(wholeTrace(samples))),
    zoomTime: (x, factor) => withShown((s) => on.look(zoomed(s.view, factor, sampleAt(x, s), s.samples))),
    pan: (pixels) => withShown((s) => on.look(panned(s.view, pixels / width(), s.samples))),
    zoomTo: (x0, x1) => withShown((s) => on.look(rangeAt(x0, x1, s))),
    exclude: (x0, x1) => withShown((s) => on.exclude(rangeAt(x0, x1, s))),
    selection(kind, corners) {
      if (scene) selection.show(kind, corners, scene, plot.area());
    },
  });

  return {
    element,
    columns: plot.columns,
    show(stretch: PlottedStretch, theme: Theme) {
      shown = stretch;
      const { view, rate_hz, unit, raw, filtered } = stretch;
      range = fittedRange(extremesOutside(filtered ?? raw, stretch), range);
      scene = {
        view,
        rate_hz,
        unit,
        channel: stretch.title,
        yRange: range,
        raw,
        filtered,
        prediction: undefined,
        events: undefined,
        direction: 'negative',
        selected: null,
        window: 0,
        excluded: stretch.excluded,
        borders: [],
        tags: [],
      };
      plot.draw(scene, theme);
      const limits = range.map((value) => significant(value, 2)).join(' to ');
      setAttributes(element, {
        'aria-label': `${stretch.title}: ${duration(view.from / rate_hz)} to ${duration(view.to / rate_hz)}, ${withUnit(limits, unit)}`,
      });
    },
  };
}

/** Smallest and largest value in sight, but for what is left out: an artefact would flatten all else. */
function extremesOutside(
  window: TraceWindow | undefined,
  { view, excluded }: PlottedStretch,
): Range | undefined {
  const ends = excluded.filter(({ from, to }) => to > view.from && from < view.to);
  const parts = [...ends, { from: view.to, to: view.to }].map(({ from }, i) => ({
    from: ends[i - 1]?.to ?? view.from,
    to: from,
  }));
  const extremes = parts
    .filter(({ from, to }) => from < to)
    .flatMap((part) => extremesWithin(window, part) ?? []);
  return extremes.length === 0 ? extremesIn(window, view) : [Math.min(...extremes), Math.max(...extremes)];
}

/** As {@link extremesIn}, without the neighbouring points that draw a line to the edge. */
function extremesWithin(window: TraceWindow | undefined, { from, to }: Viewport): Range | undefined {
  if (!window) return undefined;
  const values = [...window.y].filter((_, i) => window.x[i] >= from && window.x[i] < to);
  return values.length === 0 ? undefined : [Math.min(...values), Math.max(...values)];
}
