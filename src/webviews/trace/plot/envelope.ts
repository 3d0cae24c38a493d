import type { Chart } from 'chart.js';
import { liesIn, type SampleRange } from '../../../common/traces/sample-ranges';
import type { TraceWindow } from '../../../common/traces/trace-window';
import type { Point } from '../../shared/chart';
import { hatching } from '../../shared/drawing/hatching';
import type { Theme } from '../../shared/theme';
import type { Viewport } from '../viewport';
import { visiblePoints } from './points';
import type { Scene } from './scene';

/** Number of columns on either side for the usual extent. */
const AROUND = 10;

/**
 * Whether the trace is seen from so far that an event is a spike. Then the envelope of all samples is drawn pale and
 * the usual extent of the trace over it, so that what exceeds it stands out.
 */
export function isFar({ raw, filtered, view, window }: Scene, columns: number): boolean {
  const windowWidth = window / ((view.to - view.from) / columns);
  return raw?.kind === 'extremes' && !filtered && window > 0 && windowWidth < 6;
}

const extents = new WeakMap<TraceWindow, Float32Array>();

/** Cached per picture, since it is drawn in every frame. */
function extentOf(picture: TraceWindow): Float32Array {
  const cached = extents.get(picture);
  if (cached) return cached;
  const extent = usualExtent(picture.y);
  extents.set(picture, extent);
  return extent;
}

/**
 * The usual extent of a trace: in each column, the medians of the minima and maxima around it, within the column's own.
 *
 * @param y a minimum and a maximum for each column
 */
export function usualExtent(y: ArrayLike<number>): Float32Array {
  const pairs = y.length >> 1;
  const extent = new Float32Array(pairs * 2);
  const [low, high] = [new Float32Array(pairs), new Float32Array(pairs)];
  for (let i = 0; i < pairs; i++) {
    const [a, b] = [y[2 * i], y[2 * i + 1]];
    low[i] = Math.min(a, b);
    high[i] = Math.max(a, b);
  }
  for (let i = 0; i < pairs; i++) {
    const [from, to] = [Math.max(0, i - AROUND), Math.min(pairs, i + AROUND + 1)];
    const bottom = Math.max(low[i], medianOf(low.slice(from, to)));
    const top = Math.min(high[i], medianOf(high.slice(from, to)));
    extent[2 * i] = Math.min(bottom, high[i]);
    extent[2 * i + 1] = Math.max(top, low[i]);
  }
  return extent;
}

function medianOf(values: Float32Array): number {
  return values.sort()[values.length >> 1];
}

/** The usual extent of the trace over its pale envelope. */
export function drawUsualExtent(chart: Chart, scene: Scene, theme: Theme): void {
  const { raw, view, rate_hz } = scene;
  const { ctx, scales } = chart;
  const { x, y } = scales;
  if (!raw || !isFar(scene, x.width * window.devicePixelRatio)) return;
  const unread = unreadIn(raw);
  const [first, last] = visiblePoints(raw, view);
  const extent = extentOf(raw);
  ctx.save();
  clipTo(ctx, x, y);
  ctx.strokeStyle = theme.raw;
  ctx.lineWidth = 1 / Math.max(1, window.devicePixelRatio / 1.5);
  ctx.beginPath();
  for (let i = first & ~1; i + 1 < last; i += 2) {
    if (liesIn(unread, raw.x[i])) continue;
    const at = x.getPixelForValue(raw.x[i] / rate_hz);
    const [bottom, top] = [y.getPixelForValue(extent[i]), y.getPixelForValue(extent[i + 1])];
    ctx.moveTo(at, bottom);
    ctx.lineTo(at, Math.min(top, bottom - 1));
  }
  ctx.stroke();
  ctx.restore();
}

/** Where a picture shows a few samples of many, sorted and non-overlapping. */
export function unreadIn(picture: TraceWindow | undefined): readonly SampleRange[] {
  if (!picture || picture.exact) return [];
  return picture.unread ?? [{ from: Number.NEGATIVE_INFINITY, to: Number.POSITIVE_INFINITY }];
}

/** How much of the view is read, 0…1. */
export function shareRead(picture: TraceWindow | undefined, { from, to }: Viewport): number {
  const unread = unreadIn(picture).reduce(
    (sum, range) => sum + Math.max(0, Math.min(range.to, to) - Math.max(range.from, from)),
    0,
  );
  return 1 - unread / Math.max(1, to - from);
}

/** The points of a picture that stand for all samples of their column, and those that do not: each a broken line. */
export function splitByUnread(
  points: Point[],
  unread: readonly SampleRange[],
  rate_hz: number,
): { read: Point[]; glimpsed: Point[] } {
  if (unread.length === 0) return { read: points, glimpsed: [] };
  const isUnread = points.map(({ x }) => liesIn(unread, x * rate_hz));
  const only = (wanted: boolean) =>
    points.map(({ x, y }, i) => ({ x, y: isUnread[i] === wanted ? y : Number.NaN }));
  return { read: only(false), glimpsed: only(true) };
}

/** Hatches what is not read yet, and says how much is. `rate_hz` 1 where the axis counts samples. */
export function drawUnread(
  chart: Chart,
  picture: TraceWindow | undefined,
  { view, rate_hz }: { view: Viewport; rate_hz: number },
  theme: Theme,
): void {
  const share = shareRead(picture, view);
  if (share >= 1) return;
  const { ctx } = chart;
  const { x, y } = chart.scales;
  const pixel = (sample: number) => Math.min(Math.max(x.getPixelForValue(sample / rate_hz), x.left), x.right);
  ctx.save();
  clipTo(ctx, x, y);
  ctx.strokeStyle = theme.hatching;
  ctx.lineWidth = 1;
  ctx.beginPath();
  for (const { from, to } of unreadIn(picture)) {
    const box = {
      left: pixel(Math.max(from, view.from)),
      right: pixel(Math.min(to, view.to)),
      top: y.top,
      bottom: y.bottom,
    };
    for (const [x0, y0, x1, y1] of hatching(box, 12)) {
      ctx.moveTo(x0, y0);
      ctx.lineTo(x1, y1);
    }
  }
  ctx.stroke();
  if (y.bottom - y.top > 60)
    drawText(ctx, `Reading the recording: ${Math.floor(share * 100)} %`, x, y.top, theme);
  ctx.restore();
}

function drawText(
  ctx: CanvasRenderingContext2D,
  text: string,
  { left, right }: { left: number; right: number },
  top: number,
  theme: Theme,
): void {
  ctx.font = `${theme.textSize}px ${theme.font}`;
  ctx.textBaseline = 'top';
  ctx.textAlign = 'center';
  const middle = (left + right) / 2;
  const { width } = ctx.measureText(text);
  ctx.fillStyle = theme.background;
  ctx.fillRect(middle - width / 2 - 6, top + 2, width + 12, 18);
  ctx.fillStyle = theme.foreground;
  ctx.fillText(text, middle, top + 5);
}

/** Clips to the part of the canvas where the trace is. */
function clipTo(ctx: CanvasRenderingContext2D, x: Chart['scales'][string], y: Chart['scales'][string]): void {
  ctx.beginPath();
  ctx.rect(x.left, y.top, x.right - x.left, y.bottom - y.top);
  ctx.clip();
}
