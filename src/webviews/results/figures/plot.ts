import type { Ink } from '../../shared/theme';

export interface PlotAxis {
  min: number;
  max: number;
  /** With the unit: "Amplitude (pA)"; print has it beside the axis. */
  title: string;
  /** On the screen it stands at the last number, in place of a title. */
  unit?: string;
  /** Of a number of things: nothing lies between two of them. */
  whole?: boolean;
}

/** What is in a plot, in the numbers of its axes; later ones lie over earlier ones. */
export type Series =
  | { kind: 'line'; x: ArrayLike<number>; y: ArrayLike<number>; ink: Ink; width: number; dashed?: boolean }
  /** Between two lines. */
  | { kind: 'area'; x: ArrayLike<number>; low: ArrayLike<number>; high: ArrayLike<number>; ink: Ink }
  | { kind: 'bars'; start: number; width: number; counts: readonly number[]; ink: Ink }
  /** A stretch of the x axis, shaded from top to bottom. */
  | { kind: 'band'; from: number; to: number; ink: Ink }
  /** A stretch of the x axis that is left out, hatched from top to bottom. */
  | { kind: 'hatched'; from: number; to: number }
  | { kind: 'upright'; x: number; ink: Ink; dashed?: boolean; label?: string }
  | {
      kind: 'mark';
      x: number;
      y: number;
      ink: Ink;
      shape: Shape;
      /** Half as large again, outlined. */
      chosen?: boolean;
      /** What is marked. */
      name?: string;
      label?: string;
      place?: Place;
    };

/** Triangles point up or down at what they mark; hollow ones mark what is not there any more. */
export type Shape = 'dot' | 'ring' | 'cross' | 'up' | 'down' | 'hollowUp' | 'hollowDown';
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
export function axisAround(
  { title, unit }: Pick<PlotAxis, 'title' | 'unit'>,
  values: Iterable<number>,
  margin = 0.06,
): PlotAxis {
  let [min, max] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const value of values) {
    if (value < min) min = value;
    if (value > max) max = value;
  }
  if (min > max) return { title, unit, min: 0, max: 1 };
  const room = (max - min || Math.abs(max) || 1) * margin;
  return { title, unit, min: min - room, max: max + room };
}

/** "Amplitude (pA)"; the name alone where there is no unit. */
export function titled(name: string, unit: string): string {
  return unit === '' ? name : `${name} (${unit})`;
}

/** An axis' title and unit: "Amplitude (pA)" in print, "pA" at the last number on the screen. */
export function named(name: string, unit: string): Pick<PlotAxis, 'title' | 'unit'> {
  return { title: titled(name, unit), unit };
}

/** The time axis of an event; samples where the sampling rate is not known. */
export function eventTime(rate_hz: number | null): Pick<PlotAxis, 'title' | 'unit'> {
  return rate_hz === null ? named('Samples', '') : named('Time', 'ms');
}
