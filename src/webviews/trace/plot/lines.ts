import type { Chart } from 'chart.js';
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
  ctx.restore();
}
