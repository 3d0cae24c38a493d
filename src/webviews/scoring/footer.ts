import { fixed } from '../../common/text/numbers';
import { h, setText } from '../shared/dom';
import { meaningOf, mixOf } from './mix';
import type { Model } from './model';

/** The mix of the training set as miniML's documentation counts it, and what a model will make of it. */
export function createFooter() {
  const mix = h('span', { class: 'mix' });
  const meaning = h('span', { class: 'meaning-of-mix' });
  const element = h(
    'div',
    { class: 'footer', attributes: { role: 'status', 'aria-live': 'off' } },
    mix,
    meaning,
  );
  return {
    element,
    update({ scores, measures }: Model): void {
      if (!measures) {
        setText(mix, 'measuring the windows…');
        setText(meaning, '');
        return;
      }
      const counted = mixOf(scores, measures.snr);
      const { nice, notSoNice, falsePositives, noise } = counted;
      const text = [
        `nice ${fixed(nice, 0)}`,
        `not so nice ${fixed(notSoNice, 0)}`,
        `false positives ${fixed(falsePositives, 0)}`,
        `noise ${fixed(noise, 0)}`,
      ].join(' · ');
      const { summary, advice } = meaningOf(counted);
      setText(mix, text);
      setText(meaning, `→ ${summary}`);
      element.title = `${advice}\n\nEstimated from the signal-to-noise ratio: events of 8 and more are nice, other windows of 4 and more resemble events.`;
    },
  };
}
