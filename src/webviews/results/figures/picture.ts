import { fixed, significant } from '../../../common/text/numbers';
import { type Box, hatching } from '../../shared/hatching';
import type { Ink } from '../../shared/theme';
import { ticks } from '../../shared/ticks';
import type { Plot, PlotAxis, Series } from './plot';

/** What painters draw, in units of the paper or the screen, y downwards. */
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
      /** Lies over lines: they are kept off it. */
      haloed?: boolean;
    };

/** A plot laid out: where its axes lie, and the strokes it is made of. */
export interface Picture {
  width: number;
  height: number;
  /** Of text. */
  size: number;
  frame: Box;
  strokes: Stroke[];
}

/** Lays a plot out on a given area. `size` is the height of its text; everything else follows from it. */
export function layOut(plot: Plot, width: number, height: number, size: number): Picture {
  const frame = { left: 5.2 * size, right: width - 1.2 * size, top: 0.8 * size, bottom: height - 3 * size };
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
    strokes: [...axes(plot, place), ...plot.series.flatMap((series) => strokesOf(series, place))],
  };
}

interface Placed {
  xOf(x: number): number;
  yOf(y: number): number;
  frame: Box;
  size: number;
}

function axes({ x, y }: Plot, { xOf, yOf, frame, size }: Placed): Stroke[] {
  const { left, right, top, bottom } = frame;
  const along = ({ min, max, whole }: PlotAxis, most: number) =>
    ticks(min, max, whole ? Math.min(most, max - min) : most);
  const across = along(x, (right - left) / (7 * size));
  const up = along(y, (bottom - top) / (3.4 * size));
  const words = (value: number, decimals: number) =>
    decimals > 6 ? significant(value) : fixed(value, decimals);
  const line = (points: number[], ink: Ink): Stroke => ({
    kind: 'path',
    points,
    ink,
    width: size / 11,
    clipped: false,
  });
  return [
    ...up.values.map((value) => line([left, yOf(value), right, yOf(value)], 'grid')),
    line([left, top, left, bottom, right, bottom], 'faint'),
    ...across.values.map((value) => line([xOf(value), bottom, xOf(value), bottom + 0.35 * size], 'faint')),
    ...across.values.map(
      (value): Stroke => ({
        kind: 'text',
        x: xOf(value),
        y: bottom + 1.3 * size,
        text: words(value, across.decimals),
        ink: 'faint',
        anchor: 'middle',
      }),
    ),
    ...up.values.map(
      (value): Stroke => ({
        kind: 'text',
        x: left - 0.45 * size,
        y: yOf(value) + 0.35 * size,
        text: words(value, up.decimals),
        ink: 'faint',
        anchor: 'end',
      }),
    ),
    {
      kind: 'text',
      x: (left + right) / 2,
      y: bottom + 2.6 * size,
      text: x.title,
      ink: 'foreground',
      anchor: 'middle',
    },
    {
      kind: 'text',
      x: size,
      y: (top + bottom) / 2,
      text: y.title,
      ink: 'foreground',
      anchor: 'middle',
      turned: true,
    },
  ];
}

function strokesOf(series: Series, placed: Placed): Stroke[] {
  const { xOf, yOf, frame, size } = placed;
  switch (series.kind) {
    case 'line':
      return pieces(series.x, series.y, placed).map((points) => ({
        kind: 'path',
        points,
        ink: series.ink,
        width: (series.width * size) / 11,
        dashed: series.dashed,
        clipped: true,
      }));
    case 'bars':
      return series.counts.map((count, i) => {
        const [from, to] = [xOf(series.start + i * series.width), xOf(series.start + (i + 1) * series.width)];
        return {
          kind: 'box',
          x: from,
          y: yOf(count),
          width: Math.max(0.5, to - from - size / 11),
          height: yOf(0) - yOf(count),
          ink: series.ink,
          clipped: true,
        };
      });
    case 'band':
      return [bandOf(series, placed)];
    case 'hatched': {
      const band = bandOf({ ...series, ink: 'selectionFill' }, placed);
      const [left, right] = [Math.max(frame.left, band.x), Math.min(frame.right, band.x + band.width)];
      const box = { ...frame, left, right };
      return [
        band,
        ...hatching(box, (8 * size) / 11).map(
          (points): Stroke => ({ kind: 'path', points, ink: 'hatching', width: size / 11, clipped: true }),
        ),
      ];
    }
    case 'upright': {
      const x = xOf(series.x);
      return [
        {
          kind: 'path',
          points: [x, frame.top, x, frame.bottom],
          ink: series.ink,
          width: size / 11,
          dashed: series.dashed,
          clipped: true,
        },
        ...(series.label === undefined || x < frame.left || x > frame.right
          ? []
          : [
              {
                kind: 'text' as const,
                x: x + 0.3 * size,
                y: frame.top + size,
                text: series.label,
                ink: series.ink,
                anchor: 'start' as const,
              },
            ]),
      ];
    }
    case 'mark':
      return markOf(series, placed);
  }
}

/** A stretch of the x axis from top to bottom. */
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

/** The pieces of a line between missing values. */
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

/** Points of the marks, half a text's height around their place. */
const outlines = {
  dot: Array.from({ length: 12 }, (_, i) => [Math.cos((i * Math.PI) / 6), Math.sin((i * Math.PI) / 6)]),
  ring: Array.from({ length: 12 }, (_, i) => [Math.cos((i * Math.PI) / 6), Math.sin((i * Math.PI) / 6)]),
  triangle: [
    [0, 0.2],
    [-0.9, -1.4],
    [0.9, -1.4],
  ],
  cross: [
    [-1, 0],
    [1, 0],
    [0, 0],
    [0, -1],
    [0, 1],
  ],
} as const;

const offsets = { above: [0, -0.9], below: [0, 1.6], left: [-0.8, 0.35], right: [0.8, 0.35] } as const;
const anchors = { above: 'middle', below: 'middle', left: 'end', right: 'start' } as const;

function markOf(
  { x, y, ink, shape, label, place = 'above' }: Extract<Series, { kind: 'mark' }>,
  { xOf, yOf, frame, size }: Placed,
): Stroke[] {
  const [atX, atY] = [xOf(x), yOf(y)];
  if (!(atX >= frame.left && atX <= frame.right)) return [];
  const radius = 0.35 * size;
  const points = outlines[shape].flatMap(([dx, dy]) => [atX + radius * dx!, atY + radius * dy!]);
  const closed = shape === 'dot' || shape === 'triangle';
  const outline: Stroke = {
    kind: 'path',
    points: shape === 'ring' ? [...points, points[0], points[1]] : points,
    ink,
    width: size / 7,
    closed,
    clipped: false,
  };
  if (label === undefined) return [outline];
  const wanted = atY + offsets[place][1] * size;
  // On the axis or beyond the picture nobody could read it.
  const side = wanted > frame.bottom - 0.2 * size || wanted < frame.top + 0.8 * size ? 'right' : place;
  const [dx, dy] = offsets[side];
  return [
    outline,
    {
      kind: 'text',
      x: atX + dx * size,
      y: atY + dy * size,
      text: label,
      ink: 'foreground',
      anchor: anchors[side],
      haloed: true,
    },
  ];
}
