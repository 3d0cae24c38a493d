import { UserError } from '../errors';
import { runsOf } from './helvetica';
import { type Dots, type Figure, INK, type Label, LINE_WIDTH, type Mark, PAPER, type Path } from './marks';
import { coordinate as at, cornersOf } from './path-data';

/**
 * A figure as PDF 1.4 at its size in print: lines stay lines and text stays text, in fonts that every reader has. The
 * same figure gives the same bytes. ISO 32000-1.
 *
 * @returns text of one byte per character
 * @throws UserError where a text has characters that these fonts lack
 */
export function pdfOf(figure: Figure): string {
  const { title, width, height, marks } = figure;
  const opacities = [...new Set(marks.map(opacityOf))];
  const drawn = marks.flatMap((mark) => [
    'q',
    `/O${opacities.indexOf(opacityOf(mark))} gs`,
    ...(mark.kind === 'text'
      ? textOf(mark, figure)
      : mark.kind === 'dots'
        ? dotsOf(mark)
        : outlineOf(mark, mark.points, mark.closed)),
    'Q',
  ]);
  const content = [
    // Places count from the upper left corner.
    `1 0 0 -1 0 ${at(height)} cm`,
    '1 j 1 J',
    `${colour(PAPER)} rg 0 0 ${at(width)} ${at(height)} re f`,
    ...drawn,
  ].join('\n');
  const states = opacities.map((opacity, i) => `/O${i} << /ca ${opacity} /CA ${opacity} >>`).join(' ');
  return document([
    '<< /Type /Catalog /Pages 2 0 R >>',
    '<< /Type /Pages /Kids [3 0 R] /Count 1 >>',
    `<< /Type /Page /Parent 2 0 R /MediaBox [0 0 ${at(width)} ${at(height)}] /Contents 4 0 R /Resources << /Font << /Helvetica 5 0 R /Bold 6 0 R /Symbol 7 0 R >> /ExtGState << ${states} >> >> >>`,
    `<< /Length ${content.length} >>\nstream\n${content}\nendstream`,
    '<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>',
    '<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica-Bold /Encoding /WinAnsiEncoding >>',
    '<< /Type /Font /Subtype /Type1 /BaseFont /Symbol >>',
    `<< /Title <${utf16(title)}> >>`,
  ]);
}

/** Objects 1 to n with the table of their places; the last one is the document's description. */
function document(objects: readonly string[]): string {
  let text = '%PDF-1.4\n';
  const places = objects.map((object, i) => {
    const place = text.length;
    text += `${i + 1} 0 obj\n${object}\nendobj\n`;
    return place;
  });
  const entries = places.map((place) => `${String(place).padStart(10, '0')} 00000 n \n`).join('');
  const table = `xref\n0 ${objects.length + 1}\n0000000000 65535 f \n${entries}`;
  const trailer = `trailer\n<< /Size ${objects.length + 1} /Root 1 0 R /Info ${objects.length} 0 R >>`;
  return `${text}${table}${trailer}\nstartxref\n${text.length}\n%%EOF\n`;
}

function opacityOf(mark: Mark): number {
  return mark.kind === 'text' ? 1 : (mark.opacity ?? 1);
}

type Outline = Pick<Path, 'fill' | 'stroke' | 'width'>;

function outlineOf({ fill, stroke, width }: Outline, points: Path['points'], closed = false): string[] {
  if (points.length === 0 || (!fill && !stroke)) return [];
  const path = points.map(([x, y], i) => `${at(x)} ${at(y)} ${i === 0 ? 'm' : 'l'}`);
  return [...styled({ fill, stroke, width }), ...path, ...(closed ? ['h'] : []), painted(fill, stroke)];
}

function styled({ fill, stroke, width = 1 }: Outline): string[] {
  return [
    ...(fill ? [`${colour(fill)} rg`] : []),
    ...(stroke ? [`${colour(stroke)} RG ${at(width)} w`] : []),
  ];
}

function painted(fill?: string, stroke?: string): string {
  if (fill && stroke) return 'B';
  return fill ? 'f' : 'S';
}

/** Distance of a Bézier curve's handles from its ends that makes a quarter of a circle of radius 1. */
const KAPPA = 0.5523;

function dotsOf({ points, shape, radius, fill, stroke }: Dots): string[] {
  // A round end of a line without length is a disc.
  if (shape === 'circle' && !stroke)
    return [
      `${colour(fill)} RG ${at(2 * radius)} w`,
      ...points.map(([x, y]) => `${at(x)} ${at(y)} m ${at(x)} ${at(y)} l`),
      'S',
    ];
  const paths = points.flatMap(([x, y]) => {
    const corners = cornersOf(shape, x, y, radius);
    if (!corners) return circle(x, y, radius);
    return [...corners.map(([cx, cy], i) => `${at(cx)} ${at(cy)} ${i === 0 ? 'm' : 'l'}`), 'h'];
  });
  return [...styled({ fill, stroke, width: LINE_WIDTH }), ...paths, painted(fill, stroke)];
}

function circle(x: number, y: number, r: number): string[] {
  const k = KAPPA * r;
  const quarter = (numbers: readonly number[]) => `${numbers.map(at).join(' ')} c`;
  return [
    `${at(x - r)} ${at(y)} m`,
    quarter([x - r, y - k, x - k, y - r, x, y - r]),
    quarter([x + k, y - r, x + r, y - k, x + r, y]),
    quarter([x + r, y + k, x + k, y + r, x, y + r]),
    quarter([x - k, y + r, x - r, y + k, x - r, y]),
    'h',
  ];
}

/** Offset of a text's start from its place, in widths of the text. */
const SHIFTS = { start: 0, middle: -0.5, end: -1 } as const;

function textOf(
  { text, x, y, size, anchor, bold, colour: ink = INK, upright }: Label,
  { title }: Figure,
): string[] {
  const found = runsOf(text, bold);
  if ('lacking' in found)
    throw new UserError(
      `The figure “${title}” has no PDF: its fonts lack the character ${found.lacking} of “${text}”. Use its SVG.`,
    );
  const shift = (SHIFTS[anchor] * found.width * size) / 1000;
  const matrix = upright ? `0 -1 -1 0 ${at(x)} ${at(y - shift)}` : `1 0 0 -1 ${at(x + shift)} ${at(y)}`;
  return [
    'BT',
    `${colour(ink)} rg ${matrix} Tm`,
    ...found.runs.map(
      ({ font, codes }) => `/${font} ${size} Tf <${codes.map((code) => hex(code, 2)).join('')}> Tj`,
    ),
    'ET',
  ];
}

/** "#0072b2" as the shares of red, green and blue. */
function colour(value: string): string {
  const shares = [1, 3, 5].map((from) => Number.parseInt(value.slice(from, from + 2), 16) / 255);
  return shares.map((share) => String(Math.round(share * 1000) / 1000)).join(' ');
}

function utf16(text: string): string {
  return `FEFF${Array.from({ length: text.length }, (_, i) => hex(text.charCodeAt(i), 4)).join('')}`;
}

function hex(value: number, digits: number): string {
  return value.toString(16).toUpperCase().padStart(digits, '0');
}
