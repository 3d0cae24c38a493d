import type { Chart } from 'chart.js';
import { count } from '../../../common/text/numbers';
import type { Theme } from '../../shared/theme';
import { channelAxis } from './channel-axis';
import type { Scene } from './scene';

/** Names of what is drawn beside the trace: channels at the top of their axes, and what is laid over the trace. */
export function drawNames(chart: Chart, { channels = [], overlay, channel }: Scene, theme: Theme): void {
  const { ctx, chartArea, scales } = chart;
  ctx.save();
  ctx.font = `${theme.textSize}px ${theme.font}`;
  ctx.textBaseline = 'top';
  ctx.fillStyle = theme.foreground;
  const left = chartArea.left + 6;
  if (channels.length > 0 && channel) ctx.fillText(channel, left, scales['y'].top + 2);
  for (const [i, { name }] of channels.entries()) {
    const { top } = scales[channelAxis(i)];
    ctx.fillText(name, left, top + 2);
    ctx.fillStyle = theme.grid;
    ctx.fillRect(chartArea.left, Math.round(top), chartArea.right - chartArea.left, 1);
    ctx.fillStyle = theme.foreground;
  }
  if (overlay)
    drawOverlayNames(ctx, overlay, { right: chartArea.right - 6, top: scales['y'].top + 2 }, theme);
  ctx.restore();
}

/** "4 sweeps, mean of 4", the mean in the colour of its line. */
function drawOverlayNames(
  ctx: CanvasRenderingContext2D,
  { sweeps, mean, count: all }: NonNullable<Scene['overlay']>,
  { right, top }: { right: number; top: number },
  theme: Theme,
): void {
  ctx.textAlign = 'right';
  const drawn = sweeps.length + 1;
  const meanText = mean ? `mean of ${all}` : '';
  ctx.fillStyle = theme.filtered;
  ctx.fillText(meanText, right, top);
  ctx.fillStyle = theme.foreground;
  const sweepsText = drawn < all ? `${drawn} of ${count(all, 'sweep')}` : count(drawn, 'sweep');
  ctx.fillText(mean ? `${sweepsText}, ` : sweepsText, right - ctx.measureText(meanText).width, top);
}
