import type { Chart } from 'chart.js';
import type { Theme } from '../../shared/theme';
import type { Scene } from './scene';

/** Gap between two joined sweeps in pixels, and minimum width of a sweep for its number. */
const GAP = 5;
const ROOM_FOR_NUMBER = 22;

/** Gaps between joined sweeps, which separate the traces, with the number of each sweep at its top. */
export function drawSweepBorders(chart: Chart, scene: Scene, theme: Theme): void {
  const { ctx, chartArea } = chart;
  const { left, right, top, bottom } = chartArea;
  const { borders, view, rate_hz } = scene;
  const inView = borders.filter((border) => border > view.from && border < view.to);
  // Hundreds of gaps would hide the trace.
  if (borders.length === 0 || inView.length > (right - left) / 12) return;
  const x = (sample: number) => Math.round(chart.scales['x'].getPixelForValue(sample / rate_hz));
  ctx.save();
  for (const border of inView) {
    const at = x(border);
    ctx.fillStyle = theme.background;
    ctx.fillRect(at - GAP / 2, top, GAP, bottom - top);
    ctx.fillStyle = theme.faint;
    ctx.fillRect(at - GAP / 2, top, 1, bottom - top);
    ctx.fillRect(at + GAP / 2, top, 1, bottom - top);
  }
  drawNumbers(chart, [left, ...inView.map(x)], borders.filter((border) => border <= view.from).length, theme);
  ctx.restore();
}

/** @param starts left edges of the sweeps in view */
function drawNumbers(
  { ctx, chartArea, scales }: Chart,
  starts: number[],
  before: number,
  theme: Theme,
): void {
  ctx.font = `${theme.textSize}px ${theme.font}`;
  ctx.textBaseline = 'top';
  ctx.fillStyle = theme.faint;
  for (const [i, start] of starts.entries()) {
    const end = starts[i + 1] ?? chartArea.right;
    if (end - start < ROOM_FOR_NUMBER) continue;
    ctx.fillText(String(before + i + 1), start + GAP, scales['y'].top + 2);
  }
}
