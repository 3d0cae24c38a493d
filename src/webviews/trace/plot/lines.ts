import type { Chart } from 'chart.js';
import { duration } from '../../../common/text/duration';
import type { Theme } from '../../shared/theme';
import type { Scene } from './scene';

/** What stands still in the plot: borders of joined sweeps, comments, the threshold of the prediction. */
export function drawLines(chart: Chart, scene: Scene, theme: Theme): void {
  const { x, p } = chart.scales;
  const { left, right, top, bottom } = chart.chartArea;
  const ctx = chart.ctx;
  ctx.save();
  ctx.lineWidth = 1;
  ctx.font = `11px ${theme.font}`;
  ctx.textBaseline = 'top';
  const upright = (sample: number) => {
    const at = Math.round(x!.getPixelForValue(sample / scene.rate_hz)) + 0.5;
    if (at < left || at > right) return undefined;
    ctx.beginPath();
    ctx.moveTo(at, top);
    ctx.lineTo(at, bottom);
    ctx.stroke();
    return at;
  };

  ctx.strokeStyle = theme.grid;
  const visible = scene.borders.filter((border) => border > scene.view.from && border < scene.view.to);
  // Hundreds of borders would hide the trace.
  if (visible.length < (right - left) / 12) visible.forEach(upright);

  ctx.strokeStyle = theme.faint;
  ctx.fillStyle = theme.faint;
  ctx.setLineDash([2, 4]);
  for (const { sample, comment } of scene.tags) {
    const at = upright(sample);
    if (at !== undefined) ctx.fillText(comment, at + 3, (p?.bottom ?? top) + 2, Math.max(20, right - at - 6));
  }
  if (scene.prediction && p) {
    const at = Math.round(p.getPixelForValue(scene.prediction.threshold)) + 0.5;
    ctx.setLineDash([4, 3]);
    ctx.beginPath();
    ctx.moveTo(left, at);
    ctx.lineTo(right, at);
    ctx.stroke();
  }
  ctx.setLineDash([]);
  if (!scene.events) drawWindow(chart, scene, theme);
  ctx.restore();
}

/** How long the detection's window is beside the trace's own events: the first thing to get right. */
function drawWindow({ ctx, chartArea, scales }: Chart, scene: Scene, theme: Theme): void {
  const { left, right, bottom } = chartArea;
  const width = scales['x'].getPixelForValue(scene.window / scene.rate_hz) - scales['x'].getPixelForValue(0);
  if (width < 10 || width > (right - left) * 0.8) return;
  const [x, y] = [left + 12, bottom - 12];
  ctx.strokeStyle = theme.event;
  ctx.lineWidth = 2;
  ctx.beginPath();
  ctx.moveTo(x, y - 4);
  ctx.lineTo(x, y);
  ctx.lineTo(x + width, y);
  ctx.lineTo(x + width, y - 4);
  ctx.stroke();
  ctx.fillStyle = theme.foreground;
  ctx.textBaseline = 'bottom';
  ctx.fillText(`window ${duration(scene.window / scene.rate_hz)}`, x + 4, y - 3);
}
