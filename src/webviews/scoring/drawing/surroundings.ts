import type { Surroundings } from '../../../common/api/engine/training';
import { createCanvas } from '../../shared/drawing/canvas';
import type { Colours } from '../../shared/drawing/colours';
import { rangeOf, widened } from '../../shared/drawing/range';
import { faded } from '../../shared/theme';

export type SurroundingsCanvas = ReturnType<typeof createSurroundingsCanvas>;

/** The recording around a window. */
export function createSurroundingsCanvas(element: HTMLCanvasElement) {
  const canvas = createCanvas(element);
  return {
    /** Columns that a trace is drawn in. */
    columns: () => Math.max(50, Math.round(element.parentElement!.clientWidth * window.devicePixelRatio)),
    /** @param current the window that is shown lies in these surroundings; else they are those of another */
    draw(surroundings: Surroundings, current: boolean, colours: Colours): void {
      const begun = canvas.begin();
      if (begun) drawTrace(begun.context, begun.width, begun.height, surroundings, current, colours);
    },
  };
}

function drawTrace(
  context: CanvasRenderingContext2D,
  width: number,
  height: number,
  { trace, from, to, window }: Surroundings,
  current: boolean,
  colours: Colours,
): void {
  const x = (sample: number) => ((sample - from) / (to - from)) * width;
  if (current) {
    context.fillStyle = faded(colours.selected, 0.25);
    context.fillRect(x(window.from), 0, Math.max(2, x(window.to) - x(window.from)), height);
  }
  const [low, high] = widened(rangeOf(Float32Array.from(trace.y)), 0.05);
  context.strokeStyle = current ? colours.raw : colours.grid;
  context.lineWidth = 1;
  context.beginPath();
  for (let i = 0; i < trace.x.length; i++)
    context.lineTo(x(trace.x[i]), height - ((trace.y[i] - low) / (high - low)) * height);
  context.stroke();
}
