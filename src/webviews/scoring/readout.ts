import type { WindowOrigins } from '../../common/api/views/scoring';
import { duration } from '../../common/text/duration';
import { fixed, significant, withUnit } from '../../common/text/numbers';
import type { Score } from '../../common/training/training-set';
import { h, setAttributes, setText } from '../shared/dom';
import type { Model } from './model';
import { markOf, scoreMarks } from './score-marks';

/** What is known of the window that is shown, and the buttons that score it. */
export function createReadout(on: { score(score: Score): void; clear(): void; goTo(): void }) {
  const number = h('button', {
    class: 'window-number',
    type: 'button',
    onclick: () => on.goTo(),
    attributes: { title: 'Go to a window (G)' },
  });
  const facts = h('span', { class: 'window-facts' });
  const buttons = scoreMarks
    .filter(({ score }) => score !== -1)
    .map(({ score, shape, word, meaning }) => {
      const element = h(
        'button',
        {
          class: `score-button score${score}`,
          type: 'button',
          onclick: () => on.score(score),
          attributes: { title: `Score ${word}: ${meaning} (${word})` },
        },
        h('span', { class: 'shape', attributes: { 'aria-hidden': 'true' } }, shape),
        h('span', {}, word),
        h('span', { class: 'meaning' }, meaning),
      );
      return { score, element };
    });
  const clear = h(
    'button',
    {
      class: 'score-button score-1',
      type: 'button',
      onclick: () => on.clear(),
      attributes: { title: 'Clear the score (Backspace)' },
    },
    h('span', { class: 'shape', attributes: { 'aria-hidden': 'true' } }, '○'),
    h('span', { class: 'meaning' }, 'clear'),
  );
  const element = h(
    'div',
    { class: 'readout' },
    number,
    facts,
    h(
      'div',
      { class: 'score-buttons', attributes: { role: 'group', 'aria-label': 'Score' } },
      ...buttons.map((b) => b.element),
      clear,
    ),
  );
  return {
    element,
    update(model: Model): void {
      const { state, order, scores, selection } = model;
      const place = order.placeOf(state.window);
      const many = selection.size;
      setText(
        number,
        many > 0
          ? `${fixed(many, 0)} selected`
          : `${fixed(place + 1, 0)} of ${fixed(order.windows.length, 0)}${numberText(model)}`,
      );
      setText(facts, many > 0 ? 'One key scores them all.' : factsOf(model).join(' · '));
      for (const { score, element: scoring } of buttons)
        setAttributes(scoring, { 'aria-pressed': many === 0 && scores[state.window] === score });
    },
    /** What a screen reader says of the window. */
    spoken(model: Model): string {
      const { state, scores } = model;
      const { word, meaning } = markOf(scores[state.window]);
      return [`Window ${state.window + 1}`, `${word} ${meaning}`.trim(), ...factsOf(model)].join(', ');
    },
  };
}

/** The number in the file, where the list has another order. */
function numberText({ state, order }: Model): string {
  return order.placeOf(state.window) === state.window ? '' : ` (no. ${fixed(state.window + 1, 0)})`;
}

function factsOf({
  state,
  set,
  measures,
  noise,
  probabilities,
  agreement,
  origins,
  direction,
}: Model): string[] {
  const { window } = state;
  const amplitude = measures?.amplitude[window] ?? null;
  const sign = direction() === 'negative' ? -1 : 1;
  const other = agreement && agreement.scores[window] >= 0 ? markOf(agreement.scores[window]) : undefined;
  const facts = [
    amplitude !== null && `amplitude ${withUnit(significant(sign * amplitude), set.unit)}`,
    measures && `SNR ${fixed(measures.snr[window], 1)}`,
    noise && `noise ${withUnit(significant(noise[window], 2), set.unit)}`,
    probabilities && `p = ${fixed(probabilities[window], 2)}`,
    other && `${agreement!.name}: ${other.shape} ${other.word}`,
    originText(window, { ...set, ...origins }),
    state.reversed && 'direction reversed',
  ];
  return facts.filter((fact) => typeof fact === 'string' && fact !== '') as string[];
}

function originText(
  window: number,
  { sources, rate_hz, source, starts }: Pick<Model['set'], 'sources' | 'rate_hz'> & WindowOrigins,
): string {
  const path = source ? sources[source[window]] : undefined;
  const name =
    path
      ?.split(/[\\/]/)
      .at(-1)
      ?.replace(/\.\w+$/, '') ?? '';
  const start = starts?.[window];
  if (start === undefined) return name;
  const at = rate_hz === null ? `sample ${fixed(start, 0)}` : duration(start / rate_hz);
  return name === '' ? `@ ${at}` : `${name} @ ${at}`;
}
