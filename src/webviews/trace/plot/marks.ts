import type { Chart } from 'chart.js';
import { faded, type Theme } from '../../shared/theme';
import { firstAtLeast } from '../sorted';
import type { MarkedEvents, Scene } from './scene';

/** Pixels. */
const SIZE = 4;
const DISTANCE = 6;
/** With a smaller mean distance, events get strokes at the edge instead of triangles over their peaks. */
const CROWDED = 7;

/** A small triangle beyond the peak of each event: the selected one larger and filled, those of a preview in outline. */
export function drawMarks(chart: Chart, scene: Scene, theme: Theme): void {
  const { events, preview, stale } = scene;
  const { x, y } = chart.scales as Record<'x' | 'y', Chart['scales'][string]>;
  const ctx = chart.ctx;
  ctx.save();
  ctx.beginPath();
  ctx.rect(x!.left, y!.top, x!.right - x!.left, y!.bottom - y!.top);
  ctx.clip();
  ctx.setLineDash([]);
  if (events) drawEach(chart, scene, events, { colour: theme.event, outline: stale });
  else if (preview) drawEach(chart, scene, preview.events, { colour: theme.faint, outline: true });
  if (events) drawSelected(chart, scene, events, theme);
  ctx.restore();
}

function drawEach(
  { ctx, scales }: Chart,
  { view, rate_hz, selected }: Scene,
  events: MarkedEvents,
  { colour, outline }: { colour: string; outline: boolean },
): void {
  const { x, y } = scales as Record<'x' | 'y', Chart['scales'][string]>;
  const first = firstAtLeast(events.location, view.from);
  const last = firstAtLeast(events.location, view.to);
  const tight = (x!.right - x!.left) / Math.max(1, last - first) < CROWDED;
  ctx.fillStyle = colour;
  ctx.strokeStyle = colour;
  ctx.lineWidth = 1;
  for (let i = first; i < last; i++) {
    if (i === selected) continue;
    const px = x!.getPixelForValue(events.peak[i] / rate_hz);
    const away = awayFrom(events.direction[i]);
    if (tight) {
      const edge = away > 0 ? y!.bottom - 8 : y!.top;
      ctx.fillRect(px - 0.5, edge, 1, outline ? 4 : 8);
    } else triangle(ctx, px, tip(y!, events.peak_value[i], away), SIZE, away, outline);
  }
}

function drawSelected(
  { ctx, scales }: Chart,
  { selected, rate_hz }: Scene,
  events: MarkedEvents,
  theme: Theme,
): void {
  if (selected === null || selected >= events.location.length) return;
  const { x, y } = scales as Record<'x' | 'y', Chart['scales'][string]>;
  const away = awayFrom(events.direction[selected]);
  const px = x!.getPixelForValue(events.peak[selected] / rate_hz);
  const py = tip(y!, events.peak_value[selected], away);
  ctx.fillStyle = faded(theme.event, 0.25);
  ctx.fillRect(px - 1, y!.top, 2, y!.bottom - y!.top);
  ctx.fillStyle = theme.event;
  triangle(ctx, px, py, SIZE * 1.9, away);
  ctx.strokeStyle = theme.foreground;
  ctx.lineWidth = 1.5;
  ctx.stroke();
}

/** The side of the trace on which an event's mark lies; 1 is down. */
function awayFrom(direction: number): 1 | -1 {
  return direction < 0 ? 1 : -1;
}

/** Tip of a mark: just beyond the peak, clipped to the plot. */
function tip(y: Chart['scales'][string], value: number, away: number): number {
  const room = SIZE * 4;
  const at = y.getPixelForValue(value) + away * DISTANCE;
  return Math.min(y.bottom - room, Math.max(y.top + room, at));
}

/** A triangle with its point at (x, y), opening in direction `away` (1 is down). */
function triangle(
  ctx: CanvasRenderingContext2D,
  x: number,
  y: number,
  half: number,
  away: number,
  outline = false,
): void {
  ctx.beginPath();
  ctx.moveTo(x, y);
  ctx.lineTo(x - half, y + away * half * 1.7);
  ctx.lineTo(x + half, y + away * half * 1.7);
  ctx.closePath();
  if (outline) ctx.stroke();
  else ctx.fill();
}
