export interface Box {
  left: number;
  right: number;
  top: number;
  bottom: number;
}

/**
 * Strokes of a hatching in a box, rising at 45° and clipped to it. Excluded parts are hatched: shading alone means a
 * selection.
 *
 * @param step distance of strokes along the lower edge
 * @returns ends of the strokes, x and y of the lower end first
 */
export function hatching(
  { left, right, top, bottom }: Box,
  step: number,
): [x0: number, y0: number, x1: number, y1: number][] {
  const strokes: [number, number, number, number][] = [];
  const height = bottom - top;
  // Relative to the canvas' edge, so that the strokes do not move with the trace.
  for (let n = Math.floor((left - height) / step); n * step < right; n++) {
    const from = Math.max(0, left - n * step);
    const to = Math.min(height, right - n * step);
    if (from < to) strokes.push([n * step + from, bottom - from, n * step + to, bottom - to]);
  }
  return strokes;
}
