import { useLayoutEffect, useRef } from 'preact/hooks';
import { fitCanvas } from '../shared/drawing/canvas';
import { useTheme } from '../shared/theme';
import { useSize } from '../shared/use-size';
import { paint } from './figures/paint';
import { layOut, type Picture } from './figures/picture';
import type { Plot } from './figures/plot';

/** Mouse position in units of the x axis. */
export type PlotPoint = { x: number; event: MouseEvent };

export interface PlotCanvasProps {
  plot: Plot | null;
  class: string;
  /** Called when the width is known, with the number of columns to request. */
  onColumns?(columns: number): void;
  onClick?(point: PlotPoint): void;
  onDblClick?(point: PlotPoint): void;
  onWheel?(point: PlotPoint & { event: WheelEvent }): void;
  /** Name of the mark under the mouse; undefined without one. */
  onMark?(name: string | undefined): void;
}

/** A plot that fills its box; its description is the box's label. */
export function PlotCanvas({ plot, onColumns, ...props }: PlotCanvasProps) {
  const box = useRef<HTMLDivElement>(null);
  const canvas = useRef<HTMLCanvasElement>(null);
  const picture = useRef<{ plot: Plot; picture: Picture } | undefined>(undefined);
  const theme = useTheme();
  const { width, height } = useSize(box);
  const columns = Math.max(1, Math.round((width - 7 * theme.textSize) * window.devicePixelRatio));
  useLayoutEffect(() => {
    if (width > 0) onColumns?.(columns);
  }, [columns, width, onColumns]);
  useLayoutEffect(() => {
    if (!plot || !canvas.current || width < 60 || height < 40) return;
    const ratio = fitCanvas(canvas.current, width, height);
    picture.current = { plot, picture: layOut(plot, width, height, theme.textSize, 'screen') };
    paint(canvas.current.getContext('2d')!, picture.current.picture, theme, ratio);
  }, [plot, width, height, theme]);
  usePointer(box, picture, props);
  return (
    <div
      ref={box}
      class={`plot-canvas ${props.class}`}
      role="img"
      aria-label={plot ? `${plot.title}. ${plot.description}` : 'Loading'}
    >
      <canvas ref={canvas} />
    </div>
  );
}

type Drawn = { current?: { plot: Plot; picture: Picture } };

/** Handles mouse events; for assistive technology the plot is an image. */
function usePointer(
  box: { current: HTMLElement | null },
  drawn: Drawn,
  props: Omit<PlotCanvasProps, 'plot' | 'onColumns'>,
): void {
  const latest = useRef(props);
  latest.current = props;
  useLayoutEffect(() => {
    const element = box.current!;
    const listen = <E extends MouseEvent>(
      type: string,
      use: (point: { x: number; event: E }) => void,
      options?: AddEventListenerOptions,
    ) =>
      element.addEventListener(
        type,
        (event) => {
          const x = drawn.current && xAt(drawn.current, element, (event as E).clientX);
          if (x !== undefined) use({ x, event: event as E });
        },
        options,
      );
    listen('click', (point) => latest.current.onClick?.(point));
    listen('dblclick', (point) => latest.current.onDblClick?.(point));
    listen<WheelEvent>(
      'wheel',
      (point) => {
        if (!latest.current.onWheel) return;
        point.event.preventDefault();
        latest.current.onWheel(point);
      },
      { passive: false },
    );
    element.addEventListener('mousemove', (event) => {
      if (latest.current.onMark && drawn.current)
        latest.current.onMark(markAt(drawn.current, element, event));
    });
    element.addEventListener('mouseleave', () => latest.current.onMark?.(undefined));
  }, [box, drawn]);
}

/** Position on the x axis of a screen position; undefined outside the plot. */
function xAt(
  { plot, picture }: NonNullable<Drawn['current']>,
  element: HTMLElement,
  clientX: number,
): number | undefined {
  const { left, right } = picture.frame;
  const share = (clientX - element.getBoundingClientRect().left - left) / (right - left);
  return share < 0 || share > 1 ? undefined : plot.x.min + share * (plot.x.max - plot.x.min);
}

/** Hit radius of a mark in pixels. */
const REACH = 12;

function markAt(
  { plot, picture }: NonNullable<Drawn['current']>,
  element: HTMLElement,
  { clientX, clientY }: MouseEvent,
): string | undefined {
  const { left, top } = element.getBoundingClientRect();
  const { frame } = picture;
  const distances = plot.series.flatMap((series) => {
    if (series.kind !== 'mark' || series.name === undefined) return [];
    const x = frame.left + ((series.x - plot.x.min) / (plot.x.max - plot.x.min)) * (frame.right - frame.left);
    const y =
      frame.bottom - ((series.y - plot.y.min) / (plot.y.max - plot.y.min)) * (frame.bottom - frame.top);
    return [{ name: series.name, distance: Math.hypot(clientX - left - x, clientY - top - y) }];
  });
  const [nearest] = distances.sort((a, b) => a.distance - b.distance);
  return nearest && nearest.distance < REACH ? nearest.name : undefined;
}
