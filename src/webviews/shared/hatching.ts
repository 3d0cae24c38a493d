export interface Box {
  left: number;
  right: number;
  top: number;
  bottom: number;
}

/**
 * Strokes across a box, rising at 45°, each cut off at its edges. What is left out is drawn so: a shade alone would
 * be a selection.
 *
 * @param step from one stroke to the next, along the lower edge
 * @returns ends of the strokes, x and y of the lower one first
 */
export function hatching(
  { left, right, top, bottom }: Box,
  step: number,
): [x0: number, y0: number, x1: number, y1: number][] {
  const strokes: [number, number, number, number][] = [];
  const height = bottom - top;
  // Counted from the canvas' own edge, so that the strokes stand still while one moves along.
  for (let n = Math.floor((left - height) / step); n * step < right; n++) {
    const from = Math.max(0, left - n * step);
    const to = Math.min(height, right - n * step);
    if (from < to) strokes.push([n * step + from, bottom - from, n * step + to, bottom - to]);
  }
  return strokes;
}
