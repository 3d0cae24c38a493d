import type { ParameterPatch } from '../../common/api/views/parameter-patch';
import type { ReadyTuning, TuningAction, Written } from '../../common/api/views/tuning';
import type { ParameterName } from '../../common/parameters/parameters';
import { h, setText } from '../shared/dom';
import { button, link } from '../shared/toolkit';
import { withKey } from '../shared/with-key';
import { nullWord } from './null-word';

export interface FooterHandlers {
  act(action: TuningAction): void;
  showWritten(): void;
}

/** What is chosen, beside what it is now, and the button that writes it; after that, where it was written. */
export function createFooter(on: FooterHandlers) {
  const text = h('span', { class: 'choice', attributes: { role: 'status' } });
  const target = h('span', { class: 'target' });
  const failure = h('span', { class: 'failure hidden', attributes: { role: 'alert' } });
  const open = link('', on.showWritten);
  const after = h(
    'span',
    { class: 'written hidden' },
    'Written to ',
    open,
    '. ',
    link('Undo', () => on.act('undo')),
  );
  const use = button({
    label: 'Use These Parameters',
    icon: 'check',
    look: 'primary',
    onClick: () => on.act('use'),
  });
  const discard = button({ label: 'Discard', look: 'secondary', onClick: () => on.act('discard') });
  const element = h(
    'footer',
    { class: 'footer' },
    h('div', { class: 'footer-text' }, text, target, after, failure),
    h('div', { class: 'footer-buttons' }, discard.element, use.element),
  );
  return {
    element,
    show(
      tuning: ReadyTuning,
      chosen: ParameterPatch,
      written: Written | undefined,
      problem: string | undefined,
    ) {
      const names = Object.keys(chosen) as (keyof ParameterPatch)[];
      const changes = names.map(
        (name) => `${name} ${said(name, tuning.parameters[name])} → ${said(name, chosen[name])}`,
      );
      const done = written !== undefined && names.length === 0;
      setText(text, changes.length > 0 ? changes.join(' · ') : done ? '' : 'Nothing is changed yet.');
      setText(target, changes.length > 0 ? `goes to ${tuning.target}` : '');
      after.classList.toggle('hidden', !done);
      if (written) setText(open, written.unsaved ? `${written.target} (not saved yet)` : written.target);
      setText(failure, problem ?? '');
      failure.classList.toggle('hidden', problem === undefined);
      use.setEnabled(names.length > 0);
      use.setTitle(withKey('Use These Parameters', 'use', tuning.keys));
      discard.setTitle(withKey('Discard', 'discard', tuning.keys));
      discard.element.classList.toggle('hidden', names.length === 0);
    },
  };
}

/** A value as a person says it. */
function said(name: ParameterName, value: unknown): string {
  return value === null || value === undefined ? nullWord(name) : String(value);
}
