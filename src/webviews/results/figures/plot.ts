import type { Ink } from '../../shared/theme';

export interface PlotAxis {
  min: number;
  max: number;
  /** With the unit: "Amplitude (pA)". */
  title: string;
  /** Of a number of things: nothing lies between two of them. */
  whole?: boolean;
}

/** What is in a plot, in the numbers of its axes; later ones lie over earlier ones. */
export type Series =
  | { kind: 'line'; x: ArrayLike<number>; y: ArrayLike<number>; ink: Ink; width: number; dashed?: boolean }
  | { kind: 'bars'; start: number; width: number; counts: readonly number[]; ink: Ink }
  /** A stretch of the x axis, shaded from top to bottom. */
  | { kind: 'band'; from: number; to: number; ink: Ink }
  /** A stretch of the x axis that is left out, hatched from top to bottom. */
  | { kind: 'hatched'; from: number; to: number }
  | { kind: 'upright'; x: number; ink: Ink; dashed?: boolean; label?: string }
  | { kind: 'mark'; x: number; y: number; ink: Ink; shape: Shape; label?: string; place?: Place };

export type Shape = 'dot' | 'ring' | 'cross' | 'triangle';
export type Place = 'above' | 'below' | 'left' | 'right';

/** A plot as data: what draws it on the screen and what writes it for print is told the same. */
export interface Plot {
  title: string;
  /** What it shows, in words, for those who do not see it. */
  description: string;
  x: PlotAxis;
  y: PlotAxis;
  series: readonly Series[];
}

/** An axis that holds all values, with a margin of a share of their range. */
export function axisAround(title: string, values: Iterable<number>, margin = 0.06): PlotAxis {
  let [min, max] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const value of values) {
    if (value < min) min = value;
    if (value > max) max = value;
  }
  if (min > max) return { title, min: 0, max: 1 };
  const room = (max - min || Math.abs(max) || 1) * margin;
  return { title, min: min - room, max: max + room };
}

/** "Amplitude (pA)"; the name alone where there is no unit. */
export function titled(name: string, unit: string): string {
  return unit === '' ? name : `${name} (${unit})`;
}
