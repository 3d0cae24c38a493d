import type { Chart } from 'chart.js';
import { liesIn } from '../../../common/traces/sample-ranges';
import type { TraceWindow } from '../../../common/traces/trace-window';
import type { Theme } from '../../shared/theme';
import { visiblePoints } from './points';
import type { Scene } from './scene';
import { clipTo, unreadIn } from './unread';

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
