import type { TraceWindow } from '../../../common/traces/trace-window';
import type { Point } from '../../shared/chart';
import { firstAtLeast } from '../sorted';
import type { Viewport } from '../viewport';

/** The points of a picture in the view, plus one on either side, with x in seconds. */
export function pointsIn(window: TraceWindow | undefined, view: Viewport, rate_hz: number): Point[] {
  if (!window) return [];
  const [first, last] = visiblePoints(window, view);
  const points = new Array<Point>(last - first);
  for (let i = first; i < last; i++) points[i - first] = { x: window.x[i] / rate_hz, y: window.y[i] };
  return points;
}

/** Smallest and largest value in the view; undefined without points there. */
export function extremesIn(
  window: TraceWindow | undefined,
  view: Viewport,
): readonly [number, number] | undefined {
  if (!window) return undefined;
  const [first, last] = visiblePoints(window, view);
  let min = Number.POSITIVE_INFINITY;
  let max = Number.NEGATIVE_INFINITY;
  for (let i = first; i < last; i++) {
    const y = window.y[i];
    if (y < min) min = y;
    if (y > max) max = y;
  }
  return min <= max ? [min, max] : undefined;
}

/** Indices of the points in the view, plus two on either side. */
export function visiblePoints(window: TraceWindow, view: Viewport): [first: number, last: number] {
  return [
    Math.max(0, firstAtLeast(window.x, view.from) - 2),
    Math.min(window.x.length, firstAtLeast(window.x, view.to) + 2),
  ];
}
