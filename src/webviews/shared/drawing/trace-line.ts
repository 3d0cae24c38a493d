import type { Range } from './range';

/** A rectangle of a canvas, in CSS pixels. */
export interface Box {
  x: number;
  y: number;
  width: number;
  height: number;
}

/** The line of a window's samples in a box: at most two points a pixel, none lost that is an extreme. */
export function traceLine(
  context: CanvasRenderingContext2D,
  samples: Float32Array,
  box: Box,
  [low, high]: Range,
): void {
  const scale = box.height / (high - low);
  const y = (value: number) => box.y + (high - value) * scale;
  const columns = Math.max(1, Math.round(box.width * 1.5));
  context.beginPath();
  if (samples.length <= 2 * columns) {
    const step = box.width / Math.max(1, samples.length - 1);
    for (let i = 0; i < samples.length; i++) context.lineTo(box.x + i * step, y(samples[i]));
  } else {
    for (let c = 0; c < columns; c++) {
      const from = Math.floor((c * samples.length) / columns);
      const to = Math.floor(((c + 1) * samples.length) / columns);
      let [least, most] = [samples[from], samples[from]];
      for (let i = from + 1; i < to; i++) {
        const sample = samples[i];
        if (sample < least) least = sample;
        if (sample > most) most = sample;
      }
      const x = box.x + ((c + 0.5) * box.width) / columns;
      context.lineTo(x, y(most));
      context.lineTo(x, y(least));
    }
  }
  context.stroke();
}
