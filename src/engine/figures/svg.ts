import { type Figure, INK, type Mark, PAPER } from './marks';

const MM_PER_POINT = 25.4 / 72;

/** A figure as SVG 1.1 at its size in print, on white, with text as text. Title and legend are in it for screen readers. */
export function svgOf({ title, legend, width, height, marks }: Figure): string {
  const size = `width="${mm(width)}" height="${mm(height)}" viewBox="0 0 ${at(width)} ${at(height)}"`;
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<svg xmlns="http://www.w3.org/2000/svg" ${size} role="img" font-family="Arial, Helvetica, 'Liberation Sans', sans-serif">`,
    `<title>${escaped(title)}</title>`,
    `<desc>${escaped(legend)}</desc>`,
    `<rect width="${at(width)}" height="${at(height)}" fill="${PAPER}"/>`,
    ...marks.map(markOf),
    '</svg>\n',
  ].join('\n');
}

function markOf(mark: Mark): string {
  if (mark.kind === 'text') {
    const { x, y, text, anchor, size, bold, colour = INK, upright } = mark;
    const turned = upright ? ` transform="rotate(-90 ${at(x)} ${at(y)})"` : '';
    const style = `font-size="${size}" text-anchor="${anchor}"${bold ? ' font-weight="bold"' : ''} fill="${colour}"`;
    return `<text x="${at(x)}" y="${at(y)}" ${style}${turned}>${escaped(text)}</text>`;
  }
  const opacity = mark.opacity === undefined ? '' : ` opacity="${mark.opacity}"`;
  if (mark.kind === 'dots') {
    const { fill, stroke } = mark;
    const outline = stroke ? ` stroke="${stroke}" stroke-width="0.5"` : '';
    const d = mark.points.map(([x, y]) => shapePath(mark.shape, x, y, mark.radius)).join('');
    return `<path d="${d}" fill="${fill}"${outline}${opacity}/>`;
  }
  const d = mark.points.map(([x, y], i) => `${i === 0 ? 'M' : 'L'}${at(x)} ${at(y)}`).join('');
  const stroke = mark.stroke
    ? ` stroke="${mark.stroke}" stroke-width="${mark.width}" stroke-linejoin="round" stroke-linecap="round"`
    : '';
  return `<path d="${d}${mark.closed ? 'Z' : ''}" fill="${mark.fill ?? 'none'}"${stroke}${opacity}/>`;
}

/** Shapes of equal area. */
function shapePath(shape: string, x: number, y: number, radius: number): string {
  const polygon = (corners: readonly (readonly [number, number])[]) =>
    `${corners.map(([dx, dy], i) => `${i === 0 ? 'M' : 'L'}${at(x + dx * radius)} ${at(y + dy * radius)}`).join('')}Z`;
  if (shape === 'square')
    return polygon([
      [-0.89, -0.89],
      [0.89, -0.89],
      [0.89, 0.89],
      [-0.89, 0.89],
    ]);
  if (shape === 'diamond')
    return polygon([
      [0, -1.25],
      [1.25, 0],
      [0, 1.25],
      [-1.25, 0],
    ]);
  if (shape === 'triangle')
    return polygon([
      [0, -1.5],
      [1.35, 0.8],
      [-1.35, 0.8],
    ]);
  const r = at(radius);
  return `M${at(x - radius)} ${at(y)}a${r} ${r} 0 1 0 ${at(2 * radius)} 0a${r} ${r} 0 1 0 ${at(-2 * radius)} 0Z`;
}

function at(value: number): string {
  return String(Math.round(value * 100) / 100);
}

function mm(points: number): string {
  return `${Math.round(points * MM_PER_POINT * 100) / 100}mm`;
}

function escaped(text: string): string {
  return text
    .replace(/[\p{Cc}\uFFFE\uFFFF]/gu, ' ')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;');
}
