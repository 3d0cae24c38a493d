import { Chart } from 'chart.js';
import type { AverageView } from '../../../common/api/views/events';
import { axis, fitCanvas, lineDataset, stillChart } from '../../shared/chart';
import { h, setAttributes } from '../../shared/dom';
import { count, duration } from '../../shared/numbers';
import type { Theme } from '../../shared/theme';

export interface AverageChart {
  readonly element: HTMLElement;
  update(average: AverageView | null, unit: string, rate_hz: number, theme: Theme): void;
}

/** The average event and the exponential fitted to its decay. */
export function createAverage(): AverageChart {
  const canvas = h('canvas', { attributes: { role: 'img' } });
  const box = h('div', { class: 'small-chart' }, canvas);
  const summary = h('span', { class: 'section-summary' });
  const element = h(
    'section',
    { class: 'panel-section', attributes: { 'aria-label': 'Average event' } },
    h('div', { class: 'section-head' }, h('span', { class: 'section-title' }, 'Average event'), summary),
    box,
  );
  const chart = new Chart<'line', { x: number; y: number }[]>(canvas, {
    type: 'line',
    data: { datasets: [] },
    options: { ...stillChart, layout: { padding: { top: 4, right: 8 } } },
  });
  return {
    element,
    update(average, unit, rate_hz, theme) {
      box.classList.toggle('hidden', average === null);
      if (!average) {
        summary.textContent = 'no event stands alone';
        return;
      }
      const { values, pointsBefore, fit, decayTau_s } = average;
      const ms = (sample: number) => ((sample - pointsBefore) / rate_hz) * 1000;
      const tau = decayTau_s === null ? '' : `, τ ${duration(decayTau_s)}`;
      summary.textContent = `of ${count(average.count, 'event')}${tau}`;
      setAttributes(canvas, { 'aria-label': `Average of ${count(average.count, 'event')}${tau}` });
      fitCanvas(chart as Chart, { width: box.clientWidth, height: box.clientHeight });
      const points = Array.from(values, (y, i) => ({ x: ms(i), y }));
      const [low, high] = [Math.min(...values), Math.max(...values)];
      const margin = (high - low || 1) * 0.05;
      chart.data.datasets = [
        lineDataset(points, theme.raw, { width: 1.5 }),
        ...(fit
          ? [
              lineDataset(
                points.slice(Math.max(0, Math.ceil(fit.from))).map(({ x }, i) => ({
                  x,
                  y: fit.amplitude * Math.exp(-i / rate_hz / fit.tau_s) + fit.offset,
                })),
                theme.event,
                { width: 1.5 },
              ),
            ]
          : []),
      ];
      chart.options.scales = {
        x: axis({ min: ms(0), max: ms(values.length - 1), most: 5, theme, grid: false, unit: 'ms' }),
        y: axis({ min: low - margin, max: high + margin, most: 4, theme, title: unit || undefined }),
      };
      chart.update('none');
    },
  };
}
