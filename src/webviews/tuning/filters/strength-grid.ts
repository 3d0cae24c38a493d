import type { FilterPreview, FilterStrength } from '../../../common/api/engine/previews';
import { duration } from '../../../common/text/duration';
import { count, fixed, significant, withUnit } from '../../../common/text/numbers';
import { type Canvas, createCanvas } from '../../scoring/drawing/canvas';
import { h, setAttributes, setText } from '../../shared/dom';
import type { Theme } from '../../shared/theme';
import { button } from '../../shared/toolkit';
import { drawCell } from './strength-cell';
import { type Strength, strengthText } from './strengths';

export interface Grid {
  /** Strengths from less to more. */
  strengths: readonly Strength[];
  preview: FilterPreview;
  rate_hz: number;
  unit: string;
  direction: 'negative' | 'positive';
}

/** A column a strength, a row an event: the same events side by side. */
export function createStrengthGrid(onTake: (strength: Strength) => void) {
  const heads = [0, 1, 2].map((column) => createHead(() => shown && onTake(shown.strengths[column])));
  const element = h('div', { class: 'strengths' }, ...heads.map((head) => head.element));
  const cells: { figure: HTMLElement; canvas: Canvas; time: HTMLElement }[] = [];
  let shown: Grid | undefined;

  function cellAt(index: number) {
    const known = cells[index];
    if (known) return known;
    const canvas = createCanvas();
    const time = h('span', { class: 'strength-time', attributes: { 'aria-hidden': 'true' } });
    const figure = h('div', { class: 'strength-cell', attributes: { role: 'img' } }, canvas.element, time);
    element.append(figure);
    cells.push({ figure, canvas, time });
    return { figure, canvas, time };
  }

  return {
    element,
    show(grid: Grid, theme: Theme) {
      shown = grid;
      const { preview, strengths } = grid;
      strengths.forEach((strength, column) => {
        heads[column].show(strength, preview.strengths[column], grid);
      });
      preview.excerpts.forEach((excerpt, row) => {
        const range = extremes(excerpt.raw.y);
        const gradients = preview.strengths.map(({ excerpts, threshold }) =>
          extremes([...excerpts[row].gradient.y, threshold * 1.2]),
        );
        const gradientRange = [
          Math.min(...gradients.map(([low]) => low)),
          Math.max(...gradients.map(([, high]) => high)),
        ] as const;
        preview.strengths.forEach((strength, column) => {
          const { figure, canvas, time } = cellAt(row * strengths.length + column);
          const events = strength.events.filter(({ peak }) => peak >= excerpt.from && peak < excerpt.to);
          const where = `${fixed(preview.around[row] / grid.rate_hz, 3)} s`;
          setAttributes(figure, {
            'aria-label': `${strengths[column].label}, around ${where}: ${count(events.length, 'event')}${events.some(({ overlaps }) => overlaps) ? ', overlapping' : ''}.`,
            title: where,
          });
          setText(time, where);
          time.classList.toggle('low', grid.direction === 'negative');
          const drawing = canvas.begin();
          if (!drawing) return;
          const { filtered, gradient } = strength.excerpts[row];
          const away = grid.direction === 'negative' ? 1 : -1;
          const { from, to, raw } = excerpt;
          const { threshold } = strength;
          drawCell(
            drawing.context,
            drawing.width,
            drawing.height,
            { from, to, raw, filtered, gradient, threshold, events, range, gradientRange, away },
            theme,
          );
        });
      });
      cells.forEach(({ figure }, i) => {
        figure.classList.toggle('hidden', i >= preview.excerpts.length * strengths.length);
      });
    },
  };
}

/** What a strength is, what it finds, and the way to take it. */
function createHead(onTake: () => void) {
  const name = h('b');
  const value = h('span');
  const found = h('p');
  const take = button({ label: 'Take This', look: 'secondary', onClick: onTake });
  const element = h('div', { class: 'strength-head' }, h('h2', {}, name, value), found, take.element);
  return {
    element,
    show({ label }: Strength, { smoothing, events, threshold }: FilterStrength, { rate_hz, unit }: Grid) {
      const yours = label === 'Yours';
      element.classList.toggle('yours', yours);
      take.element.classList.toggle('hidden', yours);
      setAttributes(take.element, { 'aria-label': `Take This: ${strengthText(smoothing, rate_hz)}` });
      setText(name, label);
      setText(value, strengthText(smoothing, rate_hz));
      const overlapping = events.filter(({ overlaps }) => overlaps).length;
      setText(
        found,
        `${count(events.length, 'event')}, ${fixed(overlapping, 0)} overlapping · gradient over ${duration(smoothing.gradient_convolve_win / rate_hz)}, threshold ${withUnit(significant(threshold), `${unit}/s`)}`,
      );
    },
  };
}

function extremes(values: Iterable<number>): [number, number] {
  let [low, high] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const value of values) {
    if (value < low) low = value;
    if (value > high) high = value;
  }
  return low <= high ? [low, high] : [-1, 1];
}
