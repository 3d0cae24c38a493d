import type { Why } from '../../common/api/engine/results';
import { fixed, significant, withUnit } from '../../common/text/numbers';
import { h, setText } from '../shared/dom';

/** What was decided about a point of the recording, and the numbers that decided. */
export function createWhyPanel(onAdd: () => void) {
  const text = h('span', { class: 'why-text' });
  const numbers = h('span', { class: 'why-numbers' });
  const add = h('button', { class: 'link', type: 'button', onclick: onAdd }, 'Add an event here');
  const element = h('div', { class: 'why hidden', attributes: { role: 'status' } }, text, numbers, add);
  return {
    element,
    update(why: Why | undefined, rate_hz: number | null, unit: string) {
      element.classList.toggle('hidden', why === undefined);
      if (!why) return;
      const at = rate_hz === null ? `sample ${why.sample}` : withUnit(fixed(why.sample / rate_hz, 4), 's');
      setText(text, `At ${at}: ${why.text}`);
      const parts = [
        Number.isFinite(why.probability) &&
          `probability ${fixed(why.probability, 2)} (threshold ${why.model_threshold})`,
        Number.isFinite(why.gradient) &&
          `steepest rise ${withUnit(significant(why.gradient), `${unit}/s`)} (threshold ${significant(why.gradient_threshold)})`,
      ];
      setText(numbers, parts.filter(Boolean).join(' · '));
      add.classList.toggle('hidden', why.verdict === 'event' || why.verdict === 'added');
    },
  };
}
