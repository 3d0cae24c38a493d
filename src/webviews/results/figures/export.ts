import type { FigureFile } from '../../../common/api/views/parts';
import type { Theme } from '../../shared/theme';
import { paint } from './paint';
import { layOut } from './picture';
import type { Plot } from './plot';
import { svgOf } from './svg';

/** Width of a column in most journals, 85 mm; the height is three quarters of it; in points. */
const WIDTH_PT = (85 / 25.4) * 72;
const height_pt = 0.75 * WIDTH_PT;
const TEXT_PT = 7;
const DOTS_PER_INCH = 600;

/** Black on white, in colours that are distinct for the colour-blind and in greyscale. */
const paper: Theme = {
  foreground: '#000000',
  faint: '#333333',
  grid: '#e6e6e6',
  background: '#ffffff',
  raw: '#555555',
  rawFar: '#bdbdbd',
  filtered: '#0072b2',
  model: '#cc79a7',
  event: '#d55e00',
  score0: '#56b4e9',
  score2: '#cc79a7',
  selected: '#000000',
  selectionFill: '#eeeeee',
  excluded: '#999999',
  hatching: '#b3b3b3',
  font: 'Arial, Helvetica, sans-serif',
  textSize: TEXT_PT,
  highContrast: false,
};

/** Exports a plot at print size, as SVG and as PNG. */
export async function figureFiles(name: string, plot: Plot): Promise<FigureFile[]> {
  const picture = layOut(plot, WIDTH_PT, height_pt, TEXT_PT);
  const scale = DOTS_PER_INCH / 72;
  const canvas = new OffscreenCanvas(Math.round(WIDTH_PT * scale), Math.round(height_pt * scale));
  const context = canvas.getContext('2d')!;
  const background = {
    kind: 'box',
    x: 0,
    y: 0,
    width: WIDTH_PT,
    height: height_pt,
    ink: 'background',
    clipped: false,
  } as const;
  paint(context, { ...picture, strokes: [background, ...picture.strokes] }, paper, scale);
  const png = await canvas.convertToBlob({ type: 'image/png' });
  return [
    { name: `${name}.svg`, bytes: new TextEncoder().encode(svgOf(plot, picture, paper)) },
    { name: `${name}.png`, bytes: new Uint8Array(await png.arrayBuffer()) },
  ];
}
