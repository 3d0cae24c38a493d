import { type Figure, FONTS, INK, LINE_WIDTH, type Mark, PAPER } from './marks';
import { coordinate as at, pathData } from './path-data';

const MM_PER_POINT = 25.4 / 72;

/** A figure as SVG 1.1 at its size in print, on white, with text as text. Title and legend are in it for screen readers. */
export function svgOf({ title, legend, width, height, marks }: Figure): string {
  const size = `width="${mm(width)}" height="${mm(height)}" viewBox="0 0 ${at(width)} ${at(height)}"`;
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<svg xmlns="http://www.w3.org/2000/svg" ${size} role="img" font-family="${FONTS}">`,
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
  const d = pathData(mark);
  if (mark.kind === 'dots') {
    const { fill, stroke } = mark;
    const outline = stroke ? ` stroke="${stroke}" stroke-width="${LINE_WIDTH}"` : '';
    return `<path d="${d}" fill="${fill}"${outline}${opacity}/>`;
  }
  const stroke = mark.stroke
    ? ` stroke="${mark.stroke}" stroke-width="${mark.width}" stroke-linejoin="round" stroke-linecap="round"`
    : '';
  return `<path d="${d}" fill="${mark.fill ?? 'none'}"${stroke}${opacity}/>`;
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
