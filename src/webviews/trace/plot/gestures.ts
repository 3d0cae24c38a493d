import type { PlotArea } from './plot';

/** Handlers of mouse gestures in the plot, in CSS pixels. */
export interface GestureHandlers {
  area(): PlotArea;
  hover(x: number | undefined): void;
  click(x: number, y: number): void;
  reset(): void;
  zoomTime(x: number, factor: number): void;
  zoomValue(y: number, factor: number): void;
  pan(pixels: number): void;
  /** A range was drawn. */
  zoomTo(x0: number, x1: number): void;
  /** A range was drawn with Ctrl or ⌘; without this handler it counts as any other range. */
  exclude?(x0: number, x1: number): void;
  /** Called while a range is drawn, undefined at its end. */
  selection(kind: 'zoom' | 'measure', corners: Corners | undefined): void;
}

export interface Corners {
  x0: number;
  y0: number;
  x1: number;
  y1: number;
}

/** Minimum distance of a drag; less is a click. */
const SLACK = 4;

/**
 * Wheel zooms at the pointer, with Shift moves, with Alt (or over the amplitude axis) magnifies. Drag selects a range,
 * with Ctrl one to exclude (if supported), with Shift (or the middle button) moves, with Alt measures. A double click
 * shows everything again.
 */
export function attachGestures(element: HTMLElement, on: GestureHandlers): void {
  let drag:
    | { kind: 'zoom' | 'exclude' | 'measure' | 'pan'; x: number; y: number; lastX: number; moved: boolean }
    | undefined;

  const at = (event: MouseEvent) => {
    const box = element.getBoundingClientRect();
    return { x: event.clientX - box.left, y: event.clientY - box.top };
  };
  const within = (x: number) => {
    const { left, right } = on.area();
    return Math.min(right, Math.max(left, x));
  };

  element.addEventListener(
    'wheel',
    (event) => {
      event.preventDefault();
      const { x, y } = at(event);
      const scale = event.deltaMode === WheelEvent.DOM_DELTA_LINE ? 16 : 1;
      const [dx, dy] = [event.deltaX * scale, event.deltaY * scale];
      const factor = Math.exp(dy * 0.0022);
      if (event.altKey || x < on.area().left) on.zoomValue(y, factor);
      else if (event.shiftKey) on.pan(dx + dy);
      else if (Math.abs(dx) > Math.abs(dy)) on.pan(dx);
      else on.zoomTime(within(x), event.ctrlKey ? Math.exp(dy * 0.01) : factor);
    },
    { passive: false },
  );

  element.addEventListener('pointerdown', (event) => {
    const { x, y } = at(event);
    if (event.button > 1 || x < on.area().left) return;
    const range = on.exclude && (event.ctrlKey || event.metaKey) ? 'exclude' : 'zoom';
    const kind = event.shiftKey || event.button === 1 ? 'pan' : event.altKey ? 'measure' : range;
    drag = { kind, x, y, lastX: x, moved: false };
    element.setPointerCapture(event.pointerId);
    if (kind === 'measure') on.selection('measure', undefined);
  });

  element.addEventListener('pointermove', (event) => {
    const { x, y } = at(event);
    on.hover(x);
    if (!drag) return;
    if (Math.abs(x - drag.x) > SLACK) drag.moved = true;
    if (!drag.moved) return;
    if (drag.kind === 'pan') {
      on.pan(drag.lastX - x);
      drag.lastX = x;
    } else
      on.selection(drag.kind === 'measure' ? 'measure' : 'zoom', {
        x0: within(drag.x),
        y0: drag.y,
        x1: within(x),
        y1: y,
      });
  });

  const end = (event: PointerEvent, finished: boolean) => {
    if (!drag) return;
    const { x, y } = at(event);
    const { kind, moved, x: startX } = drag;
    drag = undefined;
    if (kind === 'zoom' || kind === 'exclude') on.selection('zoom', undefined);
    if (!finished) return;
    if (!moved) {
      if (kind === 'zoom') on.click(x, y);
    } else if (kind === 'zoom' || kind === 'exclude') {
      const range = [Math.min(within(startX), within(x)), Math.max(within(startX), within(x))] as const;
      if (kind === 'zoom') on.zoomTo(...range);
      else on.exclude?.(...range);
    }
  };
  element.addEventListener('pointerup', (event) => end(event, true));
  element.addEventListener('pointercancel', (event) => end(event, false));
  element.addEventListener('pointerleave', () => on.hover(undefined));
  element.addEventListener('dblclick', () => on.reset());
}
