import type { Mark, Shape } from './marks';

/** Outline of marks that are not text, as SVG's path data, in points. */
export function pathData(mark: Exclude<Mark, { kind: 'text' }>): string {
  if (mark.kind === 'dots')
    return mark.points.map(([x, y]) => shapePath(mark.shape, x, y, mark.radius)).join('');
  return `${lineData(mark.points)}${mark.closed ? 'Z' : ''}`;
}

function lineData(points: readonly (readonly [x: number, y: number])[]): string {
  return points.map(([x, y], i) => `${i === 0 ? 'M' : 'L'}${coordinate(x)} ${coordinate(y)}`).join('');
}

/** Corners of a shape around a point, by its radius; all shapes have about the same area. */
const CORNERS: Readonly<Record<Exclude<Shape, 'circle'>, readonly (readonly [number, number])[]>> = {
  square: [
    [-0.89, -0.89],
    [0.89, -0.89],
    [0.89, 0.89],
    [-0.89, 0.89],
  ],
  diamond: [
    [0, -1.25],
    [1.25, 0],
    [0, 1.25],
    [-1.25, 0],
  ],
  triangle: [
    [0, -1.5],
    [1.35, 0.8],
    [-1.35, 0.8],
  ],
};

/** Corners of a shape in points; undefined for a circle. */
export function cornersOf(
  shape: Shape,
  x: number,
  y: number,
  radius: number,
): [x: number, y: number][] | undefined {
  if (shape === 'circle') return undefined;
  return CORNERS[shape].map(([dx, dy]) => [x + dx * radius, y + dy * radius]);
}

function shapePath(shape: Shape, x: number, y: number, radius: number): string {
  const corners = cornersOf(shape, x, y, radius);
  if (corners) return `${lineData(corners)}Z`;
  const r = coordinate(radius);
  return `M${coordinate(x - radius)} ${coordinate(y)}a${r} ${r} 0 1 0 ${coordinate(2 * radius)} 0a${r} ${r} 0 1 0 ${coordinate(-2 * radius)} 0Z`;
}

/** Hundredths of a point are enough. */
export function coordinate(value: number): string {
  return String(Math.round(value * 100) / 100);
}
