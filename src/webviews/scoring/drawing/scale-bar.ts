import { decimalsFor, fixed, withUnit } from '../../../common/text/numbers';
import type { Colours } from '../../shared/drawing/colours';
import type { CommonScale } from '../../shared/drawing/range';
import type { Box } from '../../shared/drawing/trace-line';

/** The longest bar that stands in thumbnails, as a share of their height. */
const LONGEST = 0.6;

/** The largest of 1, 2 and 5 times a power of ten up to `most`. */
export function roundBelow(most: number): number {
  const power = 10 ** Math.floor(Math.log10(most));
  const factor = [5, 2, 1].find((candidate) => candidate * power <= most * (1 + 1e-9)) ?? 1;
  return factor * power;
}

/**
 * An upright bar of a round amplitude at the right edge of `box`, with its length beside it.
 *
 * @param height of the traces that the scale is drawn in
 */
export function drawScaleBar(
  context: CanvasRenderingContext2D,
  { below, above }: CommonScale,
  unit: string,
  height: number,
  box: Box,
  colours: Colours,
): void {
  const amplitude = roundBelow((below + above) * LONGEST);
  const length = (amplitude / (below + above)) * height;
  const text = withUnit(fixed(amplitude, decimalsFor(amplitude)), unit);
  context.font = `11px ${colours.font}`;
  const width = context.measureText(text).width + 18;
  const plate = { x: box.x + box.width - width, y: box.y + box.height - length - 8 };
  context.fillStyle = colours.background;
  context.fillRect(plate.x, plate.y, width, length + 8);
  context.fillStyle = colours.foreground;
  context.fillRect(box.x + box.width - 8, plate.y + 4, 2, length);
  context.textAlign = 'right';
  context.textBaseline = 'middle';
  context.fillText(text, box.x + box.width - 12, plate.y + 4 + length / 2);
}
