import { withUnit } from '../../../common/text/numbers';
import { ticks, tickText } from '../../shared/chart';
import type { Ink } from '../../shared/theme';
import type { Placed, Stroke } from './picture';
import type { Plot, PlotAxis } from './plot';

/** Margins of a plot on the screen in pixels, equal for plots above each other: tokens.css. */
export const gutter = { left: 48, right: 8 };

/** Grid and numbers, in print with a frame. */
export function axes({ x, y }: Plot, placed: Placed, medium: 'screen' | 'print'): Stroke[] {
  const { xOf, yOf, frame, size } = placed;
  const { left, right, top, bottom } = frame;
  const across = numbersOf(x, (right - left) / (7 * size), medium);
  const up = numbersOf(y, (bottom - top) / (3.4 * size), medium);
  const line = (points: number[], ink: Ink): Stroke => ({
    kind: 'path',
    points,
    ink,
    width: size / 11,
    clipped: false,
  });
  // As in journals; on the screen the grid and the line at zero are enough, as in all charts of the views.
  const frameLines = [
    line([left, top, left, bottom, right, bottom], 'faint'),
    ...across.map(({ value }) => line([xOf(value), bottom, xOf(value), bottom + 0.35 * size], 'faint')),
  ];
  return [
    ...up.map(({ value }) =>
      line([left, yOf(value), right, yOf(value)], medium === 'screen' && value === 0 ? 'faint' : 'grid'),
    ),
    ...(medium === 'print' ? frameLines : []),
    ...across.map(({ value, text }): Stroke => {
      // Clipped to the edge.
      const atEdge = xOf(value) + 0.3 * size * text.length > right + gutter.right;
      return {
        kind: 'text',
        x: atEdge ? right + gutter.right - 1 : xOf(value),
        y: bottom + 1.35 * size,
        text,
        ink: 'faint',
        anchor: atEdge ? 'end' : 'middle',
      };
    }),
    ...up.map(({ value, text }): Stroke => {
      const tooLong = 0.62 * size * text.length > left - 0.45 * size;
      return {
        kind: 'text',
        x: tooLong ? 1 : left - 0.45 * size,
        y: yOf(value) + 0.35 * size,
        text,
        ink: 'faint',
        anchor: tooLong ? 'start' : 'end',
      };
    }),
  ];
}

function numbersOf(
  { min, max, whole, unit = '' }: PlotAxis,
  most: number,
  medium: 'screen' | 'print',
): { value: number; text: string }[] {
  const { values, decimals } = ticks(min, max, whole ? Math.min(most, max - min) : most);
  return values.map((value, i) => {
    const text = tickText(value, decimals);
    return { value, text: medium === 'screen' && i === values.length - 1 ? withUnit(text, unit) : text };
  });
}

/** Titles with units, as in journals. */
export function titles({ x, y }: Plot, { frame, size }: Placed): Stroke[] {
  const { left, right, top, bottom } = frame;
  return [
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
