import { duration } from '../../../common/text/duration';
import { significant, withUnit } from '../../../common/text/numbers';
import { h, setText } from '../../shared/dom';
import type { Corners } from './gestures';
import type { PlotArea } from './plot';
import type { Scene } from './scene';

export interface Selection {
  readonly element: HTMLElement;
  show(kind: 'zoom' | 'measure', corners: Corners | undefined, scene: Scene, area: PlotArea): void;
}

/** The range being drawn with the mouse, and its measurement. */
export function createSelection(): Selection {
  const text = h('div', { class: 'selection-text' });
  const element = h('div', { class: 'selection hidden', attributes: { 'aria-hidden': 'true' } }, text);
  return {
    element,
    show(kind, corners, scene, area) {
      element.classList.toggle('hidden', !corners);
      if (!corners) return;
      const { x0, x1, y0, y1 } = corners;
      const measure = kind === 'measure';
      element.classList.toggle('measure', measure);
      element.style.left = `${Math.min(x0, x1)}px`;
      element.style.width = `${Math.abs(x1 - x0)}px`;
      element.style.top = `${measure ? Math.min(y0, y1) : area.top}px`;
      element.style.height = `${measure ? Math.abs(y1 - y0) : area.bottom - area.top}px`;
      const seconds =
        ((x1 - x0) / (area.right - area.left)) * ((scene.view.to - scene.view.from) / scene.rate_hz);
      const [min, max] = scene.yRange;
      const value = ((y0 - y1) / (area.traceBottom - area.traceTop)) * (max - min);
      setText(
        text,
        measure
          ? `Δ ${duration(Math.abs(seconds))}, ${withUnit(significant(value), scene.unit)}`
          : duration(Math.abs(seconds)),
      );
    },
  };
}
