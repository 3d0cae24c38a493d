import { type Box, hatching } from '../../shared/drawing/hatching';
import type { Ink } from '../../shared/theme';
import { axes, gutter, titles } from './axes';
import { markOf } from './marks';
import type { Plot, Series } from './plot';

/** Strokes for painters, in units of the paper or the screen, y downwards. */
export type Stroke =
  | {
      kind: 'path';
      points: number[];
      ink: Ink;
      width: number;
      dashed?: boolean;
      closed?: boolean;
      clipped: boolean;
    }
  | { kind: 'box'; x: number; y: number; width: number; height: number; ink: Ink; clipped: boolean }
  | {
      kind: 'text';
      x: number;
      y: number;
      text: string;
      ink: Ink;
      anchor: 'start' | 'middle' | 'end';
      turned?: boolean;
      /** Text over lines has a halo that separates it from them. */
      haloed?: boolean;
    };

/** Layout of a plot: the positions of its axes, and its strokes. */
export interface Picture {
  width: number;
  height: number;
  /** Text size. */
  size: number;
  frame: Box;
  strokes: Stroke[];
}

/**
 * Lays a plot out in an area. `size` is the height of its text, from which all other sizes follow. Print has titles
 * beside the axes, the screen has units at the last numbers.
 */
export function layOut(
  plot: Plot,
  width: number,
  height: number,
  size: number,
  medium: 'screen' | 'print' = 'print',
): Picture {
  const frame =
    medium === 'print'
      ? { left: 5.2 * size, right: width - 1.2 * size, top: 0.8 * size, bottom: height - 3 * size }
      : { left: gutter.left, right: width - gutter.right, top: 0.8 * size, bottom: height - 1.7 * size };
  const xOf = (x: number) =>
    frame.left + ((x - plot.x.min) / (plot.x.max - plot.x.min)) * (frame.right - frame.left);
  const yOf = (y: number) =>
    frame.bottom - ((y - plot.y.min) / (plot.y.max - plot.y.min)) * (frame.bottom - frame.top);
  const place: Placed = { xOf, yOf, frame, size };
  return {
    width,
    height,
    size,
    frame,
    strokes: [
      ...axes(plot, place, medium),
      ...(medium === 'print' ? titles(plot, place) : []),
      ...plot.series.flatMap((series) => strokesOf(series, place)),
    ],
  };
}

export interface Placed {
  xOf(x: number): number;
  yOf(y: number): number;
  frame: Box;
  size: number;
}

function strokesOf(series: Series, placed: Placed): Stroke[] {
  switch (series.kind) {
    case 'line':
      return pieces(series.x, series.y, placed).map((points) => ({
        kind: 'path',
        points,
        ink: series.ink,
        width: (series.width * placed.size) / 11,
        dashed: series.dashed,
        clipped: true,
      }));
    case 'area':
      return [areaOf(series, placed)];
    case 'bars':
      return barsOf(series, placed);
    case 'band':
      return [bandOf(series, placed)];
    case 'hatched':
      return hatchedOf(series, placed);
    case 'upright':
      return uprightOf(series, placed);
    case 'mark':
      return markOf(series, placed);
  }
}

type SeriesOf<Kind extends Series['kind']> = Extract<Series, { kind: Kind }>;

function barsOf({ start, width, counts, ink }: SeriesOf<'bars'>, { xOf, yOf, size }: Placed): Stroke[] {
  return counts.map((count, i) => {
    const [from, to] = [xOf(start + i * width), xOf(start + (i + 1) * width)];
    return {
      kind: 'box',
      x: from,
      y: yOf(count),
      width: Math.max(0.5, to - from - size / 11),
      height: yOf(0) - yOf(count),
      ink,
      clipped: true,
    };
  });
}

function hatchedOf({ from, to }: SeriesOf<'hatched'>, placed: Placed): Stroke[] {
  const { frame, size } = placed;
  const band = bandOf({ from, to, ink: 'selectionFill' }, placed);
  const [left, right] = [Math.max(frame.left, band.x), Math.min(frame.right, band.x + band.width)];
  const strokes = hatching({ ...frame, left, right }, (8 * size) / 11);
  return [
    band,
    ...strokes.map(
      (points): Stroke => ({ kind: 'path', points, ink: 'hatching', width: size / 11, clipped: true }),
    ),
  ];
}

function uprightOf(
  { x: at, ink, dashed, label }: SeriesOf<'upright'>,
  { xOf, frame, size }: Placed,
): Stroke[] {
  const x = xOf(at);
  const points = [x, frame.top, x, frame.bottom];
  const line: Stroke = { kind: 'path', points, ink, width: size / 11, dashed, clipped: true };
  if (label === undefined || x < frame.left || x > frame.right) return [line];
  return [line, { kind: 'text', x: x + 0.3 * size, y: frame.top + size, text: label, ink, anchor: 'start' }];
}

/** Area between two lines, where both have values. */
function areaOf({ x, low, high, ink }: Extract<Series, { kind: 'area' }>, { xOf, yOf }: Placed): Stroke {
  const known = Array.from(x, (_, i) => i).filter((i) => Number.isFinite(low[i]) && Number.isFinite(high[i]));
  const points = [
    ...known.flatMap((i) => [xOf(x[i]), yOf(low[i])]),
    ...known.toReversed().flatMap((i) => [xOf(x[i]), yOf(high[i])]),
  ];
  return { kind: 'path', points, ink, width: 0, closed: true, clipped: true };
}

/** A range of the x axis over the full height. */
function bandOf(
  { from, to, ink }: { from: number; to: number; ink: Ink },
  { xOf, frame }: Placed,
): Extract<Stroke, { kind: 'box' }> {
  return {
    kind: 'box',
    x: xOf(from),
    y: frame.top,
    width: xOf(to) - xOf(from),
    height: frame.bottom - frame.top,
    ink,
    clipped: true,
  };
}

/** The segments of a line between missing values. */
function pieces(x: ArrayLike<number>, y: ArrayLike<number>, { xOf, yOf }: Placed): number[][] {
  const found: number[][] = [];
  let piece: number[] | undefined;
  for (let i = 0; i < x.length; i++) {
    if (Number.isNaN(y[i])) piece = undefined;
    else {
      if (!piece) {
        piece = [];
        found.push(piece);
      }
      piece.push(xOf(x[i]), yOf(y[i]));
    }
  }
  return found;
}
