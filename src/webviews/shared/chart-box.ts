import './chart-box.css';
import { Chart, type ChartConfiguration } from 'chart.js';
import { fitCanvas } from './chart';
import { h, setAttributes, setText } from './dom';

export interface ChartBox {
  element: HTMLElement;
  /** Draws, and says in words what is drawn. */
  draw(configuration: ChartConfiguration<'line'>, text: string): void;
}

/** A titled chart of a fixed shape that follows its box, with its legend above (a line or a mark and its name, in turn) and a text alternative. */
export function chartBox(title: string, legend: (Node | string)[] = []): ChartBox {
  const canvas = h('canvas', { attributes: { role: 'img' } });
  const frame = h('div', { class: 'frame' }, canvas);
  const words = h('figcaption', { class: 'visually-hidden' });
  const keys = legend.length > 0 && h('span', { class: 'legend' }, ...legend);
  const element = h('figure', {}, h('h2', {}, title, ' ', keys), frame, words);
  let chart: Chart | undefined;
  return {
    element,
    draw(configuration, text) {
      setText(words, text);
      setAttributes(canvas, { 'aria-label': `${title}. ${text}` });
      const box = frame.getBoundingClientRect();
      if (box.width === 0) return;
      if (!chart) chart = new Chart(canvas, configuration);
      else {
        chart.data = configuration.data;
        chart.options = configuration.options!;
      }
      fitCanvas(chart, box);
      chart.update('none');
    },
  };
}
