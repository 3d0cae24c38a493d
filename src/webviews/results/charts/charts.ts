import type { ResultsReady } from '../../../common/api/views/results';
import { h } from '../../shared/dom';
import type { Theme } from '../../shared/theme';
import { knownMeasures, type MeasureId, measureOf } from '../measures';
import { cumulativePlot, histogramPlot } from './distribution-plots';
import { overlayPlot } from './overlay-plot';
import { createPlotCanvas } from './plot-canvas';

export interface ChartsModel {
  results: ResultsReady;
  snippets: Float32Array | undefined;
  measure: MeasureId;
  /** Number of the event that is shown. */
  event: number | undefined;
}

/** The average event over all others, and how a measure is distributed. */
export function createCharts(onMeasure: (measure: MeasureId) => void) {
  const overlay = createPlotCanvas('chart');
  const histogram = createPlotCanvas('chart');
  const cumulative = createPlotCanvas('chart');
  const measure = h('select', { attributes: { 'aria-label': 'Measure of the distributions' } });
  measure.addEventListener('change', () => onMeasure(measure.value as MeasureId));
  const caption = h('span', { class: 'caption' });
  const element = h(
    'section',
    { class: 'charts', attributes: { 'aria-label': 'All events' } },
    h(
      'figure',
      {},
      h('figcaption', {}, h('span', { class: 'chart-title' }, 'Average'), caption),
      overlay.element,
    ),
    h('figure', {}, h('figcaption', {}, measure), histogram.element),
    h(
      'figure',
      {},
      h('figcaption', {}, h('span', { class: 'chart-title' }, 'Cumulative')),
      cumulative.element,
    ),
  );
  let options = '';
  return {
    element,
    draw({ results, snippets, measure: chosen, event }: ChartsModel, theme: Theme) {
      const known = knownMeasures(results.tables.events);
      const key = known.map(({ id }) => id).join(' ');
      if (key !== options) {
        options = key;
        measure.replaceChildren(...known.map(({ id, name }) => h('option', { value: id }, name)));
      }
      measure.value = chosen;
      const value = event === undefined ? undefined : measureOf(chosen).of(results.tables.events)[event];
      const average = overlayPlot(results, snippets);
      caption.textContent = average.description;
      caption.title = average.description;
      overlay.draw(average, theme);
      histogram.draw(histogramPlot(results, chosen, value), theme);
      cumulative.draw(cumulativePlot(results, chosen, value), theme);
    },
  };
}
