import {
  band,
  COLUMN_WIDTH,
  type Figure,
  label,
  line,
  type Mark,
  TEXT_SIZE,
} from '../../common/figures/marks';
import { axisRange, type Plot, type Scale, scaleOf, xAxis, yAxis } from './axes';
import { meanInterval } from './intervals';
import { groupColour } from './palette';

const HEIGHT = 230;
const BINS = 12;

/** One recording over its time. */
export interface RecordingCourse {
  group: string;
  /** Times and amplitudes of its events. */
  times_s: Float64Array;
  amplitudes: Float64Array;
  duration_s: number;
  /** Intervals without a look, sorted and apart. */
  excluded_s: readonly (readonly [from: number, to: number])[];
}

/** Event frequency and amplitude over the time of the recordings, per group: thin lines are recordings. */
export function timeCourse(recordings: readonly RecordingCourse[], unit: string): Figure {
  const longest = Math.max(...recordings.map(({ duration_s }) => duration_s));
  const minutes = longest > 240;
  const [factor, timeUnit] = minutes ? [1 / 60, 'min'] : [1, 's'];
  const bin_s = longest / BINS;
  const courses = recordings.map((one) => ({ group: one.group, ...binned(one, bin_s) }));
  const groups = [...new Set(recordings.map(({ group }) => group))];
  const panels = [
    { name: 'Frequency (Hz)', of: (course: (typeof courses)[number]) => course.rates, top: 12, bottom: 95 },
    {
      name: unit === '' ? 'Amplitude' : `Amplitude (${unit})`,
      of: (course: (typeof courses)[number]) => course.means,
      top: 115,
      bottom: HEIGHT - 30,
    },
  ];
  const x = scaleOf(0, longest * factor, 44, COLUMN_WIDTH - 8);
  const middles = Array.from({ length: BINS }, (_, i) => x((i + 0.5) * bin_s * factor));
  const marks: Mark[] = [];
  for (const [p, { name, of, top, bottom }] of panels.entries()) {
    const plot: Plot = { left: 44, right: COLUMN_WIDTH - 8, top, bottom };
    const y = scaleOf(...rangeOf(courses.flatMap((course) => of(course))), bottom, top);
    groups.forEach((group, g) => {
      const own = courses.filter((course) => course.group === group).map(of);
      marks.push(...groupMarks(own, middles, y, groupColour(g)));
    });
    marks.push(...yAxis(y, plot, name, 4));
    if (p === 1) marks.push(...xAxis(x, plot, `Time (${timeUnit})`));
    else
      marks.push(
        line([
          [plot.left, bottom],
          [plot.right, bottom],
        ]),
      );
  }
  const counts = groups.map(
    (group) => `${group}, ${recordings.filter((one) => one.group === group).length} recordings`,
  );
  counts.forEach((text, g) => {
    const y = 12 + g * (TEXT_SIZE + 2);
    marks.push(label(COLUMN_WIDTH - 8, y, text, { anchor: 'end', colour: groupColour(g), bold: true }));
  });
  return {
    name: 'time-course',
    title: 'Event frequency and amplitude over the time of the recordings',
    legend: `Event frequency (top) and mean amplitude (bottom) in intervals of ${Math.round(bin_s * 10) / 10} s (${counts.join('; ')}). Thin lines are recordings, thick lines their means, bands 95 % intervals (Student’s t over recordings). Excluded intervals do not count as time.`,
    width: COLUMN_WIDTH,
    height: HEIGHT,
    marks,
  };
}

/** The range of all values but the most extreme. */
function rangeOf(values: readonly number[]): [from: number, to: number] {
  const sorted = values.filter(Number.isFinite).sort((a, b) => a - b);
  if (sorted.length === 0) return [0, 1];
  const cut = Math.floor(sorted.length * 0.01);
  return axisRange([sorted[cut], sorted[sorted.length - 1 - cut], ...(sorted[0] >= 0 ? [0] : [])]);
}

function groupMarks(
  own: readonly (readonly number[])[],
  x: readonly number[],
  y: Scale,
  colour: string,
): Mark[] {
  const [least, most] = [Math.min(y(y.from), y(y.to)), Math.max(y(y.from), y(y.to))];
  const inside = (value: number) => Math.min(most, Math.max(least, y(value)));
  const intervals = x.map((_, i) => meanInterval(own.map((course) => course[i]).filter(Number.isFinite)));
  const placed = (of: (i: number) => number) =>
    x.flatMap((place, i): [number, number][] => (Number.isFinite(of(i)) ? [[place, inside(of(i))]] : []));
  return [
    ...own.map((course) =>
      line(
        placed((i) => course[i]),
        colour,
        0.35,
        0.35,
      ),
    ),
    band(
      placed((i) => intervals[i].high),
      placed((i) => intervals[i].low),
      colour,
    ),
    line(
      placed((i) => intervals[i].mean),
      colour,
      1.2,
    ),
  ];
}

/** Frequency and mean amplitude per bin; NaN where less than half of the bin was looked at. */
export function binned(recording: RecordingCourse, bin_s: number): { rates: number[]; means: number[] } {
  const { times_s, amplitudes, duration_s, excluded_s } = recording;
  const [counts, sums] = [new Array<number>(BINS).fill(0), new Array<number>(BINS).fill(0)];
  times_s.forEach((time, i) => {
    const bin = Math.min(BINS - 1, Math.floor(time / bin_s));
    counts[bin]++;
    sums[bin] += amplitudes[i];
  });
  const looked = counts.map((_, bin) => {
    const [from, to] = [bin * bin_s, Math.min((bin + 1) * bin_s, duration_s)];
    const lost = excluded_s.reduce(
      (sum, [a, b]) => sum + Math.max(0, Math.min(b, to) - Math.max(a, from)),
      0,
    );
    return Math.max(0, to - from) - lost;
  });
  const enough = (bin: number) => looked[bin] > bin_s / 2;
  return {
    rates: counts.map((n, bin) => (enough(bin) ? n / looked[bin] : Number.NaN)),
    means: sums.map((sum, bin) => (enough(bin) && counts[bin] > 0 ? sum / counts[bin] : Number.NaN)),
  };
}
