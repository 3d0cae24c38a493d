import { INK, LINE_WIDTH, label, line, type Mark, TEXT_SIZE } from '../../common/figures/marks';
import { decimalsFor, fixed } from '../../common/text/numbers';

/** Maps values to places, linearly. */
export interface Scale {
  (value: number): number;
  readonly from: number;
  readonly to: number;
}

/** @param from the value at `start` @param to the value at `end`, in points */
export function scaleOf(from: number, to: number, start: number, end: number): Scale {
  const place = (value: number) => start + ((value - from) / (to - from)) * (end - start);
  return Object.assign(place, { from, to });
}

/** Round numbers between two values, about `count` of them: steps of 1, 2 or 5 times a power of ten. */
export function ticksOf(from: number, to: number, count = 5): number[] {
  const rough = Math.abs(to - from) / count;
  if (!(rough > 0) || !Number.isFinite(rough)) return [from];
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = ([1, 2, 5].find((factor) => factor * power >= rough * 0.999) ?? 10) * power;
  const first = Math.ceil(Math.min(from, to) / step - 1e-9);
  const last = Math.floor(Math.max(from, to) / step + 1e-9);
  return Array.from({ length: last - first + 1 }, (_, i) => (first + i) * step);
}

/** Range of an axis: from zero where the values are near enough to it, and with some room. */
export function axisRange(values: readonly number[]): [from: number, to: number] {
  const present = values.filter(Number.isFinite);
  let [low, high] = [Math.min(...present), Math.max(...present)];
  if (!(high > low)) [low, high] = [low - (Math.abs(low) || 1) / 2, high + (Math.abs(high) || 1) / 2];
  const room = (high - low) * 0.06;
  const zeroBased = low >= 0 && low < 0.6 * high;
  const zeroTopped = high <= 0 && high > 0.6 * low;
  return [zeroBased ? 0 : low - room, zeroTopped ? 0 : high + room];
}

/** The rectangle that data are drawn in. */
export interface Plot {
  left: number;
  right: number;
  top: number;
  bottom: number;
}

/** The axis of y on the left of a plot, with ticks, numbers and its name. */
export function yAxis(scale: Scale, { left, top, bottom }: Plot, name: string, count = 5): Mark[] {
  const ticks = ticksOf(scale.from, scale.to, count);
  return [
    line([
      [left, top],
      [left, bottom],
    ]),
    ...ticks.flatMap((tick) => {
      const y = scale(tick);
      return [
        line([
          [left - 3, y],
          [left, y],
        ]),
        label(left - 5, y + TEXT_SIZE * 0.35, tickText(tick, ticks), { anchor: 'end' }),
      ];
    }),
    label(left - 30, (top + bottom) / 2, name, { anchor: 'middle', upright: true }),
  ];
}

/** The axis of x below a plot. */
export function xAxis(scale: Scale, { left, right, bottom }: Plot, name: string, count = 5): Mark[] {
  const ticks = ticksOf(scale.from, scale.to, count);
  return [
    line([
      [left, bottom],
      [right, bottom],
    ]),
    ...ticks.flatMap((tick) => {
      const x = scale(tick);
      return [
        line([
          [x, bottom],
          [x, bottom + 3],
        ]),
        label(x, bottom + 4 + TEXT_SIZE, tickText(tick, ticks), { anchor: 'middle' }),
      ];
    }),
    label((left + right) / 2, bottom + 8 + 2 * TEXT_SIZE, name, { anchor: 'middle' }),
  ];
}

/** Places of groups along x, and their names with counts below. */
export function groupAxis(
  groups: readonly { name: string; note: string }[],
  { left, right, bottom }: Plot,
): { places: number[]; step: number; marks: Mark[] } {
  const step = (right - left) / Math.max(1, groups.length);
  const places = groups.map((_, i) => left + (i + 0.5) * step);
  const most = Math.max(4, Math.floor(step / (TEXT_SIZE * 0.5)));
  const marks = groups.flatMap(({ name, note }, i) => [
    line(
      [
        [places[i], bottom],
        [places[i], bottom + 3],
      ],
      INK,
      LINE_WIDTH,
    ),
    label(places[i], bottom + 4 + TEXT_SIZE, shortened(name, most), { anchor: 'middle' }),
    label(places[i], bottom + 5 + 2 * TEXT_SIZE, note, {
      anchor: 'middle',
      size: TEXT_SIZE - 1,
      colour: '#555555',
    }),
  ]);
  return {
    places,
    step,
    marks: [
      line([
        [left, bottom],
        [right, bottom],
      ]),
      ...marks,
    ],
  };
}

export function shortened(text: string, most: number): string {
  return text.length <= most ? text : `${text.slice(0, most - 1)}…`;
}

function tickText(tick: number, ticks: readonly number[]): string {
  return fixed(tick, decimalsFor(ticks.length > 1 ? ticks[1] - ticks[0] : Math.abs(tick)));
}
