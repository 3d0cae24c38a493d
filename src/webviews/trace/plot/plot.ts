import { Chart } from 'chart.js';
import { axis, fitCanvas, lineDataset, stillChart } from '../../shared/chart';
import { h } from '../../shared/dom';
import type { Theme } from '../../shared/theme';
import { drawExcluded } from './excluded';
import { drawLines } from './lines';
import { drawMarks } from './marks';
import { drawMeasures, drawRegion } from './measures';
import { pointsIn } from './points';
import type { Scene } from './scene';

/** Pixels for the labels of the amplitude axis: fixed, so that the trace does not move when they change. */
const axisWidth = 62;
/** Room for half of the last label of the time axis. */
const rightMargin = 24;

/** The stretches of the canvas, in CSS pixels. */
export interface PlotArea {
  left: number;
  right: number;
  top: number;
  bottom: number;
  /** Top of the trace; the prediction is above it. */
  traceTop: number;
}

export interface Plot {
  readonly element: HTMLElement;
  /** Device pixels across the trace: as many columns are worth asking for. */
  columns(): number;
  area(): PlotArea;
  draw(scene: Scene, theme: Theme): void;
  destroy(): void;
}

/** Trace and prediction over one time axis. */
export function createPlot(): Plot {
  const canvas = h('canvas', { attributes: { 'aria-hidden': 'true' } });
  const element = h('div', { class: 'plot-canvas' }, canvas);
  let scene: Scene | undefined;
  let theme: Theme | undefined;
  const chart = new Chart<'line', { x: number; y: number }[]>(canvas, {
    type: 'line',
    data: { datasets: [] },
    // Fixed margins: labels that come and go while moving must not make the trace jump.
    options: { ...stillChart, layout: { autoPadding: false, padding: { right: rightMargin, top: 8 } } },
    plugins: [
      {
        id: 'scene',
        beforeDatasetsDraw: (drawn) => {
          if (!scene || !theme) return;
          drawExcluded(drawn as Chart, scene, theme);
          drawRegion(drawn as Chart, scene, theme);
          drawLines(drawn as Chart, scene, theme);
        },
        afterDatasetsDraw: (drawn) => {
          if (!scene || !theme) return;
          drawMeasures(drawn as Chart, scene, theme);
          drawMarks(drawn as Chart, scene, theme);
        },
      },
    ],
  });

  return {
    element,
    destroy: () => chart.destroy(),
    columns: () => {
      const { left, right } = chart.chartArea ?? { left: axisWidth, right: element.clientWidth };
      const across = right > left ? right - left : element.clientWidth - axisWidth - rightMargin;
      return Math.max(1, Math.round(across * window.devicePixelRatio));
    },
    area: () => {
      const { left, right, top, bottom } = chart.chartArea;
      return { left, right, top, bottom, traceTop: chart.scales['y']?.top ?? top };
    },
    draw(next, colours) {
      // This draws what was there before, in the new size; only then comes the new scene with its axes.
      fitCanvas(chart as Chart, { width: element.clientWidth, height: element.clientHeight });
      scene = next;
      theme = colours;
      const { view, rate_hz, prediction } = next;
      const thin = 1 / Math.max(1, window.devicePixelRatio / 1.5);
      // The first is drawn last: what is filtered lies over what is raw.
      chart.data.datasets = [
        ...(next.filtered
          ? [
              lineDataset(pointsIn(next.filtered, view, rate_hz), colours.filtered, {
                yAxisID: 'y',
                width: 1.5,
              }),
            ]
          : []),
        lineDataset(pointsIn(next.raw, view, rate_hz), next.filtered ? colours.rawFar : colours.raw, {
          yAxisID: 'y',
          width: thin,
        }),
        ...(prediction
          ? [
              lineDataset(pointsIn(prediction.window, view, rate_hz), colours.model, {
                yAxisID: 'p',
                width: prediction.window?.kind === 'extremes' ? thin : 1.5,
              }),
            ]
          : []),
      ];
      const width = element.clientWidth;
      const height = element.clientHeight;
      const [min, max] = next.yRange;
      const traceAxis = axis({
        min,
        max,
        most: height / 55,
        theme: colours,
        title: titleOf(next),
        clearTop: prediction ? 0.02 : 0,
      });
      chart.options.scales = {
        x: {
          ...axis({
            min: view.from / rate_hz,
            max: view.to / rate_hz,
            most: width / 110,
            theme: colours,
            unit: 's',
          }),
        },
        y: { ...traceAxis, afterFit: setAxisWidth, stack: 'plot', stackWeight: 7 },
        ...(prediction && {
          p: {
            ...axis({ min: -0.14, max: 1.06, most: 1, theme: colours, title: 'p', values: [0, 1] }),
            afterFit: setAxisWidth,
            stack: 'plot',
            stackWeight: 1,
          },
        }),
      };
      chart.update('none');
    },
  };
}

function setAxisWidth(scale: { width: number }): void {
  scale.width = axisWidth;
}

function titleOf({ channel, unit }: Scene): string {
  if (channel === '') return unit;
  return unit === '' ? channel : `${channel} (${unit})`;
}
