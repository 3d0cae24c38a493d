import type { FigureFile } from '../../../common/api/views/results';
import type { Theme } from '../../shared/theme';
import { paint } from './paint';
import { layOut } from './picture';
import type { Plot } from './plot';
import { svgOf } from './svg';

/** A column of most journals, 85 mm, and three quarters as high; in points. */
const width_pt = (85 / 25.4) * 72;
const height_pt = 0.75 * width_pt;
const text_pt = 7;
const dots_per_inch = 600;

/** Black on white, in colours that stay apart for the colour-blind and in grey. */
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
  textSize: text_pt,
  highContrast: false,
};

/** A plot at print size, as SVG and as PNG. */
export async function figureFiles(name: string, plot: Plot): Promise<FigureFile[]> {
  const picture = layOut(plot, width_pt, height_pt, text_pt);
  const scale = dots_per_inch / 72;
  const canvas = new OffscreenCanvas(Math.round(width_pt * scale), Math.round(height_pt * scale));
  const context = canvas.getContext('2d')!;
  const background = {
    kind: 'box',
    x: 0,
    y: 0,
    width: width_pt,
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
