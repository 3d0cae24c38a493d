import type { Colours } from './colours';
import { markOf } from './score-marks';
import type { Box } from './trace-line';

/** The shape of a score, drawn rather than typed, so that it is the same on every machine. */
export function drawShape(
  context: CanvasRenderingContext2D,
  score: number,
  x: number,
  y: number,
  size: number,
  colours: Colours,
): void {
  const colour = colours.score.of(score);
  const half = size / 2;
  context.save();
  context.strokeStyle = colour;
  context.fillStyle = colour;
  context.lineWidth = Math.max(1.5, size / 6);
  context.beginPath();
  if (score === 0) {
    context.moveTo(x - half, y - half);
    context.lineTo(x + half, y + half);
    context.moveTo(x + half, y - half);
    context.lineTo(x - half, y + half);
    context.stroke();
  } else if (score === 2) {
    context.font = `bold ${size * 1.5}px ${colours.font}`;
    context.textAlign = 'center';
    context.textBaseline = 'middle';
    context.fillText(markOf(score).shape, x, y);
  } else {
    context.arc(x, y, half, 0, 2 * Math.PI);
    if (score === 1) context.fill();
    else context.stroke();
  }
  context.restore();
}

/** Frame of a window by its score: solid once scored, dashed before. */
export function drawFrame(
  context: CanvasRenderingContext2D,
  score: number,
  { x, y, width, height }: Box,
  thickness: number,
  colours: Colours,
): void {
  context.save();
  context.strokeStyle = colours.score.of(score);
  context.lineWidth = score === -1 ? 1 : thickness;
  if (score === -1) context.setLineDash([4, 4]);
  const inset = context.lineWidth / 2;
  context.strokeRect(x + inset, y + inset, width - 2 * inset, height - 2 * inset);
  context.restore();
}

/** A ribbon hanging from the upper edge. */
export function drawBookmark(
  context: CanvasRenderingContext2D,
  x: number,
  y: number,
  size: number,
  colours: Colours,
): void {
  context.fillStyle = colours.selected;
  context.beginPath();
  context.moveTo(x, y);
  context.lineTo(x + size * 0.6, y);
  context.lineTo(x + size * 0.6, y + size);
  context.lineTo(x + size * 0.3, y + size * 0.75);
  context.lineTo(x, y + size);
  context.fill();
}
