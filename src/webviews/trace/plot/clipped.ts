import type { Chart } from 'chart.js';
import type { Theme } from '../../shared/theme';
import { visiblePoints } from './points';
import type { Scene } from './scene';

/** Minimum distance of carets in pixels. */
const DISTANCE = 9;

/** Carets at the edge where the axis clips the trace, with a hint how to see all of it. */
export function drawClipped(chart: Chart, scene: Scene, theme: Theme): void {
  const { raw, view, yRange, rate_hz, clippedText, borders } = scene;
  if (!raw || clippedText === undefined) return;
  const { ctx } = chart;
  const { x, y } = chart.scales;
  const [first, last] = visiblePoints(raw, view);
  const [min, max] = yRange;
  const previous = { top: Number.NEGATIVE_INFINITY, bottom: Number.NEGATIVE_INFINITY };
  ctx.save();
  ctx.fillStyle = theme.foreground;
  for (let i = first; i < last; i++) {
    const edge = raw.y[i] > max ? 'top' : raw.y[i] < min ? 'bottom' : undefined;
    const at = x.getPixelForValue(raw.x[i] / rate_hz);
    if (!edge || at < x.left || at > x.right || at - previous[edge] < DISTANCE) continue;
    previous[edge] = at;
    caret(ctx, at, y[edge], edge === 'top' ? 1 : -1);
  }
  if (Number.isFinite(Math.max(previous.top, previous.bottom))) {
    ctx.font = `${theme.textSize}px ${theme.font}`;
    ctx.textAlign = 'right';
    ctx.textBaseline = 'top';
    ctx.fillStyle = theme.background;
    const { width } = ctx.measureText(clippedText);
    // Below the numbers of sweeps.
    const top = y.top + (borders.length > 0 ? 9 + theme.textSize : 9);
    ctx.fillRect(x.right - width - 10, top - 2, width + 8, 16);
    ctx.fillStyle = theme.faint;
    ctx.fillText(clippedText, x.right - 6, top);
  }
  ctx.restore();
}

function caret(ctx: CanvasRenderingContext2D, x: number, edge: number, down: 1 | -1): void {
  ctx.beginPath();
  ctx.moveTo(x, edge);
  ctx.lineTo(x - 4, edge + down * 5);
  ctx.lineTo(x + 4, edge + down * 5);
  ctx.fill();
}
