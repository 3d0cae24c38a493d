import type { ResultsHostAction, ResultsReady } from '../../common/api/views/results';
import { count } from '../../common/text/numbers';
import { h, icon } from '../shared/dom';
import { button } from '../shared/toolkit';

export interface NoteHandlers {
  run(action: ResultsHostAction): void;
  /** What went wrong last, in one sentence. */
  failure(): string | undefined;
  dismissFailure(): void;
}

/** What there is to say about the file: what came back, what it does not say, what another program did to it. */
export function createNotes(on: NoteHandlers) {
  const element = h('div', { class: 'notes' });
  let drawn = '';

  function note(kind: string, sign: string, text: string, ...buttons: HTMLElement[]): HTMLElement {
    return h(
      'div',
      { class: `note note-${kind}`, attributes: { role: kind === 'failure' ? 'alert' : 'status' } },
      icon(sign),
      h('span', { class: 'note-text' }, text),
      ...buttons,
    );
  }
  const press = (label: string, onClick: () => void) => button({ label, look: 'secondary', onClick }).element;

  function notesOf(results: ResultsReady, failure: string | undefined): HTMLElement[] {
    const { status, complete, writtenBy, noRecording, deleted_for_good, warnings } = results;
    return [
      failure !== undefined && note('failure', 'error', failure, press('Dismiss', on.dismissFailure)),
      status.conflict !== null &&
        note(
          'conflict',
          'warning',
          status.conflict,
          press('Keep My Changes', () => on.run('keepMine')),
          press('Take the File’s', () => on.run('takeTheirs')),
        ),
      status.recovered > 0 &&
        note(
          'recovered',
          'history',
          `${count(status.recovered, 'edit')} recovered: ${status.recovered === 1 ? 'it' : 'they'} had not been saved when the last session ended.`,
          press('Save', () => on.run('save')),
          press('Dismiss', () => on.run('dismissNote')),
        ),
      !complete &&
        note(
          'incomplete',
          'info',
          `${writtenBy} wrote this file. It does not say where baselines, onsets and peaks were measured, nor why there are events: these are not drawn.`,
        ),
      deleted_for_good > 0 &&
        note(
          'gone',
          'info',
          `${count(deleted_for_good, 'event')} deleted earlier cannot be restored: the file does not hold them.`,
        ),
      complete && noRecording !== null && note('no-recording', 'info', noRecording),
      ...warnings.map((warning) => note('warning', 'warning', warning)),
    ].filter((part) => part !== false);
  }

  return {
    element,
    update(results: ResultsReady) {
      const failure = on.failure();
      const { status, complete, noRecording } = results;
      const key = JSON.stringify([failure, status, complete, noRecording]);
      if (key === drawn) return;
      drawn = key;
      element.replaceChildren(...notesOf(results, failure));
    },
  };
}
