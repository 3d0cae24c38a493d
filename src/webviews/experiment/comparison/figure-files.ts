import type { FigureFile } from '../../../common/api/views/parts';
import { type Figure, FONTS, INK, LINE_WIDTH, type Mark, PAPER } from '../../../common/figures/marks';
import { pathData } from '../../../common/figures/path-data';
import { pdfOf } from '../../../common/figures/pdf';
import { svgOf } from '../../../common/figures/svg';

export const FIGURE_FORMATS = ['svg', 'png', 'pdf'] as const;
export type FigureFormat = (typeof FIGURE_FORMATS)[number];

const DOTS_PER_INCH = 600;

/** Files of figures at the size that they have in print. */
export async function figureFiles(
  figures: readonly Figure[],
  formats: readonly FigureFormat[],
): Promise<FigureFile[]> {
  const files = figures.flatMap((figure) =>
    formats.map(async (format) => ({
      name: `${figure.name}.${format}`,
      bytes: await bytesOf(figure, format),
    })),
  );
  return Promise.all(files);
}

async function bytesOf(figure: Figure, format: FigureFormat): Promise<Uint8Array> {
  if (format === 'svg') return new TextEncoder().encode(svgOf(figure));
  if (format === 'pdf') return Uint8Array.from(pdfOf(figure), (character) => character.charCodeAt(0));
  return pngOf(figure);
}

async function pngOf({ width, height, marks }: Figure): Promise<Uint8Array> {
  const scale = DOTS_PER_INCH / 72;
  const canvas = new OffscreenCanvas(Math.round(width * scale), Math.round(height * scale));
  const context = canvas.getContext('2d')!;
  context.scale(scale, scale);
  context.fillStyle = PAPER;
  context.fillRect(0, 0, width, height);
  context.lineCap = 'round';
  context.lineJoin = 'round';
  for (const mark of marks) paint(context, mark);
  const png = await canvas.convertToBlob({ type: 'image/png' });
  return withResolution(new Uint8Array(await png.arrayBuffer()), DOTS_PER_INCH);
}

function paint(context: OffscreenCanvasRenderingContext2D, mark: Mark): void {
  if (mark.kind === 'text') {
    const { x, y, text, anchor, size, bold, colour = INK, upright } = mark;
    context.save();
    context.globalAlpha = 1;
    context.font = `${bold ? 'bold ' : ''}${size}px ${FONTS}`;
    context.textAlign = anchor === 'middle' ? 'center' : anchor;
    context.fillStyle = colour;
    context.translate(x, y);
    if (upright) context.rotate(-Math.PI / 2);
    context.fillText(text, 0, 0);
    context.restore();
    return;
  }
  const path = new Path2D(pathData(mark));
  context.globalAlpha = mark.opacity ?? 1;
  if (mark.fill) {
    context.fillStyle = mark.fill;
    context.fill(path);
  }
  if (!mark.stroke) return;
  context.strokeStyle = mark.stroke;
  context.lineWidth = mark.kind === 'dots' ? LINE_WIDTH : (mark.width ?? 1);
  context.stroke(path);
}

/** Where the first chunk after the header ends in every PNG. */
const HEADER_BYTES = 33;

/** A PNG that says its resolution, so that it has its size in print: the chunk pHYs of ISO/IEC 15948. */
export function withResolution(png: Uint8Array, dotsPerInch: number): Uint8Array {
  const chunk = new Uint8Array(21);
  const view = new DataView(chunk.buffer);
  const perMetre = Math.round(dotsPerInch / 0.0254);
  view.setUint32(0, 9);
  chunk.set(new TextEncoder().encode('pHYs'), 4);
  view.setUint32(8, perMetre);
  view.setUint32(12, perMetre);
  chunk[16] = 1;
  view.setUint32(17, crc32(chunk.subarray(4, 17)));
  const whole = new Uint8Array(png.length + chunk.length);
  whole.set(png.subarray(0, HEADER_BYTES));
  whole.set(chunk, HEADER_BYTES);
  whole.set(png.subarray(HEADER_BYTES), HEADER_BYTES + chunk.length);
  return whole;
}

function crc32(bytes: Uint8Array): number {
  let crc = 0xffffffff;
  for (const byte of bytes) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit++) crc = (crc >>> 1) ^ (crc & 1 ? 0xedb88320 : 0);
  }
  return (crc ^ 0xffffffff) >>> 0;
}
