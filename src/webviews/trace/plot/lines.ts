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
    const { note } = scene.prediction;
    const name = note ? `probability · ${note}` : 'probability';
    const { width } = ctx.measureText(name);
    ctx.fillStyle = faded(theme.background, 0.8);
    ctx.fillRect(chartArea.left + 4, p.top, width + 4, theme.textSize);
    ctx.fillStyle = theme.faint;
    ctx.fillText(name, chartArea.left + 6, p.top);
    const isTried = scene.prediction.tried !== undefined;
    ctx.strokeStyle = isTried ? theme.foreground : theme.faint;
    ctx.lineWidth = 1;
    ctx.setLineDash(isTried ? [] : [4, 3]);
    const at = Math.round(p.getPixelForValue(scene.prediction.threshold)) + 0.5;
    ctx.beginPath();
    ctx.moveTo(chartArea.left, at);
    ctx.lineTo(chartArea.right, at);
    ctx.stroke();
    if (isTried) drawTried(chart, scene, theme, at);
  }
  ctx.setLineDash([]);
  if (!scene.events) drawWindow(chart, scene, theme);
  ctx.restore();
}

/** "0.62, 47 events" in the larger part of the lane. */
function drawTried({ ctx, chartArea, scales }: Chart, scene: Scene, theme: Theme, at: number): void {
  const { threshold, tried } = scene.prediction!;
  const lane = scales['p'];
  const text = [threshold.toFixed(2), ...(tried ? [tried] : [])].join(', ');
  const { width } = ctx.measureText(text);
  const isBelow = at - lane.top < lane.bottom - at;
  const top = isBelow ? at + 3 : at - theme.textSize - 4;
  ctx.fillStyle = faded(theme.background, 0.85);
  ctx.fillRect(chartArea.right - width - 12, top - 1, width + 8, theme.textSize + 3);
  ctx.fillStyle = theme.foreground;
  ctx.fillText(text, chartArea.right - width - 8, top);
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
