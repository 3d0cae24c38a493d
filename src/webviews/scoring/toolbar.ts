import type { ScoringAction, ScoringHostAction } from '../../common/api/views/scoring';
import { fixed } from '../../common/text/numbers';
import type { Score } from '../../common/training/training-set';
import { h, setAttributes, setText } from '../shared/dom';
import { button } from '../shared/toolkit';
import type { Model } from './model';
import { scoreMarks } from './score-marks';

/** How far the scoring is, how the scores are balanced, and what else can be done. */
export function createToolbar(on: {
  act(action: ScoringAction): void;
  run(action: ScoringHostAction): void;
  show(score: number): void;
}) {
  const words = h('span', { class: 'progress-words' });
  const pace = h('span', { class: 'pace' });
  const done = h('div', { class: 'progress-done' });
  const track = h(
    'div',
    { class: 'progress-track', attributes: { role: 'progressbar', 'aria-label': 'Scored windows' } },
    done,
  );
  const counts = scoreMarks.map(({ score, shape, meaning }) => {
    const number = h('span', { class: 'count-number' });
    const element = h(
      'button',
      {
        class: `count score${score}`,
        type: 'button',
        onclick: () => on.show(score),
        attributes: { title: `Show the windows that are: ${meaning}` },
      },
      h('span', { class: 'shape', attributes: { 'aria-hidden': 'true' } }, shape),
      number,
      h('span', { class: 'visually-hidden' }, ` ${meaning}`),
    );
    return { score, number, element };
  });
  const balance = h('span', { class: 'balance' });
  const tool = (label: string, icon: string, action: ScoringAction) =>
    ({ label, action, ...button({ label, icon, look: 'icon', onClick: () => on.act(action) }) }) as const;
  const tools = [
    tool('Filter and sort', 'filter', 'focusFilter'),
    tool('Overview grid', 'layout', 'toggleOverview'),
    tool('Smoothed trace', 'graph-line', 'toggleSmooth'),
    tool('One scale for all windows', 'arrow-both', 'toggleCommonScale'),
    tool('Recording around the window', 'pulse', 'toggleSurroundings'),
    tool('Probability of a model', 'symbol-numeric', 'toggleProbability'),
    tool('Keys', 'question', 'showKeys'),
  ];
  const compare = button({
    label: 'Compare with another rater’s file',
    icon: 'compare-changes',
    look: 'icon',
    onClick: () => on.run('compare'),
  });
  const host = (label: string, icon: string, action: ScoringHostAction) =>
    button({ label, icon, look: 'icon', onClick: () => on.run(action) });
  const element = h(
    'div',
    { class: 'toolbar', attributes: { role: 'toolbar', 'aria-label': 'Scoring' } },
    h('div', { class: 'tool-group progress-group' }, words, track, pace),
    h('div', { class: 'tool-group' }, ...counts.map((count) => count.element), balance),
    h(
      'div',
      { class: 'tool-group last' },
      host('Undo', 'discard', 'undo').element,
      host('Redo', 'redo', 'redo').element,
      ...tools.slice(0, -1).map((t) => t.element),
      compare.element,
      tools.at(-1)!.element,
    ),
  );

  return {
    element,
    update(model: Model): void {
      const { scores, state, set } = model;
      const tally = tallyOf(scores);
      const left = tally(-1);
      const scored = scores.length - left;
      setText(words, `${fixed(scored, 0)} / ${fixed(scores.length, 0)} scored`);
      done.style.width = `${(scored / scores.length) * 100}%`;
      setAttributes(track, {
        'aria-valuenow': scored,
        'aria-valuemin': 0,
        'aria-valuemax': scores.length,
        'aria-valuetext': words.textContent,
      });
      setText(pace, paceText(model.pace.perMinute(), left));
      for (const { score, number } of counts) setText(number, fixed(tally(score), 0));
      const [events, others] = [tally(1), tally(0)];
      const ratio = events / others;
      setText(balance, others > 0 && events > 0 ? `${fixed(ratio, 2)} : 1` : '');
      const balanced = ratio >= 0.95 && ratio <= 1.05;
      balance.classList.toggle('unbalanced', !balanced);
      balance.title = balanced
        ? 'Events to other windows: balanced.'
        : 'Events to other windows: about 1 : 1 is best for training.';
      const keyOf = new Map(
        set.keys.map(({ action, keys: [first] }) => [action, first ? ` (${first})` : '']),
      );
      for (const { label, action, setTitle } of tools) setTitle(`${label}${keyOf.get(action) ?? ''}`);
      const pressed: Partial<Record<ScoringAction, boolean>> = {
        focusFilter: state.filterShown,
        toggleOverview: state.overview,
        toggleSmooth: state.smooth,
        toggleCommonScale: state.commonScale,
        toggleSurroundings: state.surroundings,
        toggleProbability: state.probability,
      };
      for (const { action, setPressed } of tools)
        if (pressed[action] !== undefined) setPressed(pressed[action]);
    },
  };
}

/** How many windows have a score. */
function tallyOf(scores: Int8Array): (score: Score) => number {
  const counts = new Int32Array(4);
  for (let i = 0; i < scores.length; i++) counts[scores[i] + 1]++;
  return (score) => counts[score + 1];
}

function paceText(perMinute: number | undefined, left: number): string {
  if (left === 0) return 'all scored';
  if (perMinute === undefined) return `${fixed(left, 0)} left`;
  const minutes = left / perMinute;
  const time =
    minutes < 1
      ? 'under a minute'
      : minutes < 90
        ? `${Math.ceil(minutes)} min`
        : `${fixed(minutes / 60, 1)} h`;
  return `${fixed(perMinute, 0)}/min, ${time} left`;
}
