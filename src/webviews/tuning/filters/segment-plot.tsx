import { useLayoutEffect, useRef } from 'preact/hooks';
import { duration } from '../../../common/text/duration';
import { significant, withUnit } from '../../../common/text/numbers';
import type { TraceWindow } from '../../../common/traces/trace-window';
import { coalesced } from '../../shared/coalesced';
import { setAttributes } from '../../shared/dom';
import { readTheme, useTheme } from '../../shared/theme';
import { useSize } from '../../shared/use-size';
import { attachGestures } from '../../trace/plot/gestures';
import { createPlot, type Plot } from '../../trace/plot/plot';
import { extremesIn } from '../../trace/plot/points';
import type { Scene } from '../../trace/plot/scene';
import { createSelection } from '../../trace/plot/selection';
import { fittedRange, type Range } from '../../trace/plot/y-range';
import { panned, type Viewport, wholeTrace, zoomed } from '../../trace/viewport';

export interface SegmentPlotProps {
  title: string;
  view: Viewport;
  rate_hz: number;
  unit: string;
  /** In the trace. */
  samples: number;
  raw: TraceWindow | undefined;
  filtered: TraceWindow | undefined;
  excluded: readonly Viewport[];
  onLook(view: Viewport): void;
  onExclude(range: Viewport): void;
  /** Called with the device pixels across the trace. */
  onColumns?(columns: number): void;
}

/** A segment of the trace, moved and zoomed as in the trace editor; Ctrl+drag excludes an interval. */
export function SegmentPlot(props: SegmentPlotProps) {
  const box = useRef<HTMLDivElement>(null);
  const mounted = useRef<ReturnType<typeof mountPlot> | undefined>(undefined);
  useTheme();
  useSize(box);
  useLayoutEffect(() => {
    mounted.current = mountPlot(box.current!);
    return () => mounted.current?.destroy();
  }, []);
  useLayoutEffect(() => mounted.current?.show(props));
  return <div ref={box} class="plot" tabIndex={0} role="group" aria-roledescription="trace" />;
}

/** The canvas with its gestures; draws the latest scene once per frame. */
function mountPlot(box: HTMLElement) {
  const plot = createPlot();
  const selection = createSelection();
  box.append(plot.element, selection.element);
  let shown: SegmentPlotProps | undefined;
  let scene: Scene | undefined;
  let range: Range | undefined;
  const redraw = coalesced(requestAnimationFrame, () => {
    if (!shown || !box.isConnected) return;
    range = fittedRange(extremesOutside(shown.filtered ?? shown.raw, shown), range);
    scene = sceneOf(shown, range);
    plot.draw(scene, readTheme());
    shown.onColumns?.(plot.columns());
    setAttributes(box, { 'aria-label': labelOf(shown, range) });
  });
  connectGestures(box, plot, {
    current: () => shown,
    selection(kind, corners) {
      if (scene) selection.show(kind, corners, scene, plot.area());
    },
  });
  return {
    destroy: plot.destroy,
    show(next: SegmentPlotProps) {
      shown = next;
      redraw();
    },
  };
}

interface Gestures {
  current(): SegmentPlotProps | undefined;
  selection: Parameters<typeof attachGestures>[1]['selection'];
}

function connectGestures(box: HTMLElement, plot: Plot, { current, selection }: Gestures): void {
  const width = () => Math.max(1, plot.area().right - plot.area().left);
  const sampleAt = (x: number, { view }: SegmentPlotProps) =>
    view.from + ((x - plot.area().left) / width()) * (view.to - view.from);
  const withShown = (use: (props: SegmentPlotProps) => void) => {
    const shown = current();
    if (shown) use(shown);
  };
  const rangeAt = (x0: number, x1: number, props: SegmentPlotProps) => ({
    from: sampleAt(x0, props),
    to: sampleAt(x1, props),
  });
  attachGestures(box, {
    area: plot.area,
    hover: () => {},
    click: () => box.focus(),
    zoomValue: () => {},
    reset: () => withShown(({ samples, onLook }) => onLook(wholeTrace(samples))),
    zoomTime: (x, factor) =>
      withShown((props) => props.onLook(zoomed(props.view, factor, sampleAt(x, props), props.samples))),
    pan: (pixels) =>
      withShown(({ view, samples, onLook }) => onLook(panned(view, pixels / width(), samples))),
    zoomTo: (x0, x1) => withShown((props) => props.onLook(rangeAt(x0, x1, props))),
    exclude: (x0, x1) => withShown((props) => props.onExclude(rangeAt(x0, x1, props))),
    selection,
  });
}

function sceneOf(
  { view, rate_hz, unit, title, raw, filtered, excluded }: SegmentPlotProps,
  range: Range,
): Scene {
  return {
    view,
    rate_hz,
    unit,
    channel: title,
    caption: title,
    yRange: range,
    raw,
    filtered,
    prediction: undefined,
    events: undefined,
    selected: null,
    window: 0,
    excluded,
    borders: [],
    tags: [],
    stale: false,
  };
}

function labelOf({ title, view, rate_hz, unit }: SegmentPlotProps, range: Range): string {
  const limits = range.map((value) => significant(value, 2)).join(' to ');
  return `${title}: ${duration(view.from / rate_hz)} to ${duration(view.to / rate_hz)}, ${withUnit(limits, unit)}`;
}

/** Minimum and maximum in view outside excluded intervals: an artefact would flatten the rest. */
function extremesOutside(
  window: TraceWindow | undefined,
  { view, excluded }: SegmentPlotProps,
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

/** As {@link extremesIn}, without the points outside the view that continue the line to its edge. */
function extremesWithin(window: TraceWindow | undefined, { from, to }: Viewport): Range | undefined {
  if (!window) return undefined;
  const values = [...window.y].filter((_, i) => window.x[i] >= from && window.x[i] < to);
  return values.length === 0 ? undefined : [Math.min(...values), Math.max(...values)];
}
