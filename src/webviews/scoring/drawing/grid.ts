import { probability } from '../../../common/text/numbers';
import { createCanvas } from '../../shared/drawing/canvas';
import type { Colours } from '../../shared/drawing/colours';
import type { CommonScale } from '../../shared/drawing/range';
import { drawThumbnail, traceHeight } from '../../shared/drawing/thumbnail';
import type { Box } from '../../shared/drawing/trace-line';
import { faded } from '../../shared/theme';
import { type GridShape, gridShape, type Rectangle } from '../grid-shape';
import type { SampleCache } from '../sample-cache';
import { type ScoredSet, shownProbabilities, shownScale } from '../scored-set';
import { drawScaleBar } from './scale-bar';

/** Rows that are fetched beyond the visible ones. */
const SPARE_ROWS = 3;
/** From one thumbnail to the next. */
const GAP = 4;

export interface GridElements {
  canvas: HTMLCanvasElement;
  /** As high as all rows: it makes the scroller scroll. */
  space: HTMLElement;
  scroller: HTMLElement;
}

export type Grid = ReturnType<typeof createGrid>;

/** All listed windows as thumbnails, of which only the visible ones are drawn. */
export function createGrid({ canvas: element, space, scroller }: GridElements) {
  const canvas = createCanvas(element);
  let revealed = -1;

  const shapeOf = ({ order }: ScoredSet): GridShape => gridShape(scroller.clientWidth, order.windows.length);

  /** Scrolls to the window that the keyboard has moved to, once. */
  function reveal(set: ScoredSet, { columns, cellHeight }: GridShape): void {
    const { window } = set.view;
    if (window === revealed) return;
    revealed = window;
    const top = Math.floor(set.order.placeOf(window) / columns) * cellHeight;
    if (top < 0) return;
    if (top < scroller.scrollTop) scroller.scrollTop = top;
    else if (top + cellHeight > scroller.scrollTop + scroller.clientHeight)
      scroller.scrollTop = top + cellHeight - scroller.clientHeight;
  }

  return {
    shapeOf,
    /** Rows that are visible as a whole. */
    pageRows: (set: ScoredSet) => Math.floor(scroller.clientHeight / shapeOf(set).cellHeight),
    /** The mouse has moved to a window: it is visible. */
    markRevealed(window: number): void {
      revealed = window;
    },
    /** Draws the visible windows; returns those to load, the visible ones first. */
    draw(set: ScoredSet, cache: SampleCache, lasso: Rectangle | undefined, colours: Colours): number[] {
      const shape = shapeOf(set);
      space.style.height = `${shape.rows * shape.cellHeight}px`;
      reveal(set, shape);
      const begun = canvas.begin();
      if (!begun) return [];
      const { context, width, height } = begun;
      const visible = visiblePlaces(shape, scroller);
      for (let place = visible.first; place < visible.last; place++)
        drawCell(context, set, cache, place, boxOf(shape, place, scroller.scrollTop), colours);
      const scale = shownScale(set);
      if (scale) drawBar(context, scale, set.set.unit, shape, { x: 0, y: 0, width, height }, colours);
      if (lasso) drawLasso(context, lasso, scroller.scrollTop, colours);
      return withSpare(set.order.windows, visible, SPARE_ROWS * shape.columns);
    },
  };
}

function visiblePlaces(shape: GridShape, scroller: HTMLElement): { first: number; last: number } {
  const firstRow = Math.floor(scroller.scrollTop / shape.cellHeight);
  const rows = Math.ceil(scroller.clientHeight / shape.cellHeight) + 1;
  return {
    first: firstRow * shape.columns,
    last: Math.min(shape.cells, (firstRow + rows) * shape.columns),
  };
}

function withSpare(
  windows: Int32Array,
  { first, last }: { first: number; last: number },
  spare: number,
): number[] {
  return [
    ...windows.subarray(first, last),
    ...windows.subarray(last, last + spare),
    ...windows.subarray(Math.max(0, first - spare), first),
  ];
}

function boxOf({ columns, cellWidth, cellHeight }: GridShape, place: number, top: number): Box {
  return {
    x: (place % columns) * cellWidth + GAP / 2,
    y: Math.floor(place / columns) * cellHeight - top + GAP / 2,
    width: cellWidth - GAP,
    height: cellHeight - GAP,
  };
}

function drawCell(
  context: CanvasRenderingContext2D,
  set: ScoredSet,
  cache: SampleCache,
  place: number,
  box: Box,
  colours: Colours,
): void {
  const window = set.order.windows[place];
  const p = shownProbabilities(set)?.[window];
  const thumbnail = {
    samples: cache.get(window),
    score: set.scores[window],
    bookmarked: set.bookmarks.has(window),
    selected: set.selection.has(window),
    current: window === set.view.window,
    scale: shownScale(set),
    caption: p === undefined ? String(window + 1) : `p ${probability(p)} · ${window + 1}`,
  };
  drawThumbnail(context, thumbnail, box, colours);
}

/** The amplitude that all cells share, in the lower right corner. */
function drawBar(
  context: CanvasRenderingContext2D,
  scale: CommonScale,
  unit: string,
  { cellHeight }: GridShape,
  box: Box,
  colours: Colours,
): void {
  const inner = { ...box, width: box.width - 16, height: box.height - 8 };
  drawScaleBar(context, scale, unit, traceHeight(cellHeight - GAP), inner, colours);
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
