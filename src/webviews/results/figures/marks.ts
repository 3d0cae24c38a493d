import type { Ink } from '../../shared/theme';
import type { Placed, Stroke } from './picture';
import type { Series, Shape } from './plot';

const circle = Array.from({ length: 12 }, (_, i) => [
  Math.cos((i * Math.PI) / 6),
  Math.sin((i * Math.PI) / 6),
]);

/** Outlines of the marks, half a text's height around their position. */
const outlines: Record<Shape, readonly (readonly number[])[]> = {
  dot: circle,
  ring: circle,
  up: [
    [0, -0.2],
    [-1.1, 1.6],
    [1.1, 1.6],
  ],
  hollowUp: [
    [0, -0.2],
    [-1.1, 1.6],
    [1.1, 1.6],
  ],
  down: [
    [0, 0.2],
    [-1.1, -1.6],
    [1.1, -1.6],
  ],
  hollowDown: [
    [0, 0.2],
    [-1.1, -1.6],
    [1.1, -1.6],
  ],
  cross: [
    [-1, 0],
    [1, 0],
    [0, 0],
    [0, -1],
    [0, 1],
  ],
};
const filled: readonly Shape[] = ['dot', 'up', 'down'];
const outlined: readonly Shape[] = ['ring', 'hollowUp', 'hollowDown'];

const offsets = { above: [0, -0.9], below: [0, 1.6], left: [-0.8, 0.35], right: [0.8, 0.35] } as const;
const anchors = { above: 'middle', below: 'middle', left: 'end', right: 'start' } as const;

export function markOf(
  { x, y, ink, shape, label, chosen = false, place = 'above' }: Extract<Series, { kind: 'mark' }>,
  { xOf, yOf, frame, size }: Placed,
): Stroke[] {
  const [atX, atY] = [xOf(x), yOf(y)];
  if (!(atX >= frame.left && atX <= frame.right)) return [];
  const radius = (chosen ? 1.5 : 1) * 0.35 * size;
  const points = outlines[shape].flatMap(([dx, dy]) => [atX + radius * dx, atY + radius * dy]);
  const whole = [...points, points[0], points[1]];
  const path = (line: number[], colour: Ink, width: number, closed: boolean): Stroke => ({
    kind: 'path',
    points: line,
    ink: colour,
    width,
    closed,
    clipped: false,
  });
  const drawn: Stroke[] = [
    path(outlined.includes(shape) ? whole : points, ink, size / 7, filled.includes(shape)),
    ...(chosen ? [path(whole, 'selected', (2 * size) / 11, false)] : []),
  ];
  if (label === undefined) return drawn;
  const wanted = atY + offsets[place][1] * size;
  // On the axis or outside the picture it would be illegible.
  const side = wanted > frame.bottom - 0.2 * size || wanted < frame.top + 0.8 * size ? 'right' : place;
  const [dx, dy] = offsets[side];
  return [
    ...drawn,
    {
      kind: 'text',
      x: atX + dx * size,
      y: atY + dy * (chosen ? 1.35 : 1) * size,
      text: label,
      ink: 'foreground',
      anchor: anchors[side],
      haloed: true,
    },
  ];
}
