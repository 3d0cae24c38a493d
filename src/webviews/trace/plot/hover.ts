import { decimalsFor, fixed, withUnit } from '../../../common/text/numbers';
import type { TraceWindow } from '../../../common/traces/trace-window';
import { h, setText } from '../../shared/dom';
import { firstAtLeast, nearest } from '../sorted';
import type { PlotArea } from './plot';
import type { Scene } from './scene';
import { timeText } from './time-axis';

export interface Hover {
  readonly element: HTMLElement;
  /** Shows the values at a pixel of the plot, undefined for none. */
  show(x: number | undefined, scene: Scene, area: PlotArea): void;
}

/** Hover line with a readout of the trace in the corner. */
export function createHover(): Hover {
  const line = h('div', { class: 'hover-line hidden' });
  const readout = h('div', { class: 'hover-readout hidden' });
  const element = h('div', { class: 'hover', attributes: { 'aria-hidden': 'true' } }, line, readout);
  return {
    element,
    show(x, scene, area) {
      const hidden = x === undefined || x < area.left || x > area.right;
      line.classList.toggle('hidden', hidden);
      readout.classList.toggle('hidden', hidden);
      if (hidden) return;
      line.style.transform = `translateX(${Math.round(x)}px)`;
      line.style.top = `${area.top}px`;
      line.style.height = `${area.bottom - area.top}px`;
      readout.style.right = `calc(100% - ${area.right}px + 4px)`;
      readout.style.top = `${area.traceTop + 4}px`;
      const span = scene.view.to - scene.view.from;
      const sample = scene.view.from + ((x - area.left) / (area.right - area.left)) * span;
      setText(readout, textAt(sample, span / (area.right - area.left), scene));
    },
  };
}

/** "12.3456 s  −8.2 pA   probability 0.97"; for a pixel with many samples their range. */
function textAt(sample: number, perPixel: number, scene: Scene): string {
  const { rate_hz, unit, yRange } = scene;
  const valueDecimals = decimalsFor((yRange[1] - yRange[0]) / 300);
  const shown = scene.filtered ?? scene.raw;
  const parts = [timeText(sample / rate_hz, Math.max(1, perPixel) / rate_hz)];
  const range = shown && valueAt(shown, sample);
  if (range) {
    const [low, high] = range.map((value) => fixed(value, valueDecimals));
    parts.push(withUnit(low === high ? low! : `${low} … ${high}`, unit));
  }
  const p = scene.prediction?.window && valueAt(scene.prediction.window, sample);
  if (p) parts.push(Number.isNaN(p[1]) ? 'probability not computed' : `probability ${fixed(p[1], 2)}`);
  return parts.join('   ');
}

function valueAt(window: TraceWindow, sample: number): [number, number] | undefined {
  if (window.x.length === 0) return undefined;
  if (window.kind === 'samples') {
    const value = window.y[nearest(window.x, sample)];
    return [value, value];
  }
  // Points come in pairs, a column's minimum and maximum.
  const pair = Math.max(0, Math.min(window.x.length - 2, firstAtLeast(window.x, sample) & ~1));
  const [a, b] = [window.y[pair], window.y[pair + 1]];
  return a <= b ? [a, b] : [b, a];
}
