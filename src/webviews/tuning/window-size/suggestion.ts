import type { SizeScores } from '../../../common/api/engine/window-sizes';
import type { ShownProgress } from '../../../common/api/views/progress';
import { duration } from '../../../common/text/duration';
import { fixed } from '../../../common/text/numbers';
import { chartBox } from '../../shared/chart-box';
import { h, icon, setText } from '../../shared/dom';
import { button } from '../../shared/toolkit';
import { withKey } from '../../shared/with-key';
import type { TuningContext } from '../view';
import { scoreCurve } from './score-curve';
import { bestText, presentText } from './scores-text';

export interface SuggestionHandlers {
  suggest(): void;
  cancel(): void;
  take(win_size: number): void;
}

export interface SuggestionModel {
  scores: SizeScores | undefined;
  progress: ShownProgress | undefined;
  failure: string | undefined;
  /** Size of the window on the trace. */
  win_size: number;
}

/** Sizes tried with the model: how far that is, and then a sentence, a curve and a row for each. */
export function createSuggestion(on: SuggestionHandlers) {
  const suggest = button({
    label: 'Suggest a Size',
    icon: 'lightbulb',
    title: 'Tries sizes with the model on the clear events',
    look: 'secondary',
    onClick: on.suggest,
  });
  const cancel = button({ label: 'Cancel', look: 'secondary', onClick: on.cancel });
  const bar = h('progress', { max: 1, attributes: { 'aria-label': 'Progress' } });
  const how = h('span', { class: 'progress-words' });
  const running = h('div', { class: 'running hidden' }, bar, how, cancel.element);
  const failure = h('p', { class: 'failure hidden', attributes: { role: 'alert' } });
  const sentence = h('p', { class: 'best', attributes: { role: 'status' } });
  const present = h('p', { class: 'now' });
  const curve = chartBox('Scores', [
    h('i', { class: 'scored' }),
    'of clear events',
    h('i', { class: 'counted' }),
    'agreement',
  ]);
  const rows = h('tbody');
  const heads = ['Window', 'Clear', 'Score', 'Events', 'Agree'];
  const table = h(
    'table',
    { class: 'sizes' },
    h('thead', {}, h('tr', {}, ...heads.map((head) => h('th', { scope: 'col' }, head)))),
    rows,
  );
  const result = h('div', { class: 'scores hidden' }, sentence, present, curve.element, table);
  const element = h(
    'section',
    { class: 'suggestion', attributes: { 'aria-label': 'Suggestion' } },
    suggest.element,
    running,
    failure,
    result,
  );
  let listed: { scores: SizeScores; win_size: number } | undefined;

  return {
    element,
    show({ scores, progress, failure: problem, win_size }: SuggestionModel, context: TuningContext) {
      const { rate_hz, parameters, keys } = context.tuning;
      suggest.setTitle(withKey('Tries sizes with the model on the clear events', 'suggest', keys));
      running.classList.toggle('hidden', !progress);
      suggest.element.classList.toggle('hidden', progress !== undefined);
      if (progress?.fraction == null) bar.removeAttribute('value');
      else bar.value = progress.fraction;
      setText(how, progress ? progress.text || progress.phase : '');
      setText(failure, problem ?? '');
      failure.classList.toggle('hidden', problem === undefined);
      result.classList.toggle('hidden', scores === undefined);
      if (!scores) return;
      setText(sentence, bestText(scores, rate_hz));
      setText(present, presentText(scores, parameters.win_size, rate_hz));
      curve.draw(scoreCurve(scores, rate_hz, context.theme), bestText(scores, rate_hz));
      if (listed?.scores === scores && listed.win_size === win_size) return;
      listed = { scores, win_size };
      // Made anew, the row that was pressed would lose the keyboard.
      const had = [...rows.querySelectorAll('button')].indexOf(document.activeElement as HTMLButtonElement);
      rows.replaceChildren(...scores.sizes.map((size) => rowOf(size, scores, win_size, rate_hz, on.take)));
      if (had >= 0) rows.querySelectorAll('button')[had]?.focus();
    },
  };
}

function rowOf(
  size: SizeScores['sizes'][number],
  { best, clear }: SizeScores,
  shown: number,
  rate_hz: number,
  take: (win_size: number) => void,
): HTMLElement {
  const { win_size, found, clear_score, events, agreement } = size;
  const isBest = win_size === best;
  const name = `${fixed(win_size, 0)} · ${duration(win_size / rate_hz)}`;
  return h(
    'tr',
    { class: isBest ? 'is-best' : '' },
    h(
      'th',
      { scope: 'row' },
      h(
        'button',
        {
          class: 'size',
          type: 'button',
          onclick: () => take(win_size),
          attributes: { 'aria-pressed': win_size === shown },
        },
        name,
        isBest && icon('star-full'),
        isBest && h('span', { class: 'visually-hidden' }, 'best'),
      ),
    ),
    ...[`${found}/${clear}`, fixed(clear_score, 2), fixed(events, 0), fixed(agreement, 2)].map((text) =>
      h('td', {}, text),
    ),
  );
}
