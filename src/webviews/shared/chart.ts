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
import { withUnit } from '../../common/text/numbers';
import type { Theme } from './theme';
import { ticks, tickText } from './ticks';

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

export interface AxisOptions {
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
