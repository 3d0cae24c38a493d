import type { Ink } from '../../shared/theme';

export interface PlotAxis {
  min: number;
  max: number;
  /** Title with unit, "Amplitude (pA)", beside the axis in print. */
  title: string;
  /** Unit, shown at the last number on the screen instead of a title. */
  unit?: string;
  /** Whole numbers only, for counts. */
  whole?: boolean;
}

/** Contents of a plot, in units of its axes; later ones are drawn over earlier ones. */
export type Series =
  | { kind: 'line'; x: ArrayLike<number>; y: ArrayLike<number>; ink: Ink; width: number; dashed?: boolean }
  /** Between two lines. */
  | { kind: 'area'; x: ArrayLike<number>; low: ArrayLike<number>; high: ArrayLike<number>; ink: Ink }
  | { kind: 'bars'; start: number; width: number; counts: readonly number[]; ink: Ink }
  /** A range of the x axis, shaded over the full height. */
  | { kind: 'band'; from: number; to: number; ink: Ink }
  /** An excluded range of the x axis, hatched over the full height. */
  | { kind: 'hatched'; from: number; to: number }
  | { kind: 'upright'; x: number; ink: Ink; dashed?: boolean; label?: string }
  | {
      kind: 'mark';
      x: number;
      y: number;
      ink: Ink;
      shape: Shape;
      /** Selected marks are half as large again and outlined. */
      chosen?: boolean;
      /** Identifier of the marked thing. */
      name?: string;
      label?: string;
      place?: Place;
    };

/** Triangles point up or down at the marked position; hollow ones mark removed things. */
export type Shape = 'dot' | 'ring' | 'cross' | 'up' | 'down' | 'hollowUp' | 'hollowDown';
export type Place = 'above' | 'below' | 'left' | 'right';

/** A plot as data, for both the screen and print. */
export interface Plot {
  title: string;
  /** Description for screen readers. */
  description: string;
  x: PlotAxis;
  y: PlotAxis;
  series: readonly Series[];
}

/** An axis that contains all values, with a margin as a fraction of their range. */
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

/** "Amplitude (pA)"; the name alone without a unit. */
export function titled(name: string, unit: string): string {
  return unit === '' ? name : `${name} (${unit})`;
}

/** An axis' title and unit: "Amplitude (pA)" in print, "pA" at the last number on the screen. */
export function named(name: string, unit: string): Pick<PlotAxis, 'title' | 'unit'> {
  return { title: titled(name, unit), unit };
}

/** The time axis of an event; in samples if the sampling rate is unknown. */
export function eventTime(rate_hz: number | null): Pick<PlotAxis, 'title' | 'unit'> {
  return rate_hz === null ? named('Samples', '') : named('Time', 'ms');
}
