import type { FilteredEvent } from '../../../common/api/engine/previews';
import type { TraceWindow } from '../../../common/traces/trace-window';
import { faded, type Theme } from '../../shared/theme';

/** Picture of an event with one smoothing, with the events found. */
export interface Cell {
  from: number;
  to: number;
  raw: TraceWindow;
  filtered: TraceWindow;
  gradient: TraceWindow;
  threshold: number;
  events: readonly FilteredEvent[];
  /** Common to all cells of a row. */
  range: readonly [number, number];
  gradientRange: readonly [number, number];
  /** Direction from peaks to their marks: 1 is down. */
  away: 1 | -1;
}

/** Fraction of the height for the trace; the gradient has the rest. */
const TRACE_SHARE = 0.62;
const MARK = 5;

/** Raw trace pale, filtered over it, below the gradient with its threshold; a line through both for each event. */
export function drawCell(
  context: CanvasRenderingContext2D,
  width: number,
  height: number,
  cell: Cell,
  theme: Theme,
): void {
  const split = Math.round(height * TRACE_SHARE);
  const x = (sample: number) => ((sample - cell.from) / (cell.to - cell.from)) * width;
  const scale =
    ([low, high]: readonly [number, number], top: number, bottom: number) =>
    (value: number) =>
      bottom - ((value - low) / (high - low || 1)) * (bottom - top);
  const y = scale(cell.range, 4, split - 4);
  const g = scale(cell.gradientRange, split + 4, height - 3);

  context.lineWidth = 1;
  context.strokeStyle = theme.grid;
  stroke(context, [0, split + 0.5], [width, split + 0.5]);
  for (const { location, overlaps } of cell.events) {
    context.strokeStyle = faded(theme.event, overlaps ? 0.9 : 0.45);
    context.setLineDash(overlaps ? [] : [2, 3]);
    stroke(context, [x(location), 2], [x(location), height]);
  }
  context.setLineDash([]);
  context.strokeStyle = theme.rawFar;
  line(context, cell.raw, x, y);
  context.lineWidth = 1.5;
  context.strokeStyle = theme.filtered;
  line(context, cell.filtered, x, y);
  context.strokeStyle = theme.model;
  context.save();
  context.beginPath();
  context.rect(0, split + 1, width, height - split - 1);
  context.clip();
  line(context, cell.gradient, x, g);
  context.lineWidth = 1;
  context.strokeStyle = theme.foreground;
  context.setLineDash([4, 3]);
  stroke(context, [0, g(cell.threshold)], [width, g(cell.threshold)]);
  context.restore();
  context.setLineDash([]);
  drawMarks(context, cell, x, y, split, theme);
}

/** A filled triangle at each peak; overlapping events are joined by a bar. */
function drawMarks(
  context: CanvasRenderingContext2D,
  { events, filtered, away }: Cell,
  x: (sample: number) => number,
  y: (value: number) => number,
  split: number,
  theme: Theme,
): void {
  context.fillStyle = theme.event;
  const tips = events.map(({ peak, overlaps }) => {
    const tip = Math.min(split - 12, Math.max(12, y(valueAt(filtered, peak)) + away * 5));
    context.beginPath();
    context.moveTo(x(peak), tip);
    context.lineTo(x(peak) - MARK, tip + away * MARK * 1.5);
    context.lineTo(x(peak) + MARK, tip + away * MARK * 1.5);
    context.closePath();
    context.fill();
    return { at: x(peak), overlaps };
  });
  context.strokeStyle = theme.event;
  context.lineWidth = 2;
  const bar = away > 0 ? split - 3 : 3;
  const joined = tips.filter(({ overlaps }) => overlaps);
  if (joined.length > 1) stroke(context, [joined[0].at, bar], [joined.at(-1)!.at, bar]);
}

function stroke(context: CanvasRenderingContext2D, [x0, y0]: number[], [x1, y1]: number[]): void {
  context.beginPath();
  context.moveTo(x0!, y0!);
  context.lineTo(x1!, y1!);
  context.stroke();
}

function line(
  context: CanvasRenderingContext2D,
  window: TraceWindow,
  x: (sample: number) => number,
  y: (value: number) => number,
): void {
  context.beginPath();
  for (let i = 0; i < window.x.length; i++) context.lineTo(x(window.x[i]), y(window.y[i]));
  context.stroke();
}

function valueAt(window: TraceWindow, sample: number): number {
  const i = window.x.findIndex((x) => x >= sample);
  return window.y[i < 0 ? window.y.length - 1 : i] ?? 0;
}
