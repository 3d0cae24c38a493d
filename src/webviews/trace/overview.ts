import { Chart } from 'chart.js';
import type { EventColumns } from '../../common/api/views/events';
import type { TraceWindow } from '../../common/traces/trace-window';
import { axis, fitCanvas, lineDataset, stillChart } from '../shared/chart';
import { h, setAttributes } from '../shared/dom';
import type { Theme } from '../shared/theme';
import { drawUnread, splitByUnread, unreadIn } from './plot/envelope';
import { pointsIn } from './plot/points';
import { endsText } from './plot/time-axis';
import { rangeWithoutArtefacts } from './plot/y-range';
import { clamped, type Viewport, wholeTrace } from './viewport';

export interface OverviewScene {
  samples: number;
  rate_hz: number;
  window: TraceWindow | undefined;
  events: EventColumns | undefined;
}

export interface Overview {
  columns(): number;
  draw(scene: OverviewScene, theme: Theme): void;
  /** Moves the handle; the picture stays. */
  place(view: Viewport, scene: OverviewScene): void;
  destroy(): void;
}

/** The whole recording in a box; a handle over the visible segment moves and resizes it. */
export function createOverview(box: HTMLElement, onView: (view: Viewport) => void): Overview {
  const canvas = h('canvas', { attributes: { 'aria-hidden': 'true' } });
  const handle = h('div', {
    class: 'overview-handle',
    attributes: { role: 'scrollbar', 'aria-orientation': 'horizontal', 'aria-label': 'Visible segment' },
  });
  box.replaceChildren(canvas, handle);
  let scene: OverviewScene | undefined;
  let theme: Theme | undefined;
  let view: Viewport = { from: 0, to: 1 };
  const chart = new Chart<'line', { x: number; y: number }[]>(canvas, {
    type: 'line',
    data: { datasets: [] },
    options: { ...stillChart, layout: { padding: { top: 3, bottom: 7 } } },
    plugins: [
      {
        id: 'events',
        afterDatasetsDraw(drawn) {
          if (!scene || !theme) return;
          drawUnread(drawn as Chart, scene.window, { view: wholeTrace(scene.samples), rate_hz: 1 }, theme);
          drawEvents(drawn as Chart, scene, theme);
        },
      },
    ],
  });
  connectHandle(box, handle, { samples: () => scene?.samples ?? 0, view: () => view, onView });

  return {
    columns: () => Math.max(1, Math.round(box.clientWidth * window.devicePixelRatio)),
    destroy: () => chart.destroy(),
    draw(next, colours) {
      fitCanvas(chart as Chart, { width: box.clientWidth, height: box.clientHeight });
      scene = next;
      theme = colours;
      const whole = wholeTrace(next.samples);
      const [min, max] = rangeWithoutArtefacts(next.window, whole, next) ?? [-1, 1];
      const hidden = { display: false };
      const points = splitByUnread(pointsIn(next.window, whole, 1), unreadIn(next.window), 1);
      chart.data.datasets = [
        lineDataset(points.read, colours.faint),
        ...(points.glimpsed.length > 0 ? [lineDataset(points.glimpsed, colours.rawFar)] : []),
      ];
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
        'aria-valuetext': endsText(next, rate_hz).join(' to '),
      });
    },
  };
}

/** Pixels at a handle's ends that change its width. */
const GRIP = 6;

interface Handle {
  samples(): number;
  view(): Viewport;
  onView(view: Viewport): void;
}

/** A drag moves the handle or one of its ends; a press beside it centres it there. */
function connectHandle(box: HTMLElement, handle: HTMLElement, on: Handle): void {
  let drag: { part: 'from' | 'to' | 'both'; at: number; view: Viewport } | undefined;
  const sampleAt = (event: PointerEvent) => {
    const { left, width } = box.getBoundingClientRect();
    return ((event.clientX - left) / Math.max(1, width)) * on.samples();
  };
  box.addEventListener('pointerdown', (event) => {
    if (on.samples() === 0 || event.button !== 0) return;
    const { left, right } = handle.getBoundingClientRect();
    const at = sampleAt(event);
    const inside = event.clientX >= left && event.clientX <= right;
    let view = on.view();
    if (!inside) {
      const half = (view.to - view.from) / 2;
      view = clamped({ from: at - half, to: at + half }, on.samples());
      on.onView(view);
    }
    drag = { part: inside ? partAt(event.clientX, left, right) : 'both', at, view };
    box.setPointerCapture(event.pointerId);
  });
  box.addEventListener('pointermove', (event) => {
    if (!drag) return;
    const by = sampleAt(event) - drag.at;
    const { from, to } = drag.view;
    const moved = {
      both: { from: from + by, to: to + by },
      from: { from: Math.min(from + by, to - 1), to },
      to: { from, to: Math.max(to + by, from + 1) },
    }[drag.part];
    on.onView(clamped(moved, on.samples()));
  });
  const end = () => {
    drag = undefined;
  };
  box.addEventListener('pointerup', end);
  box.addEventListener('pointercancel', end);
}

/** Part of a handle at a pixel: one of its ends, which are wide enough to be hit, or the middle. */
function partAt(x: number, left: number, right: number): 'from' | 'to' | 'both' {
  if (right - left <= GRIP * 4) return 'both';
  if (x - left < GRIP) return 'from';
  return right - x < GRIP ? 'to' : 'both';
}

/** A line at the lower edge for each event. */
function drawEvents(chart: Chart, scene: OverviewScene, theme: Theme): void {
  if (!scene.events) return;
  const { ctx, width, height } = chart;
  ctx.fillStyle = theme.event;
  let last = -1;
  for (const location of scene.events.location) {
    const x = Math.round((location / scene.samples) * width);
    if (x !== last) ctx.fillRect(x - 0.5, height - 6, 1, 6);
    last = x;
  }
}
