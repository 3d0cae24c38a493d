import { COLUMN_WIDTH, type Figure, line, type Mark, PAPER } from '../../common/figures/marks';
import { mean } from '../statistics/cell-tests';
import { cellsOf } from '../statistics/nested-data';
import { axisRange, groupAxis, type Plot, scaleOf, yAxis } from './axes';
import { meanInterval } from './intervals';
import { animalColour, animalShape } from './palette';
import { axisName, type ShownMeasure } from './shown-measure';
import { intervalMarks } from './superplot';

const HEIGHT = 180;

/** Cells measured in several groups, such as before and after: one line per cell; undefined if there are fewer than two. */
export function pairsPlot(measure: ShownMeasure): Figure | undefined {
  const { data } = measure;
  const cells = cellsOf(data);
  const byCell = new Map<number, { animal: number; means: Map<number, number> }>();
  for (const { group, animal, cell, values } of cells) {
    const known = byCell.get(cell) ?? { animal, means: new Map<number, number>() };
    known.means.set(group, mean(values));
    byCell.set(cell, known);
  }
  const paired = [...byCell.values()].filter(({ means }) => means.size > 1);
  if (paired.length < 2) return undefined;
  const groups = data.groups.map((name, group) => {
    const values = paired.flatMap(({ means }) => means.get(group) ?? []);
    return { name, group, values, note: `${values.length} cells` };
  });
  const plot: Plot = { left: 44, right: COLUMN_WIDTH * 0.75, top: 10, bottom: HEIGHT - 30 };
  const intervals = groups.map(({ values }) => meanInterval(values));
  const [from, to] = axisRange([
    ...groups.flatMap(({ values }) => values),
    ...intervals.flatMap(({ low, high }) => [low, high]),
  ]);
  const y = scaleOf(from, to, plot.bottom, plot.top);
  const { places, step, marks } = groupAxis(groups, plot);
  const lines: Mark[] = paired.flatMap(({ animal, means }) => {
    const points = groups.flatMap(({ group }): [number, number][] => {
      const value = means.get(group);
      return value === undefined ? [] : [[places[group], y(value)]];
    });
    const fill = animalColour(animal);
    return [
      line(points, fill, 0.8, 0.8),
      { kind: 'dots', points, shape: animalShape(animal), radius: 2.2, fill, stroke: PAPER },
    ];
  });
  const beside = intervals.flatMap((interval, i) =>
    groups[i].values.length === 0
      ? []
      : intervalMarks(interval, places[i] + (i === 0 ? -1 : 1) * step * 0.25, step * 0.08, y),
  );
  return {
    name: `pairs-${measure.id}`,
    title: `${measure.name} of the same cells in ${data.groups.join(' and ')}`,
    legend: `${axisName(measure)} of cells measured in ${data.groups.join(' and ')} (${paired.length} cells): one line per cell, colours (and shapes) are animals; bars are means of these cells with 95 % intervals (Student’s t over cells).`,
    width: COLUMN_WIDTH * 0.75 + 8,
    height: HEIGHT,
    marks: [...lines, ...beside, ...yAxis(y, plot, axisName(measure)), ...marks],
  };
}
