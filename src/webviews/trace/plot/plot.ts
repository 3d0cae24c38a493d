import { Chart, type Scale } from 'chart.js';
import type { TraceWindow } from '../../../common/traces/trace-window';
import { axis, fitCanvas, lineDataset, stillChart } from '../../shared/chart';
import { h } from '../../shared/dom';
import type { Theme } from '../../shared/theme';
import { channelAxis } from './channel-axis';
import { drawClipped } from './clipped';
import { COMMENT_ROW, drawComments } from './comments';
import { drawUnread, drawUsualExtent, isFar, splitByUnread, unreadIn } from './envelope';
import { drawExcluded } from './excluded';
import { drawLines } from './lines';
import { drawMarks } from './marks';
import { drawMeasures, drawRegion } from './measures';
import { drawNames } from './names';
import { pointsIn } from './points';
import type { Scene } from './scene';
import { drawSweepBorders } from './sweep-borders';
import { timeAxis } from './time-axis';

/** Pixels for the labels of the amplitude axis: fixed, so that the trace does not move when they change. */
const AXIS_WIDTH = 62;
/** Room for half of the last label of the time axis. */
const RIGHT_MARGIN = 24;
/** Pixels of the probability above the trace. */
const LANE_HEIGHT = 32;

/** Parts of the canvas, in CSS pixels. */
export interface PlotArea {
  left: number;
  right: number;
  top: number;
  bottom: number;
  /** Top and bottom of the trace: the probability is above it, other channels below. */
  traceTop: number;
  traceBottom: number;
  /** The probability from 1 to 0, if there is one. */
  lane?: { top: number; bottom: number } | undefined;
}

export interface Plot {
  readonly element: HTMLElement;
  /** Width in device pixels: the number of columns to request. */
  columns(): number;
  area(): PlotArea;
  draw(scene: Scene, theme: Theme): void;
  destroy(): void;
}

interface Drawn {
  scene: Scene;
  theme: Theme;
}

type LineChart = Chart<'line', { x: number; y: number }[]>;

/** Trace and probability over one time axis. */
export function createPlot(): Plot {
  const canvas = h('canvas', { attributes: { 'aria-hidden': 'true' } });
  const element = h('div', { class: 'plot-canvas' }, canvas);
  let drawn: Drawn | undefined;
  const chart = createChart(canvas, () => drawn);
  return {
    element,
    destroy: () => chart.destroy(),
    columns: () => {
      const { left, right } = chart.chartArea ?? { left: AXIS_WIDTH, right: element.clientWidth };
      const across = right > left ? right - left : element.clientWidth - AXIS_WIDTH - RIGHT_MARGIN;
      return Math.max(1, Math.round(across * window.devicePixelRatio));
    },
    area: () => {
      const { left, right, top, bottom } = chart.chartArea;
      const { y, p } = chart.scales;
      const lane = p && { top: p.getPixelForValue(1), bottom: p.getPixelForValue(0) };
      return { left, right, top, bottom, traceTop: y?.top ?? top, traceBottom: y?.bottom ?? bottom, lane };
    },
    draw(scene, theme) {
      // Draws the old contents in the new size first; the new scene and its axes follow.
      fitCanvas(chart as Chart, { width: element.clientWidth, height: element.clientHeight });
      drawn = { scene, theme };
      chart.data.datasets = datasetsOf(scene, theme, element.clientWidth);
      chart.options.scales = scalesOf(scene, theme, element);
      chart.update('none');
    },
  };
}

function createChart(canvas: HTMLCanvasElement, current: () => Drawn | undefined): LineChart {
  type Layer = (chart: Chart, scene: Scene, theme: Theme) => void;
  const drawAll = (layers: readonly Layer[]) => (chart: unknown) => {
    const drawn = current();
    if (drawn) for (const layer of layers) layer(chart as Chart, drawn.scene, drawn.theme);
  };
  return new Chart<'line', { x: number; y: number }[]>(canvas, {
    type: 'line',
    data: { datasets: [] },
    // Fixed margins, so that changing labels do not make the trace jump.
    options: { ...stillChart, layout: { autoPadding: false, padding: { right: RIGHT_MARGIN, top: 8 } } },
    plugins: [
      {
        id: 'scene',
        beforeDatasetsDraw: drawAll([drawExcluded, drawRegion]),
        afterDatasetsDraw: drawAll([
          drawUsualExtent,
          (chart, scene, theme) => drawUnread(chart, scene.raw, scene, theme),
          drawSweepBorders,
          drawComments,
          drawLines,
          drawNames,
          drawMeasures,
          drawMarks,
          drawClipped,
        ]),
      },
    ],
  });
}

