import { count } from '../../../common/text/numbers';
import { h, setAttributes } from '../../shared/dom';
import type { PlotArea } from './plot';
import type { Scene } from './scene';

export interface ThresholdHandlers {
  /** The line was moved to a threshold. */
  move(threshold: number): void;
  /** It was let go; not `used` if it was given up with Escape. */
  end(used: boolean): void;
  /** A key moves it by this much. */
  step(by: number): void;
}

export interface ThresholdLine {
  readonly element: HTMLElement;
  place(scene: Scene, area: PlotArea): void;
}

/** Pixels on either side of the line where it can be taken. */
const REACH = 6;
const steps: Readonly<Record<string, number>> = {
  ArrowUp: 0.01,
  ArrowRight: 0.01,
  ArrowDown: -0.01,
  ArrowLeft: -0.01,
  PageUp: 0.05,
  PageDown: -0.05,
};

/** The threshold in the lane of the probability, which is dragged or moved by keys; the canvas draws its line. */
export function createThresholdLine(on: ThresholdHandlers): ThresholdLine {
  const element = h('div', {
    class: 'threshold hidden',
    attributes: {
      role: 'slider',
      tabindex: '0',
      'aria-label': 'Threshold',
      'aria-orientation': 'vertical',
      'aria-valuemin': '0',
      'aria-valuemax': '1',
    },
  });
  let lane: PlotArea['lane'];
  let isDragged = false;
  const end = (used: boolean) => {
    if (!isDragged) return;
    isDragged = false;
    element.classList.remove('dragged');
    on.end(used);
  };
  // The plot behind it has gestures of its own.
  for (const type of ['pointerdown', 'pointermove', 'pointerup', 'dblclick'])
    element.addEventListener(type, (event) => event.stopPropagation());
  element.addEventListener('pointerdown', (event) => {
    if (event.button !== 0) return;
    isDragged = true;
    element.classList.add('dragged');
    element.setPointerCapture(event.pointerId);
  });
  element.addEventListener('pointermove', (event) => {
    if (!isDragged || !lane) return;
    const { top } = element.offsetParent!.getBoundingClientRect();
    on.move((lane.bottom - (event.clientY - top)) / (lane.bottom - lane.top));
  });
  element.addEventListener('pointerup', () => end(true));
  element.addEventListener('pointercancel', () => end(false));
  element.addEventListener('keydown', ({ key }) => {
    const by = steps[key];
    if (by !== undefined) on.step(by);
    else if (key === 'Escape') end(false);
  });
  return {
    element,
    place({ prediction, events }, area) {
      lane = area.lane;
      const isFixed = prediction?.target === undefined;
      element.classList.toggle('hidden', isFixed || !lane);
      if (isFixed || !lane) return;
      const { threshold, target } = prediction;
      const y = lane.bottom - threshold * (lane.bottom - lane.top);
      element.style.top = `${y - REACH}px`;
      element.style.height = `${2 * REACH}px`;
      element.style.left = `${area.left}px`;
      element.style.width = `${area.right - area.left + 12}px`;
      const found = events ? `, ${count(events.location.length, 'event')}` : '';
      setAttributes(element, {
        'aria-valuenow': String(threshold),
        'aria-valuetext': `${threshold}${found}`,
        title: `Drag, or press Alt+↑ or Alt+↓, for another threshold. It is written to ${target}.`,
      });
    },
  };
}
