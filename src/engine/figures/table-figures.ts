import type { Figure } from '../../common/figures/marks';
import type { GroupedMeasure } from '../statistics/conditions';
import { cumulativePlot } from './cumulative';
import { pairsPlot } from './pairs';
import { shownMeasure } from './shown-measure';
import { superPlot } from './superplot';

/** The figures of one measure of nested data: SuperPlot, cumulative distribution, pairs where cells are in two groups. */
export function measureFigures({ name, data, change }: GroupedMeasure): Figure[] {
  const measure = shownMeasure(name, data, change);
  const pairs = pairsPlot(measure);
  return [
    superPlot(measure),
    ...(measure.perRecording ? [] : [cumulativePlot(measure)]),
    ...(pairs ? [pairs] : []),
  ];
}
