import { COLUMN_WIDTH, type Figure, INK, line, type Mark, PAPER } from '../../common/figures/marks';
import { count } from '../../common/text/numbers';
import { mean } from '../statistics/cell-tests';
import { type CellOfGroup, cellsOf } from '../statistics/nested-data';
import { axisRange, groupAxis, type Plot, scaleOf, yAxis } from './axes';
import { type Interval, meanInterval, modelIntervals } from './intervals';
import { animalColour, animalShape } from './palette';
import { axisName, type ShownMeasure } from './shown-measure';

/** Events drawn per group; of more, every n-th in order of size, so that their distribution stays. */
const MOST_EVENTS = 1200;
const HEIGHT = 190;

/**
 * SuperPlot: events faint, one mark per cell in the colour of its animal, the mean of each group with its interval.
 * Lord et al., J. Cell Biol. 219(6) (2020).
 */
export function superPlot(measure: ShownMeasure): Figure {
  const { data } = measure;
  const cells = cellsOf(data);
  const plot: Plot = { left: 44, right: COLUMN_WIDTH - 8, top: 10, bottom: HEIGHT - 30 };
  const groups = data.groups.map((name, group) =>
    groupOf(
      name,
      cells.filter((cell) => cell.group === group),
    ),
  );
  const model = modelIntervals(data);
  const intervals = groups.map(({ means }, i) => model?.[i] ?? meanInterval(means));
  const shown = groups.flatMap(({ sorted, means }) =>
    measure.perRecording ? means : [at(sorted, 0.005), at(sorted, 0.995), ...means],
  );
  const [from, to] = axisRange([...shown, ...intervals.flatMap(({ low, high }) => [low, high])]);
  const y = scaleOf(from, to, plot.bottom, plot.top);
  const { places, step, marks } = groupAxis(groups, plot);
  let outside = 0;
  const drawn: Mark[] = [];
  for (const [i, { sorted, own, means }] of groups.entries()) {
    if (!measure.perRecording) {
      const inside = sorted.filter((value) => value >= from && value <= to);
      outside += sorted.length - inside.length;
      drawn.push(eventDots(inside, places[i], step * 0.4, y));
    }
    drawn.push(...intervalMarks(intervals[i], places[i], step * 0.3, y));
    own.forEach((cell, k) => {
      const x = places[i] + (own.length === 1 ? 0 : (k / (own.length - 1) - 0.5) * step * 0.46);
      drawn.push({
        kind: 'dots',
        points: [[x, y(means[k])]],
        shape: animalShape(cell.animal),
        radius: 2.6,
        fill: animalColour(cell.animal),
        stroke: PAPER,
      });
    });
  }
  const legend = [
    `${axisName(measure)} of ${groups.map(({ name, note }) => `${name} (${note})`).join(', ')}.`,
    measure.perRecording ? '' : 'Small grey dots are events.',
    `Large marks are means of cells${data.animals > 1 ? ', colours (and shapes) are animals' : ''}.`,
    `Bars are ${barsText(intervals, model !== undefined)}.`,
    outside > 0
      ? `${count(outside, 'event')} outside the axis ${outside === 1 ? 'is' : 'are'} not drawn.`
      : '',
  ];
  return {
    name: `superplot-${measure.id}`,
    title: `${measure.name} by group, cell and animal`,
    legend: legend.filter((sentence) => sentence !== '').join(' '),
    width: COLUMN_WIDTH,
    height: HEIGHT,
    marks: [...drawn, ...yAxis(y, plot, axisName(measure)), ...marks],
  };
}

function barsText(intervals: readonly Interval[], ofModel: boolean): string {
  if (ofModel)
    return 'group means and 95 % intervals of the linear mixed model (random intercepts of animal and cell)';
  const none = intervals.every(({ low }) => Number.isNaN(low));
  return none ? 'means of cells' : 'means of cells with 95 % intervals (Student’s t over cells)';
}

function groupOf(name: string, own: readonly CellOfGroup[]) {
  const means = own.map(({ values }) => mean(values));
  const sorted = Float64Array.from(own.flatMap(({ values }) => [...values])).sort();
  const animals = new Set(own.map(({ animal }) => animal)).size;
  return { name, own, means, sorted, note: `${count(own.length, 'cell')}, ${count(animals, 'animal')}` };
}

/** Events beside each other where they are dense: places of a golden-ratio sequence, times the local density. */
function eventDots(sorted: Float64Array, x: number, width: number, y: (value: number) => number): Mark {
  const each = Math.max(1, Math.ceil(sorted.length / MOST_EVENTS));
  const values = sorted.filter((_, i) => i % each === each >> 1 || each === 1);
  const reach = (at(values, 0.9) - at(values, 0.1)) / 12 || 1;
  let [from, to] = [0, 0];
  const near = Array.from(values, (value) => {
    while (values[from] < value - reach) from++;
    while (to < values.length && values[to] <= value + reach) to++;
    return to - from;
  });
  const densest = Math.max(1, ...near);
  const points = Array.from(values, (value, i): [number, number] => {
    const place = ((i + 1) * 0.6180339887498949) % 1;
    return [x + (place - 0.5) * 2 * width * (near[i] / densest), y(value)];
  });
  return { kind: 'dots', points, shape: 'circle', radius: 0.8, fill: '#9a9a9a', opacity: 0.5 };
}

export function intervalMarks(
  { mean: centre, low, high }: { mean: number; low: number; high: number },
  x: number,
  half: number,
  y: (value: number) => number,
): Mark[] {
  const across = (value: number, reach: number, width: number) =>
    line(
      [
        [x - reach, y(value)],
        [x + reach, y(value)],
      ],
      INK,
      width,
    );
  if (Number.isNaN(low)) return [across(centre, half, 1.4)];
  return [
    across(centre, half, 1.4),
    line(
      [
        [x, y(low)],
        [x, y(high)],
      ],
      INK,
      0.9,
    ),
    across(low, half / 3, 0.9),
    across(high, half / 3, 0.9),
  ];
}

/** The value below which a share of the sorted values lies; NaN without values. */
export function at(sorted: ArrayLike<number>, share: number): number {
  return sorted.length === 0 ? Number.NaN : sorted[Math.round(share * (sorted.length - 1))];
}
