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
import { fixed, significant, withUnit } from '../../common/text/numbers';
import type { Theme } from './theme';
import { ticks } from './ticks';

Chart.register(LineController, LineElement, PointElement, LinearScale, BarController, BarElement);

export interface Point {
  x: number;
  y: number;
}

/** What all our charts share: drawn at once, at the screen's own pixels, without a mind of their own for the mouse. */
export const stillChart = {
  animation: false,
  events: [],
  responsive: false,
  maintainAspectRatio: false,
  parsing: false,
  normalized: true,
} as const satisfies ChartConfiguration<'line'>['options'];

/** A line that is as thin as the screen can draw it, without points. */
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
  /** Stands after the last number. */
  unit?: string;
  grid?: boolean;
  /** Instead of round numbers. */
  values?: readonly number[];
  /** Share of the axis at its upper end that takes no number, where another axis begins. */
  clearTop?: number;
}

/** The axis below a plot: no lines of its own, the unit after its last number. */
export function xAxis(options: Omit<AxisOptions, 'grid' | 'title'>) {
  return axis({ ...options, grid: false });
}

/** The axis beside a plot: a faint line a tick, a solid one at zero where that means something, the unit on top. */
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

/** A linear axis from `min` to `max` with round ticks of ours. */
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
        const text = decimals > 6 ? significant(Number(value)) : fixed(Number(value), decimals);
        return unit && index === values.length - 1 ? withUnit(text, unit) : text;
      },
    },
  };
}

/** Sizes a chart's canvas to its box, in device pixels; true when that changed anything. */
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
