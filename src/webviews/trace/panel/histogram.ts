import { Chart } from 'chart.js';
import type { EventColumns } from '../../../common/api/views/events';
import { axis, fitCanvas, stillChart } from '../../shared/chart';
import { h, setAttributes } from '../../shared/dom';
import { count, significant, withUnit } from '../../shared/numbers';
import type { Theme } from '../../shared/theme';
import { dropdown } from '../../shared/toolkit';
import { histogramOf } from '../histogram-bins';
import { type ColumnId, columns, unitOf } from './columns';

export interface HistogramView {
  readonly element: HTMLElement;
  update(events: EventColumns, unit: string, measure: ColumnId, theme: Theme): void;
}

const measures = columns.filter(({ id }) => id !== 'time');

/** How the events' measures are distributed. */
export function createHistogram(onChoose: (measure: ColumnId) => void): HistogramView {
  const canvas = h('canvas', { attributes: { role: 'img' } });
  const box = h('div', { class: 'small-chart' }, canvas);
  const choice = dropdown('Measure of the histogram', (index) => onChoose(measures[index].id));
  const summary = h('span', { class: 'section-summary' });
  const element = h(
    'section',
    { class: 'panel-section', attributes: { 'aria-label': 'Histogram' } },
    h('div', { class: 'section-head' }, choice.element, summary),
    box,
  );
  const chart = new Chart<'bar', { x: number; y: number }[]>(canvas, {
    type: 'bar',
    data: { datasets: [] },
    options: { ...stillChart, layout: { padding: { top: 4, right: 8 } } },
  });
  return {
    element,
    update(events, unit, measure, theme) {
      const column = columns.find(({ id }) => id === measure)!;
      choice.set(
        measures.map(({ name }) => name),
        measures.findIndex(({ id }) => id === measure),
      );
      const values = column.values(events);
      const own = unitOf(column, unit);
      const histogram = histogramOf(values, 40);
      const text = describe(values, own);
      summary.textContent = text;
      setAttributes(canvas, {
        'aria-label': `Histogram of ${column.name.toLowerCase()}: ${count(values.length, 'event')}, ${text}`,
      });
      fitCanvas(chart as Chart, { width: box.clientWidth, height: box.clientHeight });
      const { start, width, counts } = histogram ?? { start: 0, width: 1, counts: [] };
      chart.data.datasets = [
        {
          data: counts.map((n, bin) => ({ x: start + (bin + 0.5) * width, y: n })),
          backgroundColor: theme.event,
          barPercentage: 1,
          categoryPercentage: 1,
          barThickness: Math.max(1, (box.clientWidth - 50) / Math.max(1, counts.length) - 1),
        },
      ];
      chart.options.scales = {
        x: {
          ...axis({
            min: start,
            max: start + Math.max(1, counts.length) * width,
            most: 5,
            theme,
            grid: false,
            unit: own,
          }),
          offset: false,
        },
        y: axis({ min: 0, max: Math.max(1, ...counts), most: 3, theme }),
      };
      chart.update('none');
    },
  };
}

/** "median −8.1 pA, 3.2 … 19 pA" */
function describe(values: Float64Array, unit: string): string {
  const sorted = values.filter(Number.isFinite).sort();
  if (sorted.length === 0) return 'not measured';
  const middle = sorted.length >> 1;
  const median = sorted.length % 2 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
  return `median ${withUnit(significant(median), unit)}`;
}
