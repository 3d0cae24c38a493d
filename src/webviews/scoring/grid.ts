import { fixed } from '../../common/text/numbers';
import { h } from '../shared/dom';
import { faded } from '../shared/theme';
import { between } from './actions';
import { createCanvas } from './drawing/canvas';
import type { Colours } from './drawing/colours';
import type { Range } from './drawing/range';
import { drawThumbnail } from './drawing/thumbnail';
import { cellsIn, type GridShape, gridShape, placeAt, type Rectangle } from './grid-shape';
import type { Model } from './model';
import type { SampleCache } from './sample-cache';

/** Rows that are fetched beyond what is seen. */
const spareRows = 3;

export interface GridHandlers {
  model(): Model | undefined;
  open(window: number): void;
}

/** All listed windows as thumbnails, of which only those in view are drawn. */
export function createGrid(on: GridHandlers, redraw: () => void) {
  const canvas = createCanvas();
  const space = h('div', { class: 'grid-space', attributes: { role: 'presentation' } });
  const view = h('div', { class: 'grid-view' }, canvas.element);
  const scroller = h('div', { class: 'grid-scroller' }, space);
  const element = h('div', { class: 'grid' }, view, scroller);
  let lasso: Rectangle | undefined;
  let revealed = -1;
  scroller.addEventListener('scroll', redraw, { passive: true });
  connectMouse();

  function shapeNow(model: Model): GridShape {
    return gridShape(scroller.clientWidth, model.order.windows.length);
  }

  function connectMouse(): void {
    /** Where a drag began, in the grid's own space, and what was selected then. */
    let begun: { x: number; y: number; before: ReadonlySet<number> } | undefined;
    const point = ({ clientX, clientY }: MouseEvent) => {
      const box = scroller.getBoundingClientRect();
      return { x: clientX - box.left, y: clientY - box.top + scroller.scrollTop };
    };
    scroller.addEventListener('pointerdown', (event) => {
      const model = on.model();
      const { x, y } = point(event);
      if (!model || event.button !== 0 || x >= scroller.clientWidth) return;
      scroller.setPointerCapture(event.pointerId);
      begun = { x, y, before: event.ctrlKey || event.metaKey ? model.selection : new Set() };
      const window = windowAt(model, x, y);
      if (window === undefined) return;
      if (event.shiftKey) model.select(between(model, model.anchor, window), window);
      else if (event.ctrlKey || event.metaKey) {
        const selection = new Set(model.selection);
        if (!selection.delete(window)) selection.add(window);
        model.setAnchor(window);
        model.select(selection, window);
      } else model.moveTo(window);
      revealed = window;
    });
    scroller.addEventListener('pointermove', (event) => {
      const model = on.model();
      if (!begun || !model) return;
      const { x, y } = point(event);
      if (!lasso && Math.hypot(x - begun.x, y - begun.y) < 6) return;
      const box = scroller.getBoundingClientRect();
      if (event.clientY < box.top + 20) scroller.scrollTop -= 16;
      if (event.clientY > box.bottom - 20) scroller.scrollTop += 16;
      lasso = { x0: begun.x, y0: begun.y, x1: x, y1: y };
      const { windows } = model.order;
      const inside = cellsIn(shapeNow(model), lasso).map((place) => windows[place]);
      model.select(new Set([...begun.before, ...inside]));
    });
    for (const type of ['pointerup', 'pointercancel'] as const)
      scroller.addEventListener(type, () => {
        begun = undefined;
        lasso = undefined;
        redraw();
      });
    scroller.addEventListener('dblclick', (event) => {
      const model = on.model();
      const { x, y } = point(event);
      const window = model && windowAt(model, x, y);
      if (window !== undefined) on.open(window);
    });
  }

  function windowAt(model: Model, x: number, y: number): number | undefined {
    const place = placeAt(shapeNow(model), x, y);
    return place === undefined ? undefined : model.order.windows[place];
  }

  /** Scrolls to the window the keyboard has moved to, once. */
  function reveal(model: Model, { columns, cellHeight }: GridShape): void {
    const { window } = model.state;
    if (window === revealed) return;
    revealed = window;
    const top = Math.floor(model.order.placeOf(window) / columns) * cellHeight;
    if (top < 0) return;
    if (top < scroller.scrollTop) scroller.scrollTop = top;
    else if (top + cellHeight > scroller.scrollTop + scroller.clientHeight)
      scroller.scrollTop = top + cellHeight - scroller.clientHeight;
  }

  return {
    element,
    shape: (model: Model) => shapeNow(model),
    /** Draws what is in view; returns the windows to have at hand, the seen ones first. */
    draw(model: Model, cache: SampleCache, range: Range | null, colours: Colours): number[] {
      const shape = shapeNow(model);
      const { columns, rows, cellWidth, cellHeight } = shape;
      space.style.height = `${rows * cellHeight}px`;
      reveal(model, shape);
      const begun = canvas.begin();
      if (!begun) return [];
      const { context } = begun;
      const { windows } = model.order;
      const top = scroller.scrollTop;
      const firstRow = Math.floor(top / cellHeight);
      const rowsSeen = Math.ceil(scroller.clientHeight / cellHeight) + 1;
      const first = firstRow * columns;
      const last = Math.min(windows.length, (firstRow + rowsSeen) * columns);
      for (let place = first; place < last; place++) {
        const window = windows[place];
        const value = model.probabilities?.[window];
        drawThumbnail(
          context,
          {
            samples: cache.get(window),
            score: model.scores[window],
            bookmarked: model.bookmarks.has(window),
            selected: model.selection.has(window),
            current: window === model.state.window,
            range,
            caption: value === undefined ? String(window + 1) : `p ${fixed(value, 2)} · ${window + 1}`,
          },
          {
            x: (place % columns) * cellWidth + 2,
            y: Math.floor(place / columns) * cellHeight - top + 2,
            width: cellWidth - 4,
            height: cellHeight - 4,
          },
          colours,
        );
      }
      if (lasso) drawLasso(context, lasso, top, colours);
      const spare = spareRows * columns;
      return [
        ...windows.subarray(first, last),
        ...windows.subarray(last, last + spare),
        ...windows.subarray(Math.max(0, first - spare), first),
      ];
    },
  };
}

function drawLasso(
  context: CanvasRenderingContext2D,
  { x0, y0, x1, y1 }: Rectangle,
  top: number,
  colours: Colours,
): void {
  context.fillStyle = faded(colours.selected, 0.15);
  context.strokeStyle = colours.selected;
  context.lineWidth = 1;
  const box = [Math.min(x0, x1), Math.min(y0, y1) - top, Math.abs(x1 - x0), Math.abs(y1 - y0)] as const;
  context.fillRect(...box);
  context.strokeRect(...box);
}
