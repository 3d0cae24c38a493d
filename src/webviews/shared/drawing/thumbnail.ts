import { faded } from '../theme';
import { drawBookmark, drawShape } from './badge';
import type { Colours } from './colours';
import { type CommonScale, shownRange } from './range';
import { type Box, traceLine } from './trace-line';

/** A window, small: its trace in the colour of its score, the score's shape in the corner. */
export interface Thumbnail {
  samples: Float32Array | undefined;
  score: number;
  bookmarked: boolean;
  selected: boolean;
  current: boolean;
  /** null: its own. */
  scale: CommonScale | null;
  /** Below the trace, such as its number. */
  caption: string;
}

/** Room for frame and caption. */
const [margin, below] = [4, 16];

/** Height of the trace in a thumbnail of a height. */
export function traceHeight(height: number): number {
  return height - margin - below;
}

export function drawThumbnail(
  context: CanvasRenderingContext2D,
  thumbnail: Thumbnail,
  box: Box,
  colours: Colours,
): void {
  const { samples, score } = thumbnail;
  if (thumbnail.selected) {
    context.fillStyle = faded(colours.selected, 0.28);
    context.fillRect(box.x, box.y, box.width, box.height);
  }
  const inner = {
    x: box.x + margin,
    y: box.y + margin,
    width: box.width - 2 * margin,
    height: traceHeight(box.height),
  };
  if (samples) {
    context.save();
    context.beginPath();
    context.rect(box.x, box.y, box.width, box.height - 14);
    context.clip();
    context.strokeStyle = score === -1 ? colours.raw : colours.score.of(score);
    context.lineWidth = 1;
    traceLine(context, samples, inner, shownRange(samples, thumbnail.scale, 0.05));
    context.restore();
  }
  drawShape(context, score, box.x + 10, box.y + box.height - 9, 7, colours);
  context.fillStyle = colours.faint;
  context.font = `10px ${colours.font}`;
  context.textAlign = 'right';
  context.textBaseline = 'middle';
  context.fillText(thumbnail.caption, box.x + box.width - 5, box.y + box.height - 8.5, box.width - 22);
  if (thumbnail.bookmarked) drawBookmark(context, box.x + box.width - 14, box.y + 1, 12, colours);
  context.strokeStyle = thumbnail.current || thumbnail.selected ? colours.selected : colours.grid;
  context.lineWidth = thumbnail.current ? 2 : 1;
  context.strokeRect(box.x + 1, box.y + 1, box.width - 2, box.height - 2);
}
