import type { Theme } from '../../shared/theme';
import type { Picture, Stroke } from './picture';

type Context = CanvasRenderingContext2D | OffscreenCanvasRenderingContext2D;

/** Paints a picture on a canvas whose size in pixels is the picture's times `scale`. */
export function paint(context: Context, picture: Picture, colours: Theme, scale: number): void {
  const { width, height, size, frame, strokes } = picture;
  context.setTransform(scale, 0, 0, scale, 0, 0);
  context.clearRect(0, 0, width, height);
  context.font = `${size}px ${colours.font}`;
  context.textBaseline = 'alphabetic';
  context.lineJoin = 'round';
  for (const stroke of strokes) {
    context.save();
    if (stroke.kind !== 'text' && stroke.clipped) {
      context.beginPath();
      context.rect(frame.left, frame.top, frame.right - frame.left, frame.bottom - frame.top);
      context.clip();
    }
    draw(context, stroke, size, colours);
    context.restore();
  }
}

function draw(context: Context, stroke: Stroke, size: number, colours: Theme): void {
  context.strokeStyle = colours[stroke.ink];
  context.fillStyle = colours[stroke.ink];
  switch (stroke.kind) {
    case 'path': {
      const { points, width, dashed, closed } = stroke;
      context.beginPath();
      for (let i = 0; i < points.length; i += 2) context.lineTo(points[i], points[i + 1]);
      context.lineWidth = width;
      context.setLineDash(dashed ? [4 * width, 3 * width] : []);
      if (closed) context.fill();
      else context.stroke();
      break;
    }
    case 'box':
      context.fillRect(stroke.x, stroke.y, stroke.width, stroke.height);
      break;
    case 'text':
      context.textAlign = ({ start: 'left', middle: 'center', end: 'right' } as const)[stroke.anchor];
      context.translate(stroke.x, stroke.y);
      if (stroke.turned) context.rotate(-Math.PI / 2);
      if (stroke.haloed) {
        context.strokeStyle = colours.background;
        context.lineWidth = size / 4;
        context.strokeText(stroke.text, 0, 0);
      }
      context.fillText(stroke.text, 0, 0);
  }
}
