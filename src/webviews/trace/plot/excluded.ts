import type { Chart } from 'chart.js';
import { hatching } from '../../shared/drawing/hatching';
import type { Theme } from '../../shared/theme';
import type { Scene } from './scene';

/** Pixels from one stroke of the hatching to the next. */
const STEP = 8;

/** Hatching over excluded intervals. */
export function drawExcluded({ ctx, chartArea, scales }: Chart, scene: Scene, theme: Theme): void {
  const x = scales['x'];
  const { top, bottom } = chartArea;
  const at = (sample: number) =>
    Math.min(chartArea.right, Math.max(chartArea.left, x.getPixelForValue(sample / scene.rate_hz)));
  ctx.save();
  ctx.fillStyle = theme.selectionFill;
  ctx.strokeStyle = theme.hatching;
  ctx.lineWidth = 1;
  for (const { from, to } of scene.excluded) {
    if (to < scene.view.from || from > scene.view.to) continue;
    const left = at(from);
    const right = Math.max(left + 2, at(to));
    ctx.fillRect(left, top, right - left, bottom - top);
    ctx.beginPath();
    for (const [x0, y0, x1, y1] of hatching({ left, right, top, bottom }, STEP)) {
      ctx.moveTo(x0, y0);
      ctx.lineTo(x1, y1);
    }
    ctx.stroke();
  }
  ctx.restore();
}
