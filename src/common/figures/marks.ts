/** What figures are made of; places and sizes in points (1/72 inch), y downwards. */
export type Mark = Path | Dots | Label;

export interface Path {
  kind: 'path';
  points: readonly (readonly [x: number, y: number])[];
  closed?: boolean;
  stroke?: string;
  /** Of the line. */
  width?: number;
  fill?: string;
  opacity?: number;
}

export type Shape = 'circle' | 'triangle' | 'square' | 'diamond';

export interface Dots {
  kind: 'dots';
  points: readonly (readonly [x: number, y: number])[];
  shape: Shape;
  radius: number;
  fill: string;
  /** Outline, as wide as a line. */
  stroke?: string;
  opacity?: number;
}

export interface Label {
  kind: 'text';
  x: number;
  y: number;
  text: string;
  /** Which end of the text lies at x. */
  anchor: 'start' | 'middle' | 'end';
  size: number;
  bold?: boolean;
  colour?: string;
  /** Reads upwards. */
  upright?: boolean;
}

/** A figure at the size it has in print. */
export interface Figure {
  /** File name without its ending. */
  name: string;
  title: string;
  /** Legend: what is drawn, with counts and intervals. */
  legend: string;
  width: number;
  height: number;
  marks: readonly Mark[];
}

const POINTS_PER_MM = 72 / 25.4;

/** Widths of one column and of a page of most journals. */
export const COLUMN_WIDTH = 85 * POINTS_PER_MM;
export const PAGE_WIDTH = 174 * POINTS_PER_MM;

/** Sizes of text in points, and widths of lines, that journals ask for. */
export const TEXT_SIZE = 7;
export const LINE_WIDTH = 0.5;
/** Fonts that stand for Helvetica, as in CSS. */
export const FONTS = "Arial, Helvetica, 'Liberation Sans', sans-serif";
export const INK = '#000000';
export const PAPER = '#ffffff';

export function line(
  points: readonly (readonly [number, number])[],
  stroke = INK,
  width = LINE_WIDTH,
  opacity?: number,
): Mark {
  return { kind: 'path', points, stroke, width, opacity };
}

export function band(
  upper: readonly (readonly [number, number])[],
  lower: readonly (readonly [number, number])[],
  fill: string,
): Mark {
  return { kind: 'path', points: [...upper, ...[...lower].reverse()], closed: true, fill, opacity: 0.22 };
}

export function label(
  x: number,
  y: number,
  text: string,
  options: Partial<Omit<Label, 'kind' | 'x' | 'y' | 'text'>> = {},
): Mark {
  return { kind: 'text', x, y, text, anchor: 'start', size: TEXT_SIZE, ...options };
}