function datasetsOf(scene: Scene, theme: Theme, width: number) {
  const { raw, filtered, prediction, view, rate_hz } = scene;
  const thin = 1 / Math.max(1, window.devicePixelRatio / 1.5);
  const faint = filtered || isFar(scene, width * window.devicePixelRatio);
  const { read, glimpsed } = splitByUnread(pointsIn(raw, view, rate_hz), unreadIn(raw), rate_hz);
  const { overlay, channels = [] } = scene;
  const line = (window: TraceWindow | undefined, colour: string, yAxisID: string, across = thin) =>
    lineDataset(pointsIn(window, view, rate_hz), colour, { yAxisID, width: across });
  // The first is drawn last: the filtered trace is over the raw one.
  return [
    ...(overlay ? [line(overlay.mean, theme.filtered, 'y', 2)] : []),
    ...(filtered ? [line(filtered, theme.filtered, 'y')] : []),
    lineDataset(read, faint ? theme.rawFar : theme.raw, { yAxisID: 'y', width: thin }),
    ...(glimpsed.length > 0 ? [lineDataset(glimpsed, theme.rawFar, { yAxisID: 'y', width: thin })] : []),
    ...(overlay?.sweeps ?? []).map((sweep) => line(sweep, theme.rawFar, 'y')),
    ...channels.map(({ window }, i) => line(window, theme.raw, channelAxis(i))),
    ...(prediction
      ? [
          lineDataset(pointsIn(prediction.window, view, rate_hz), theme.model, {
            yAxisID: 'p',
            width: prediction.window?.kind === 'extremes' ? thin : 1.5,
          }),
        ]
      : []),
  ];
}

function scalesOf(scene: Scene, theme: Theme, { clientWidth, clientHeight }: HTMLElement) {
  const { view, rate_hz, prediction, yRange, unit, tags } = scene;
  const [min, max] = yRange;
  const time = timeAxis({
    from_s: view.from / rate_hz,
    to_s: view.to / rate_hz,
    most: clientWidth / 110,
    theme,
  });
  const amplitude = axis({
    min,
    max,
    most: clientHeight / 55,
    theme,
    unit,
    clearTop: prediction ? 0.03 : 0,
  });
  const lane = prediction && {
    ...axis({ min: 0, max: 1, most: 1, theme, grid: false, values: [prediction.threshold] }),
    afterFit: setAxisWidth,
    stack: 'plot',
    stackWeight: LANE_HEIGHT,
  };
  const below = (scene.channels ?? []).map(({ yRange: [low, high], unit: ofChannel }, i) => [
    channelAxis(i),
    {
      ...axis({ min: low, max: high, most: 3, theme, unit: ofChannel, clearTop: 0.2 }),
      afterFit: setAxisWidth,
      stack: 'plot',
      stackWeight: clientHeight / (2 + 2 * scene.channels!.length),
    },
  ]);
  return {
    // Axes are stacked from the bottom up.
    ...Object.fromEntries(below.toReversed()),
    x: {
      ...time,
      afterFit: (scale: Scale) => {
        if (tags.length > 0) scale.height += COMMENT_ROW;
      },
    },
    y: {
      ...amplitude,
      afterFit: setAxisWidth,
      stack: 'plot',
      stackWeight: Math.max(LANE_HEIGHT, clientHeight - 2 * LANE_HEIGHT),
    },
    ...(lane && { p: { ...lane, ticks: { ...lane.ticks, callback: thresholdText } } }),
  };
}

/** "0.5" rather than "0.50". */
function thresholdText(value: number | string): string {
  return String(Number(Number(value).toFixed(2)));
}

function setAxisWidth(scale: { width: number }): void {
  scale.width = AXIS_WIDTH;
}
