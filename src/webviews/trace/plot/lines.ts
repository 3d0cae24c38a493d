import type { Chart } from 'chart.js';
import { duration } from '../../../common/text/duration';
import { faded, type Theme } from '../../shared/theme';
import type { Scene } from './scene';

/** Annotations of the axes: the probability's threshold and name, and the caption. */
export function drawLines(chart: Chart, scene: Scene, theme: Theme): void {
  const { ctx, chartArea } = chart;
  const { p, y } = chart.scales;
  ctx.save();
  ctx.font = `${theme.textSize}px ${theme.font}`;
  ctx.textBaseline = 'top';
  ctx.fillStyle = theme.faint;
  if (scene.caption) ctx.fillText(scene.caption, chartArea.left + 6, y.top + 2);
  if (scene.prediction && p) {
    const { width } = ctx.measureText('probability');
    ctx.fillStyle = faded(theme.background, 0.8);
    ctx.fillRect(chartArea.left + 4, p.top, width + 4, theme.textSize);
    ctx.fillStyle = theme.faint;
    ctx.fillText('probability', chartArea.left + 6, p.top);
    ctx.strokeStyle = theme.faint;
    ctx.lineWidth = 1;
    ctx.setLineDash([4, 3]);
    const at = Math.round(p.getPixelForValue(scene.prediction.threshold)) + 0.5;
    ctx.beginPath();
    ctx.moveTo(chartArea.left, at);
    ctx.lineTo(chartArea.right, at);
    ctx.stroke();
  }
  ctx.setLineDash([]);
  if (!scene.events) drawWindow(chart, scene, theme);
  ctx.restore();
}

/** Length of the detection window, drawn beside the events: the most important parameter. */
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
  ctx.fillText(`detection window ${duration(scene.window / scene.rate_hz)}`, x + 4, y - 3);
}
