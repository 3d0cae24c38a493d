import { Chart } from 'chart.js';
import type { EventColumns } from '../../common/api/views/events';
import type { TraceWindow } from '../../common/traces/trace-window';
import { axis, fitCanvas, lineDataset, stillChart } from '../shared/chart';
import { h, setAttributes } from '../shared/dom';
import { duration } from '../shared/numbers';
import type { Theme } from '../shared/theme';
import { extremesIn, pointsIn } from './plot/points';
import { clamped, type Viewport, wholeTrace } from './viewport';

export interface OverviewScene {
  samples: number;
  rate_hz: number;
  window: TraceWindow | undefined;
  events: EventColumns | undefined;
}

export interface Overview {
  readonly element: HTMLElement;
  columns(): number;
  draw(scene: OverviewScene, theme: Theme): void;
  /** Moves the handle; the picture stays. */
  place(view: Viewport, scene: OverviewScene): void;
}

/** Pixels at a handle's ends that change its width. */
const grip = 6;

/** The whole recording in a strip; a handle over the visible stretch moves and widens it. */
export function createOverview(onView: (view: Viewport) => void): Overview {
  const canvas = h('canvas', { attributes: { 'aria-hidden': 'true' } });
  const handle = h('div', {
    class: 'overview-handle',
    attributes: { role: 'scrollbar', 'aria-orientation': 'horizontal', 'aria-label': 'Visible stretch' },
  });
  const element = h('div', { class: 'overview' }, canvas, handle);
  let scene: OverviewScene | undefined;
  let theme: Theme | undefined;
  let view: Viewport = { from: 0, to: 1 };
  const chart = new Chart<'line', { x: number; y: number }[]>(canvas, {
    type: 'line',
    data: { datasets: [] },
    options: { ...stillChart, layout: { padding: { top: 3, bottom: 7 } } },
    plugins: [{ id: 'events', afterDatasetsDraw: (drawn) => drawEvents(drawn as Chart, scene, theme) }],
  });

  const sampleAt = (event: PointerEvent) => {
    const box = element.getBoundingClientRect();
    return ((event.clientX - box.left) / Math.max(1, box.width)) * (scene?.samples ?? 0);
  };
  let drag: { part: 'from' | 'to' | 'both'; at: number; view: Viewport } | undefined;
  element.addEventListener('pointerdown', (event) => {
    if (!scene || event.button !== 0) return;
    const box = handle.getBoundingClientRect();
    const at = sampleAt(event);
    const inside = event.clientX >= box.left && event.clientX <= box.right;
    const wide = box.width > grip * 4;
    const half = (view.to - view.from) / 2;
    if (!inside) {
      view = clamped({ from: at - half, to: at + half }, scene.samples);
      onView(view);
    }
    const part =
      inside && wide && event.clientX - box.left < grip
        ? 'from'
        : inside && wide && box.right - event.clientX < grip
          ? 'to'
          : 'both';
    drag = { part, at, view };
    element.setPointerCapture(event.pointerId);
  });
  element.addEventListener('pointermove', (event) => {
    if (!drag || !scene) return;
    const by = sampleAt(event) - drag.at;
    const { from, to } = drag.view;
    const moved =
      drag.part === 'both'
        ? { from: from + by, to: to + by }
        : drag.part === 'from'
          ? { from: Math.min(from + by, to - 1), to }
          : { from, to: Math.max(to + by, from + 1) };
    onView(clamped(moved, scene.samples));
  });
  const end = () => {
    drag = undefined;
  };
  element.addEventListener('pointerup', end);
  element.addEventListener('pointercancel', end);

  return {
    element,
    columns: () => Math.max(1, Math.round(element.clientWidth * window.devicePixelRatio)),
    draw(next, colours) {
      fitCanvas(chart as Chart, { width: element.clientWidth, height: element.clientHeight });
      scene = next;
      theme = colours;
      const whole = wholeTrace(next.samples);
      const [min, max] = extremesIn(next.window, whole) ?? [-1, 1];
      const hidden = { display: false };
      chart.data.datasets = [lineDataset(pointsIn(next.window, whole, 1), colours.faint)];
      chart.options.scales = {
        x: { ...axis({ min: 0, max: next.samples, most: 1, theme: colours }), ...hidden },
        y: { ...axis({ min, max: max > min ? max : min + 1, most: 1, theme: colours }), ...hidden },
      };
      chart.update('none');
    },
    place(next, { samples, rate_hz }) {
      view = next;
      handle.style.left = `${(next.from / samples) * 100}%`;
      handle.style.width = `${((next.to - next.from) / samples) * 100}%`;
      setAttributes(handle, {
        'aria-valuemin': 0,
        'aria-valuemax': 100,
        'aria-valuenow': Math.round((next.from / Math.max(1, samples - (next.to - next.from))) * 100) || 0,
        'aria-valuetext': `${duration(next.from / rate_hz)} to ${duration(next.to / rate_hz)}`,
      });
    },
  };
}

/** A stroke at the lower edge for each event. */
function drawEvents(chart: Chart, scene: OverviewScene | undefined, theme: Theme | undefined): void {
  if (!scene?.events || !theme) return;
  const { ctx, width, height } = chart;
  ctx.fillStyle = theme.event;
  let last = -1;
  for (const location of scene.events.location) {
    const x = Math.round((location / scene.samples) * width);
    if (x !== last) ctx.fillRect(x - 0.5, height - 6, 1, 6);
    last = x;
  }
}
