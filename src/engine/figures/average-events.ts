import {
  band,
  COLUMN_WIDTH,
  type Figure,
  label,
  line,
  type Mark,
  PAGE_WIDTH,
  TEXT_SIZE,
} from '../../common/figures/marks';
import { count } from '../../common/text/numbers';
import { type Plot, type Scale, scaleOf, shortened, xAxis, yAxis } from './axes';
import { meanInterval } from './intervals';
import { animalColour, groupColour } from './palette';

const HEIGHT = 160;
const STEPS = 300;

/** The average event of one recording. */
export interface RecordingAverage {
  group: string;
  /** What tells cells and animals apart. */
  cell: string;
  animal: string;
  values: Float64Array;
  /** Events in it. */
  count: number;
  rate_hz: number;
  /** Samples before the steepest rise. */
  before: number;
}

/** Average events: one thin line per cell in the colour of its animal, the mean of the cells with its band, by group. */
export function averageEvents(recordings: readonly RecordingAverage[], unit: string): Figure {
  const from = Math.max(...recordings.map(({ before, rate_hz }) => -before / rate_hz));
  const to = Math.min(
    ...recordings.map(({ values, before, rate_hz }) => (values.length - 1 - before) / rate_hz),
  );
  const grid = Array.from({ length: STEPS + 1 }, (_, i) => from + (i / STEPS) * (to - from));
  const groups = [...new Set(recordings.map(({ group }) => group))];
  const animals = [...new Set(recordings.map(({ animal }) => animal))];
  const panels = groups.map((group) =>
    cellsOfGroup(
      recordings.filter((one) => one.group === group),
      grid,
    ),
  );
  const values = panels.flatMap((cells) => cells.flatMap(({ curve }) => curve));
  const room = (Math.max(...values) - Math.min(...values)) * 0.05 || 1;
  const width =
    groups.length === 1
      ? COLUMN_WIDTH
      : Math.max(COLUMN_WIDTH, PAGE_WIDTH * Math.min(1, groups.length / 4 + 0.1));
  const each = (width - 44) / groups.length;
  const y = scaleOf(Math.min(...values) - room, Math.max(...values) + room, HEIGHT - 30, 18);
  const marks = panels.flatMap((cells, g) => {
    const plot: Plot = {
      left: 44 + g * each,
      right: 44 + (g + 1) * each - 10,
      top: 18,
      bottom: HEIGHT - 30,
    };
    const x = scaleOf(from * 1000, to * 1000, plot.left, plot.right);
    const name = `${shortened(groups[g], Math.floor(each / 7))}, ${count(cells.length, 'cell')}`;
    return [
      ...curvesOf(cells, grid, { x, y }, (animal) => animalColour(animals.indexOf(animal))),
      label((plot.left + plot.right) / 2, 10, name, { anchor: 'middle', bold: true }),
      ...(g === 0 ? yAxis(y, plot, unit === '' ? 'Value' : unit) : []),
      ...xAxis(x, plot, 'Time (ms)', Math.max(2, Math.floor(each / (TEXT_SIZE * 5)))),
    ];
  });
  const events = groups.map((group) => {
    const own = recordings.filter((one) => one.group === group);
    const cells = new Set(own.map(({ animal, cell }) => JSON.stringify([animal, cell]))).size;
    return `${group}: ${count(
      own.reduce((sum, one) => sum + one.count, 0),
      'event',
    )} of ${count(cells, 'cell')}`;
  });
  return {
    name: 'average-events',
    title: 'Average events by cell and group',
    legend: `Average events, aligned at their steepest rise, baselines subtracted (${events.join('; ')}; isolated events only). Thin lines are cells, colours are animals; thick lines are means of cells with 95 % bands (Student’s t over cells).`,
    width,
    height: HEIGHT,
    marks,
  };
}

function curvesOf(
  cells: readonly { animal: string; curve: readonly number[] }[],
  grid: readonly number[],
  { x, y }: Record<'x' | 'y', Scale>,
  colourOf: (animal: string) => string,
): Mark[] {
  const placed = (of: (i: number) => number) =>
    grid.map((time, i): [number, number] => [x(time * 1000), y(clamp(of(i), y))]);
  const intervals = grid.map((_, i) => meanInterval(cells.map(({ curve }) => curve[i])));
  const thin = cells.map(({ curve, animal }) =>
    line(
      placed((i) => curve[i]),
      colourOf(animal),
      0.5,
      0.7,
    ),
  );
  const high = placed((i) => intervals[i].high);
  const low = placed((i) => intervals[i].low);
  const mean = placed((i) => intervals[i].mean);
  return [
    ...thin,
    ...(cells.length > 1 ? [band(high, low, groupColour(0))] : []),
    line(mean, groupColour(0), 1.2),
  ];
}

function clamp(value: number, { from, to }: { from: number; to: number }): number {
  return Math.min(to, Math.max(from, value));
}

/** The mean of a cell's averages, weighted by their events, on a common grid of times. */
function cellsOfGroup(
  recordings: readonly RecordingAverage[],
  grid: readonly number[],
): { animal: string; curve: number[] }[] {
  const cells = new Map<string, RecordingAverage[]>();
  for (const one of recordings) {
    const key = JSON.stringify([one.animal, one.cell]);
    cells.set(key, [...(cells.get(key) ?? []), one]);
  }
  return [...cells.values()].map((own) => {
    const total = own.reduce((sum, { count }) => sum + count, 0);
    const curve = grid.map((time) =>
      own.reduce((sum, one) => sum + (one.count / total) * valueAt(one, time), 0),
    );
    return { animal: own[0].animal, curve };
  });
}

/** Interpolated linearly. */
function valueAt({ values, before, rate_hz }: RecordingAverage, time_s: number): number {
  const place = Math.min(values.length - 1, Math.max(0, before + time_s * rate_hz));
  const low = Math.min(values.length - 2, Math.floor(place));
  return values[low] + (place - low) * (values[low + 1] - values[low]);
}
