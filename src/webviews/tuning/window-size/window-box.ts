import type { PlacedWindow } from '../../../common/api/engine/window-sizes';
import { duration } from '../../../common/text/duration';
import { fixed } from '../../../common/text/numbers';
import { h, setAttributes, setText } from '../../shared/dom';
import type { Stage } from '../stage';
import type { TuningContext } from '../state';
import { stepOf, withEdge } from './placed-window';

type Edge = 'start' | 'end';

/**
 * The window on the trace: a box with two edges to drag by mouse or keys, and below it the length in use, if it
 * differs.
 */
export function createWindowBox(stage: Stage, onChange: (window: PlacedWindow) => void) {
  const label = h('div', { class: 'box-label' });
  const box = h('div', { class: 'window-box hidden' }, label);
  const present = h('div', { class: 'present-size hidden' });
  let shown: { window: PlacedWindow; samples: number } | undefined;

  const handles = (['start', 'end'] as const).map((edge) => {
    const handle = h('div', {
      class: `box-edge ${edge}`,
      tabIndex: 0,
      attributes: { role: 'slider', 'aria-label': `${edge === 'start' ? 'Start' : 'End'} of the window` },
    });
    handle.addEventListener('pointerdown', (event) => {
      event.preventDefault();
      event.stopPropagation();
      handle.focus();
      handle.setPointerCapture(event.pointerId);
    });
    handle.addEventListener('pointermove', (event) => {
      if (!handle.hasPointerCapture(event.pointerId)) return;
      event.stopPropagation();
      const left = stage.overlay.getBoundingClientRect().left;
      move(edge, stage.sampleAt(event.clientX - left));
    });
    return { edge, handle };
  });
  box.append(...handles.map(({ handle }) => handle));
  stage.overlay.append(present, box);

  function move(edge: Edge, sample: number): void {
    if (!shown) return;
    // The next key may arrive before this is drawn.
    shown = { ...shown, window: withEdge(shown.window, edge, sample, shown.samples) };
    onChange(shown.window);
  }

  return {
    /** Moves the focused edge, `far` by ten times as much. */
    moveEdge(sign: 1 | -1, far: boolean) {
      const focused = handles.find(({ handle }) => handle === document.activeElement);
      if (!focused || !shown) return;
      const { from, win_size } = shown.window;
      const step = stepOf(win_size) * (far ? 10 : 1);
      move(focused.edge, (focused.edge === 'start' ? from : from + win_size) + sign * step);
    },
    show(window: PlacedWindow | undefined, now: PlacedWindow | undefined, { tuning }: TuningContext) {
      const { rate_hz, samples } = tuning;
      shown = window && { window, samples };
      place(box, window);
      place(present, now);
      if (now) setText(present, `current ${fixed(now.win_size, 0)}`);
      if (!window) return;
      setText(label, `${fixed(window.win_size, 0)} samples · ${duration(window.win_size / rate_hz)}`);
      for (const { edge, handle } of handles) {
        const at = edge === 'start' ? window.from : window.from + window.win_size;
        setAttributes(handle, {
          'aria-valuemin': 0,
          'aria-valuemax': samples,
          'aria-valuenow': at,
          'aria-valuetext': `${fixed(at / rate_hz, 4)} s, window of ${fixed(window.win_size, 0)} samples`,
        });
      }
    },
  };

  /** Sizes an element to a window, clipped to the plot. */
  function place(element: HTMLElement, window: PlacedWindow | undefined): void {
    const { left, right, traceTop, bottom } = stage.area();
    const from = window ? stage.pixelOf(window.from) : 0;
    const to = window ? stage.pixelOf(window.from + window.win_size) : 0;
    element.classList.toggle('hidden', !window || to < left || from > right);
    element.classList.toggle('narrow', to - from < 150);
    element.style.left = `${from}px`;
    element.style.width = `${Math.max(1, to - from)}px`;
    element.style.top = `${traceTop}px`;
    element.style.height = `${bottom - traceTop}px`;
  }
}
