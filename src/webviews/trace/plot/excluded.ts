import type { Chart } from 'chart.js';
import { faded, type Theme } from '../../shared/theme';
import type { Scene } from './scene';

/** Pixels from one stroke of the hatching to the next. */
const hatch = 8;

/** Hatching over the stretches that are left out: a shade alone would be a selection. */
export function drawExcluded({ ctx, chartArea, scales }: Chart, scene: Scene, theme: Theme): void {
  const x = scales['x']!;
  const { top, bottom, left, right } = chartArea;
  const at = (sample: number) => Math.min(right, Math.max(left, x.getPixelForValue(sample / scene.rate_hz)));
  for (const { from, to } of scene.excluded) {
    if (to < scene.view.from || from > scene.view.to) continue;
    const [start, width] = [at(from), Math.max(2, at(to) - at(from))];
    ctx.save();
    ctx.beginPath();
    ctx.rect(start, top, width, bottom - top);
    ctx.clip();
    ctx.fillStyle = theme.selectionFill;
    ctx.fillRect(start, top, width, bottom - top);
    ctx.strokeStyle = faded(theme.foreground, theme.highContrast ? 0.6 : 0.25);
    ctx.lineWidth = 1;
    ctx.beginPath();
    const height = bottom - top;
    // Anchored to the canvas, so that the strokes stand still while one moves along.
    const first = Math.floor((start - height) / hatch) * hatch;
    for (let offset = first; offset < start + width; offset += hatch) {
      ctx.moveTo(offset, bottom);
      ctx.lineTo(offset + height, top);
    }
    ctx.stroke();
    ctx.restore();
  }
}
