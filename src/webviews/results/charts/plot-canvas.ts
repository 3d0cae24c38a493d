import { h, setAttributes } from '../../shared/dom';
import { fitCanvas } from '../../shared/fit-canvas';
import type { Theme } from '../../shared/theme';
import { paint } from '../figures/paint';
import { layOut, type Picture } from '../figures/picture';
import type { Plot } from '../figures/plot';

export interface PlotCanvas {
  readonly element: HTMLElement;
  draw(plot: Plot, theme: Theme): void;
  /** Device pixels across the plot: as many columns are worth asking for. */
  columns(): number;
  /** The number on the x axis at a place of the screen; undefined outside the plot. */
  xAt(clientX: number): number | undefined;
}

/** Pixels, as VS Code's small text. */
const textSize = 11;

/** A plot that fills its box. Its words are the box's label. */
export function createPlotCanvas(className: string): PlotCanvas {
  const canvas = h('canvas', { attributes: { 'aria-hidden': 'true' } });
  const element = h('div', { class: `plot-canvas ${className}`, attributes: { role: 'img' } }, canvas);
  let shown: { plot: Plot; picture: Picture } | undefined;
  return {
    element,
    draw(plot, theme) {
      const { clientWidth: width, clientHeight: height } = element;
      if (width < 60 || height < 40) return;
      const ratio = fitCanvas(canvas, width, height);
      const picture = layOut(plot, width, height, textSize);
      shown = { plot, picture };
      paint(canvas.getContext('2d')!, picture, theme, ratio);
      setAttributes(element, { 'aria-label': `${plot.title}. ${plot.description}` });
    },
    columns: () => Math.max(1, Math.round((element.clientWidth - 7 * textSize) * window.devicePixelRatio)),
    xAt(clientX) {
      if (!shown) return undefined;
      const { left, right } = shown.picture.frame;
      const share = (clientX - element.getBoundingClientRect().left - left) / (right - left);
      const { min, max } = shown.plot.x;
      return share < 0 || share > 1 ? undefined : min + share * (max - min);
    },
  };
}
