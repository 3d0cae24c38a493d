import { between } from './actions';
import type { Grid } from './drawing/grid';
import { cellsIn, placeAt, type Rectangle } from './grid-shape';
import type { ScoredSet } from './scored-set';
import type { ScoringMessage } from './store';

/** A press that moves less is a click. */
const DRAG_PX = 6;
/** This near to an edge, a drag scrolls by so much. */
const [edge_px, scroll_px] = [20, 16];

interface GridMouseOptions {
  scroller: HTMLElement;
  grid: Grid;
  set(): ScoredSet | null;
  send(message: ScoringMessage): void;
  open(window: number): void;
  redraw(): void;
}

interface Drag {
  /** Start of the press in the grid's own coordinates, and the selection at that time. */
  x: number;
  y: number;
  before: ReadonlySet<number>;
}

/** Selects windows of the grid by click, Shift, Ctrl and lasso; a double click opens one. @returns the lasso now */
export function connectGridMouse(options: GridMouseOptions): () => Rectangle | undefined {
  const { scroller, grid, open, redraw } = options;
  let drag: Drag | undefined;
  let lasso: Rectangle | undefined;
  const point = ({ clientX, clientY }: MouseEvent) => {
    const box = scroller.getBoundingClientRect();
    return { x: clientX - box.left, y: clientY - box.top + scroller.scrollTop };
  };
  const windowAt = (set: ScoredSet, { x, y }: { x: number; y: number }) => {
    const place = placeAt(grid.shapeOf(set), x, y);
    return place === undefined ? undefined : set.order.windows[place];
  };
  scroller.addEventListener('pointerdown', (event) => {
    const set = options.set();
    const at = point(event);
    if (!set || event.button !== 0 || at.x >= scroller.clientWidth) return;
    scroller.setPointerCapture(event.pointerId);
    drag = { ...at, before: event.ctrlKey || event.metaKey ? set.selection : new Set() };
    const window = windowAt(set, at);
    if (window === undefined) return;
    grid.markRevealed(window);
    options.send(pressed(set, window, event));
  });
  scroller.addEventListener('pointermove', (event) => {
    const set = options.set();
    if (!drag || !set) return;
    const { x, y } = point(event);
    if (!lasso && Math.hypot(x - drag.x, y - drag.y) < DRAG_PX) return;
    scrollAtEdges(scroller, event.clientY);
    lasso = { x0: drag.x, y0: drag.y, x1: x, y1: y };
    const inside = cellsIn(grid.shapeOf(set), lasso).map((place) => set.order.windows[place]);
    options.send({ type: 'select', windows: [...drag.before, ...inside] });
  });
  for (const type of ['pointerup', 'pointercancel'] as const)
    scroller.addEventListener(type, () => {
      drag = undefined;
      lasso = undefined;
      redraw();
    });
  scroller.addEventListener('dblclick', (event) => {
    const set = options.set();
    const window = set && windowAt(set, point(event));
    if (window !== null && window !== undefined) open(window);
  });
  scroller.addEventListener('scroll', redraw, { passive: true });
  return () => lasso;
}

/** The message of a press on a window. */
function pressed(
  set: ScoredSet,
  window: number,
  { shiftKey, ctrlKey, metaKey }: PointerEvent,
): ScoringMessage {
  if (shiftKey) return { type: 'select', windows: between(set, set.anchor, window), window };
  if (!ctrlKey && !metaKey) return { type: 'show', window };
  const windows = new Set(set.selection);
  if (!windows.delete(window)) windows.add(window);
  return { type: 'select', windows, window, anchor: window };
}

function scrollAtEdges(scroller: HTMLElement, y: number): void {
  const box = scroller.getBoundingClientRect();
  if (y < box.top + edge_px) scroller.scrollTop -= scroll_px;
  if (y > box.bottom - edge_px) scroller.scrollTop += scroll_px;
}

/** Wheel distance of one step in pixels. */
const STEP_PX = 40;
/** Pixels per line, the unit of some mice. */
const LINE_PX = 40;

/** Converts wheel events to steps: touchpads send many small deltas, which are accumulated; wheels few large ones. */
export function connectWheel(element: HTMLElement, step: (by: 1 | -1) => void): void {
  let turned = 0;
  const listener = (event: WheelEvent) => {
    event.preventDefault();
    const pixels = event.deltaMode === WheelEvent.DOM_DELTA_PIXEL;
    turned += pixels ? event.deltaY + event.deltaX : event.deltaY * LINE_PX;
    if (Math.abs(turned) < STEP_PX) return;
    step(turned > 0 ? 1 : -1);
    turned = 0;
  };
  element.addEventListener('wheel', listener, { passive: false });
}
