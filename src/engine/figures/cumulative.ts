import {
  band,
  COLUMN_WIDTH,
  type Figure,
  label,
  line,
  type Mark,
  TEXT_SIZE,
} from '../../common/figures/marks';
import { count } from '../../common/text/numbers';
import { cellsOf } from '../statistics/nested-data';
import { type Plot, type Scale, scaleOf, xAxis, yAxis } from './axes';
import { meanInterval } from './intervals';
import { groupColour } from './palette';
import { axisName, type ShownMeasure } from './shown-measure';
import { at } from './superplot';

const HEIGHT = 170;
const STEPS = 160;

/**
 * Cumulative distributions: one thin curve per cell, and per group their mean with a 95 % band over cells. Events of
 * several cells are never pooled, so that a cell of many events counts like one of few.
 */
export function cumulativePlot(measure: ShownMeasure): Figure {
  const { data } = measure;
  const cells = cellsOf(data).map((cell) => ({ ...cell, sorted: cell.values.toSorted() }));
  const all = data.values.toSorted();
  const plot: Plot = { left: 44, right: COLUMN_WIDTH - 8, top: 12, bottom: HEIGHT - 30 };
  const [low, high] = [at(all, 0.002), at(all, 0.99)];
  const [from, to] = low < 0 && high <= 0 ? [at(all, 0.01), at(all, 0.998)] : [low, high];
  const x = scaleOf(from, to > from ? to : from + 1, plot.left, plot.right);
  const y = scaleOf(0, 1, plot.bottom, plot.top);
  const grid = Array.from({ length: STEPS + 1 }, (_, i) => x.from + (i / STEPS) * (x.to - x.from));
  const drawn = data.groups.map((name, group) => {
    const own = cells.filter((cell) => cell.group === group);
    const curves = own.map(({ sorted }) => grid.map((value) => shareUpTo(sorted, value)));
    const text = `${name}, ${count(own.length, 'cell')}`;
    const colour = groupColour(group);
    // Curves of negative values rise on the right.
    const above = high <= 0;
    const place = above ? plot.top + TEXT_SIZE : plot.bottom - 6 - (data.groups.length - 1) * (TEXT_SIZE + 2);
    const named = { anchor: above ? 'start' : 'end', colour, bold: true } as const;
    return {
      text,
      ...curvesOf(curves, grid, { x, y }, colour),
      name: label(above ? plot.left + 6 : plot.right, place + group * (TEXT_SIZE + 2), text, named),
    };
  });
  return {
    name: `cumulative-${measure.id}`,
    title: `Cumulative distribution of ${measure.name.toLowerCase()}`,
    legend: `Cumulative distribution of ${axisName(measure)} (${drawn.map(({ text }) => text).join('; ')}). Thin lines are cells, thick lines the means of the cells’ distributions, bands their 95 % intervals (Student’s t over cells). Events of different cells are not pooled.`,
    width: COLUMN_WIDTH,
    height: HEIGHT,
    marks: [
      ...drawn.flatMap(({ thin }) => thin),
      ...drawn.flatMap(({ thick }) => thick),
      ...yAxis(y, plot, 'Cumulative fraction'),
      ...xAxis(x, plot, axisName(measure)),
      ...drawn.map(({ name }) => name),
    ],
  };
}

/** The curves of a group's cells, their band and their mean. */
function curvesOf(
  curves: readonly (readonly number[])[],
  grid: readonly number[],
  { x, y }: Record<'x' | 'y', Scale>,
  colour: string,
): { thin: Mark[]; thick: Mark[] } {
  if (curves.length === 0) return { thin: [], thick: [] };
  const intervals = grid.map((_, i) => meanInterval(curves.map((curve) => curve[i])));
  const placed = (of: (i: number) => number) =>
    grid.map((value, i): [number, number] => [x(value), y(Math.min(1, Math.max(0, of(i))))]);
  const cells = curves.map((curve) =>
    line(
      placed((i) => curve[i]),
      colour,
      0.35,
      0.4,
    ),
  );
  const high = placed((i) => intervals[i].high);
  const low = placed((i) => intervals[i].low);
  const mean = placed((i) => intervals[i].mean);
  return {
    thin: [...cells, ...(curves.length > 1 ? [band(high, low, colour)] : [])],
    thick: [line(mean, colour, 1.2)],
  };
}

/** Fraction of sorted values that are at most `value`. */
export function shareUpTo(sorted: Float64Array, value: number): number {
  let [low, high] = [0, sorted.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (sorted[middle] <= value) low = middle + 1;
    else high = middle;
  }
  return low / sorted.length;
}
