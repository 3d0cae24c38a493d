import type { WindowShape } from '../../../common/api/engine/window-sizes';
import { duration } from '../../../common/text/duration';
import { fixed } from '../../../common/text/numbers';
import { axis, lineDataset, stillChart } from '../../shared/chart';
import { chartBox } from '../../shared/chart-box';
import { h, setText } from '../../shared/dom';
import type { Theme } from '../../shared/theme';

export interface ShownShape {
  win_size: number;
  shape: WindowShape | undefined;
}

/** The window as the network sees it, beside how it sees it at the present size. */
export function createShapes() {
  const chosen = createShape('What the network sees');
  const present = createShape('With the present size');
  const element = h('div', { class: 'shapes' }, chosen.element, present.element);
  return {
    element,
    show(window: ShownShape | undefined, now: ShownShape | undefined, rate_hz: number, theme: Theme) {
      chosen.show(window, rate_hz, theme, theme.filtered);
      present.show(now, rate_hz, theme, theme.raw);
    },
  };
}

function createShape(title: string) {
  const chart = chartBox(title);
  const words = h('p', { class: 'shape-words' });
  const element = h('div', { class: 'shape' }, chart.element, words);
  return {
    element,
    show(shown: ShownShape | undefined, rate_hz: number, theme: Theme, colour: string) {
      element.classList.toggle('hidden', shown === undefined);
      if (!shown) return;
      const { win_size, shape } = shown;
      const size = `${fixed(win_size, 0)} samples, ${duration(win_size / rate_hz)}`;
      const values = shape?.values ?? new Float32Array();
      const points = Array.from(values, (y, x) => ({ x, y }));
      const text = shape
        ? `${size} → ${fixed(values.length, 0)} points · p = ${fixed(shape.probability, 2)}`
        : size;
      setText(words, text);
      const last = Math.max(1, values.length - 1);
      chart.draw(
        {
          type: 'line',
          data: { datasets: [lineDataset(points, colour, { width: 1.25 })] },
          options: {
            ...stillChart,
            scales: {
              x: axis({ min: 0, max: last, most: 4, theme, grid: false }),
              y: axis({ min: -0.03, max: 1.03, most: 2, theme, values: [0, 1] }),
            },
          },
        },
        text,
      );
    },
  };
}
