import type { FigureFile } from '../../../common/api/views/parts';
import type { ResultsReady } from '../../../common/api/views/results';
import type { MeasureId } from '../../../common/events/event-columns';
import { cumulativePlot, histogramPlot } from '../charts/distribution-plots';
import { overlayPlot } from '../charts/overlay-plot';
import { figureFiles } from './export';

/** The charts of all events at print size. */
export async function savedFigures(
  results: ResultsReady,
  snippets: Float32Array | undefined,
  measure: MeasureId,
): Promise<FigureFile[]> {
  const plots = [
    ['average', overlayPlot(results, snippets)],
    [`histogram_${measure}`, histogramPlot(results, measure, undefined)],
    [`cumulative_${measure}`, cumulativePlot(results, measure, undefined)],
  ] as const;
  const files = await Promise.all(plots.map(([name, plot]) => figureFiles(name, plot)));
  return files.flat();
}
