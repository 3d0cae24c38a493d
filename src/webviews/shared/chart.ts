import {
  BarController,
  BarElement,
  Chart,
  type ChartConfiguration,
  LinearScale,
  LineController,
  LineElement,
  PointElement,
  type Scale,
} from 'chart.js';
import { decimalsFor, fixed, withUnit } from '../../common/text/numbers';
import type { Theme } from './theme';

Chart.register(LineController, LineElement, PointElement, LinearScale, BarController, BarElement);

export interface Point {
  x: number;
  y: number;
}

/** Options common to all charts: no animation, device pixels, no mouse interaction. */
export const stillChart = {
  animation: false,
  events: [],
  responsive: false,
  maintainAspectRatio: false,
  parsing: false,
  normalized: true,
} as const satisfies ChartConfiguration<'line'>['options'];

/** A hairline without points. */
export function lineDataset(data: Point[], colour: string, more: { yAxisID?: string; width?: number } = {}) {
  return {
    data,
    borderColor: colour,
    borderWidth: more.width ?? 1,
    borderJoinStyle: 'bevel' as const,
    pointRadius: 0,
    pointHitRadius: 0,
    tension: 0,
    ...(more.yAxisID && { yAxisID: more.yAxisID }),
  };
}

interface AxisOptions {
  min: number;
  max: number;
  most: number;
  theme: Theme;
  title?: string;
  /** Unit, shown after the last number. */
  unit?: string;
  grid?: boolean;
  /** Ticks at these values instead of round numbers. */
  values?: readonly number[];
  /** Fraction of the axis without numbers at its upper end, where another axis starts. */
  clearTop?: number;
}

/** x axis of a plot: without grid lines, the unit after its last number. */
export function xAxis(options: Omit<AxisOptions, 'grid' | 'title'>) {
  return axis({ ...options, grid: false });
}

/** y axis of a plot: a faint line per tick, optionally a solid one at zero, the unit on top. */
export function yAxis({
  zero = false,
  ...options
}: Omit<AxisOptions, 'grid' | 'title'> & { zero?: boolean }) {
  const { theme } = options;
  const plain = axis(options);
  const color = ({ tick }: { tick: { value: number } }) =>
    zero && tick.value === 0 ? theme.faint : theme.grid;
  return { ...plain, grid: { ...plain.grid, color } };
}

/** A linear axis from `min` to `max` with our own round ticks. */
export function axis({
  min,
  max,
  most,
  theme,
  title,
  unit,
  grid = true,
  values: given,
  clearTop = 0,
}: AxisOptions) {
  const round = ticks(min, max, most);
  const values = given ?? round.values.filter((value) => value <= max - clearTop * (max - min));
  const decimals = given ? 0 : round.decimals;
  return {
    type: 'linear' as const,
    min,
    max,
    border: { display: false },
    grid: { display: grid, color: theme.grid, drawTicks: false },
    title: {
      display: title !== undefined,
      text: title,
      color: theme.faint,
      font: { family: theme.font, size: theme.textSize },
      padding: 2,
    },
    afterBuildTicks: (scale: Scale) => {
      scale.ticks = values.map((value) => ({ value }));
    },
    ticks: {
      autoSkip: false,
      maxRotation: 0,
      padding: 4,
      color: theme.faint,
      font: { family: theme.font, size: theme.textSize },
      callback: (value: number | string, index: number) => {
        const text = tickText(Number(value), decimals);
        return unit && index === values.length - 1 ? withUnit(text, unit) : text;
      },
    },
  };
}

/** Fits a chart's canvas to its box, in device pixels; true if the size changed. */
export function fitCanvas(chart: Chart, box: { width: number; height: number }): boolean {
  const width = Math.max(1, Math.floor(box.width));
  const height = Math.max(1, Math.floor(box.height));
  const ratio = window.devicePixelRatio;
  if (chart.width === width && chart.height === height && chart.currentDevicePixelRatio === ratio)
    return false;
  chart.options.devicePixelRatio = ratio;
  chart.resize(width, height);
  return true;
}

interface Ticks {
  values: number[];
  step: number;
  /** Number of decimals that distinguish neighbouring ticks. */
  decimals: number;
}

/** Round numbers (1, 2 or 5 times a power of ten) from `min` to `max`, at most `most` of them. */
export function ticks(min: number, max: number, most: number): Ticks {
  const span = max - min;
  if (!(span > 0) || !Number.isFinite(span) || most < 1) return { values: [], step: 0, decimals: 0 };
  const step = roundStep(span / most);
  // Computed as multiples: adding up would accumulate rounding errors.
  const first = Math.ceil(min / step - 1e-9);
  const last = Math.floor(max / step + 1e-9);
  const values = Array.from({ length: Math.max(0, last - first + 1) }, (_, i) => (first + i) * step);
  return { values, step, decimals: decimalsFor(step) };
}

/** The smallest of 1, 2, 5 × 10ⁿ that is not below `atLeast`. */
export function roundStep(atLeast: number): number {
  const power = 10 ** Math.floor(Math.log10(atLeast));
  const factor = [1, 2, 5, 10].find((f) => f * power >= atLeast * (1 - 1e-9));
  return (factor ?? 10) * power;
}

/**
 * A tick as text: with more decimals than an axis has room for it is written with a power of ten and the digits that it
 * has: 2e−7, −1.5e−6.
 */
export function tickText(value: number, decimals: number): string {
  if (decimals <= 4 || value === 0) return fixed(value, value === 0 && decimals > 4 ? 0 : decimals);
  return Number(value.toPrecision(6)).toExponential().replaceAll('-', '\u2212').replace('+', '');
}
