import type { Theme } from '../../shared/theme';
import type { Picture, Stroke } from './picture';
import type { Plot } from './plot';

/** A picture as an SVG document (SVG 1.1), in points, with its size on paper. */
export function svgOf({ title, description }: Plot, picture: Picture, colours: Theme): string {
  const { width, height, size, frame } = picture;
  const box = `x="${short(frame.left)}" y="${short(frame.top)}" width="${short(frame.right - frame.left)}" height="${short(frame.bottom - frame.top)}"`;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${short(width)}pt" height="${short(height)}pt" viewBox="0 0 ${short(width)} ${short(height)}" font-family="${escaped(colours.font)}" font-size="${size}" role="img">`,
    `<title>${escaped(title)}</title>`,
    `<desc>${escaped(description)}</desc>`,
    `<clipPath id="plot"><rect ${box}/></clipPath>`,
    `<rect width="100%" height="100%" fill="${colours.background}"/>`,
    ...picture.strokes.map((stroke) => element(stroke, size, colours)),
    '</svg>\n',
  ].join('\n');
}

function element(stroke: Stroke, size: number, colours: Theme): string {
  const ink = colours[stroke.ink];
  switch (stroke.kind) {
    case 'path': {
      const { points, width, dashed, closed, clipped } = stroke;
      const steps = points.reduce(
        (path, value, i) => path + (i === 0 ? 'M' : i % 2 === 0 ? 'L' : ' ') + short(value),
        '',
      );
      const look = closed ? `fill="${ink}"` : `fill="none" stroke="${ink}" stroke-width="${short(width)}"`;
      const dashes = dashed ? ` stroke-dasharray="${short(4 * width)} ${short(3 * width)}"` : '';
      return `<path d="${steps}${closed ? 'Z' : ''}" ${look} stroke-linejoin="round"${dashes}${clip(clipped)}/>`;
    }
    case 'box': {
      const { x, y, width, height, clipped } = stroke;
      return `<rect x="${short(x)}" y="${short(y)}" width="${short(width)}" height="${short(height)}" fill="${ink}"${clip(clipped)}/>`;
    }
    case 'text': {
      const { x, y, text, anchor, turned, haloed } = stroke;
      const turn = turned ? ` transform="rotate(-90 ${short(x)} ${short(y)})"` : '';
      // A wider copy below the letters, for programs without paint-order.
      const words = (look: string) =>
        `<text x="${short(x)}" y="${short(y)}" text-anchor="${anchor}" ${look}${turn}>${escaped(text)}</text>`;
      const halo = `fill="none" stroke="${colours.background}" stroke-width="${short(size / 4)}" stroke-linejoin="round"`;
      return `${haloed ? words(halo) : ''}${words(`fill="${ink}"`)}`;
    }
  }
}

function clip(clipped: boolean): string {
  return clipped ? ' clip-path="url(#plot)"' : '';
}

/** Rounded to a hundredth of a point, finer than any printer. */
function short(value: number): string {
  return String(Math.round(value * 100) / 100);
}

function escaped(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
}
