import type { Chart } from 'chart.js';
import { significant, withUnit } from '../../../common/text/numbers';
import { faded, type Theme } from '../../shared/theme';
import type { Scene } from './scene';

/** Minimum width of an event in pixels, for its measures to be distinguishable. */
const LEAST_WIDTH = 24;

/** Search region of the selected event, behind the trace. */
export function drawRegion({ ctx, chartArea, scales }: Chart, scene: Scene, theme: Theme): void {
  const { events, selected, rate_hz } = scene;
  if (!events || selected === null || selected >= events.location.length) return;
  const at = (sample: number) =>
    Math.min(chartArea.right, Math.max(chartArea.left, scales['x'].getPixelForValue(sample / rate_hz)));
  const [from, to] = [at(events.region_from[selected]), at(events.region_to[selected])];
  if (to - from < LEAST_WIDTH) return;
  const { top, bottom } = scales['y'];
  ctx.fillStyle = theme.selectionFill;
  ctx.fillRect(from, top, to - from, bottom - top);
}

/** Measures of the selected event: its baseline, onset, peak and half decay. Drawn only if it is wide enough. */
export function drawMeasures(chart: Chart, scene: Scene, theme: Theme): void {
  const { events, selected, rate_hz } = scene;
  if (!events || selected === null || selected >= events.location.length) return;
  const { x, y } = chart.scales as Record<'x' | 'y', Chart['scales'][string]>;
  const px = (sample: number) => x!.getPixelForValue(sample / rate_hz);
  const py = (value: number) => y!.getPixelForValue(value);
  const [from, to] = [px(events.baseline_from[selected]), px(events.halfdecay[selected])];
  const peakX = px(events.peak[selected]);
  if (!((Number.isNaN(to) ? peakX : to) - from >= LEAST_WIDTH)) return;

  const ctx = chart.ctx;
  ctx.save();
  ctx.beginPath();
  ctx.rect(x!.left, y!.top, x!.right - x!.left, y!.bottom - y!.top);
  ctx.clip();

  const baseline = events.baseline[selected];
  const peak = baseline + events.amplitude[selected];
  ctx.strokeStyle = theme.event;
  ctx.setLineDash([]);
  ctx.lineWidth = 2;
  line(ctx, from, py(baseline), px(events.baseline_to[selected]), py(baseline));
  ctx.lineWidth = 1;
  ctx.setLineDash([3, 3]);
  line(ctx, px(events.baseline_to[selected]), py(baseline), peakX, py(baseline));
  line(ctx, peakX, py(baseline), peakX, py(peak));
  ctx.setLineDash([]);

  const half = baseline + events.amplitude[selected] / 2;
  point(ctx, px(events.onset[selected]), py(baseline), theme);
  point(ctx, peakX, py(peak), theme);
  point(ctx, px(events.halfdecay[selected]), py(half), theme);
  label(
    ctx,
    peakX + 14,
    py(peak) + Math.sign(py(peak) - py(baseline)) * 14,
    withUnit(significant(events.amplitude[selected]), scene.unit),
    theme,
  );
  ctx.restore();
}

function line(ctx: CanvasRenderingContext2D, x0: number, y0: number, x1: number, y1: number): void {
  ctx.beginPath();
  ctx.moveTo(x0, y0);
  ctx.lineTo(x1, y1);
  ctx.stroke();
}

function point(ctx: CanvasRenderingContext2D, x: number, y: number, theme: Theme): void {
  if (!Number.isFinite(x + y)) return;
  ctx.beginPath();
  ctx.arc(x, y, 3.5, 0, 2 * Math.PI);
  ctx.fillStyle = theme.background;
  ctx.fill();
  ctx.lineWidth = 2;
  ctx.stroke();
}

function label(ctx: CanvasRenderingContext2D, x: number, y: number, text: string, theme: Theme): void {
  ctx.font = `${theme.textSize}px ${theme.font}`;
  ctx.textBaseline = 'middle';
  ctx.lineWidth = 4;
  ctx.strokeStyle = faded(theme.background, 0.85);
  ctx.strokeText(text, x, y);
  ctx.fillStyle = theme.foreground;
  ctx.fillText(text, x, y);
}
