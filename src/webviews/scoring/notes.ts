import type { ScoringHostAction } from '../../common/api/views/scoring';
import { count, fixed } from '../../common/text/numbers';
import { h, icon } from '../shared/dom';
import { button } from '../shared/toolkit';
import { isFiltered } from './list';
import type { Model } from './model';

interface Note {
  id: string;
  icon: string;
  text: string;
  buttons: { label: string; onClick(): void }[];
}

export interface NoteHandlers {
  run(action: ScoringHostAction): void;
  failure(): string | undefined;
  dismissFailure(): void;
  progress(): { text: string; fraction: number | null } | null;
}

/** Thin lines under the toolbar: what the user should know, with what can be done about it. */
export function createNotes(on: NoteHandlers) {
  const element = h('div', { class: 'notes', attributes: { role: 'status' } });
  let shown: { model: Model; text: string } | undefined;
  return {
    element,
    update(model: Model): void {
      const notes = notesFor(model, on);
      const text = JSON.stringify(notes);
      if (shown?.model === model && shown.text === text) return;
      shown = { model, text };
      element.replaceChildren(
        ...notes.map((note) =>
          h(
            'div',
            { class: `note note-${note.id}` },
            icon(note.icon),
            h('span', { class: 'note-text' }, note.text),
            ...note.buttons.map(
              ({ label, onClick }) => button({ label, look: 'secondary', onClick }).element,
            ),
          ),
        ),
      );
    },
  };
}

function notesFor(model: Model, on: NoteHandlers): Note[] {
  const { status, state, agreement, scores } = model;
  const notes: Note[] = [];
  const seen = (id: string) => model.change({ seen: [...state.seen, id] });
  const failure = on.failure();
  if (failure !== undefined)
    notes.push({
      id: 'failure',
      icon: 'error',
      text: failure,
      buttons: [
        { label: 'Show the Log', onClick: () => on.run('log') },
        { label: 'Dismiss', onClick: on.dismissFailure },
      ],
    });
  if (status.conflict !== null)
    notes.push({
      id: 'conflict',
      icon: 'warning',
      text: status.conflict,
      buttons: [
        { label: 'Keep My Changes on Top', onClick: () => on.run('keepMine') },
        { label: 'Take the File’s Scores', onClick: () => on.run('takeTheirs') },
      ],
    });
  if (status.recovered > 0)
    notes.push({
      id: 'recovered',
      icon: 'history',
      text: `${count(status.recovered, 'score')} recovered: they had not been saved when the last session ended.`,
      buttons: [{ label: 'Dismiss', onClick: () => on.run('dismissNote') }],
    });
  const progress = on.progress();
  if (progress) notes.push({ id: 'progress', icon: 'loading', text: progress.text, buttons: [] });
  const twos = undecided(scores);
  if (twos.length > 0 && !state.seen.includes('undecided'))
    notes.push({
      id: 'undecided',
      icon: 'question',
      text: `${count(twos.length, 'window')} have score 2. In files of miniML’s own extraction these wait to be judged.`,
      buttons: [
        { label: 'They Are Not Scored Yet', onClick: () => model.score(twos, -1) },
        { label: 'Leave Them Out', onClick: () => seen('undecided') },
      ],
    });
  if (agreement && !state.seen.includes(agreement.name))
    notes.push({
      id: 'agreement',
      icon: 'compare-changes',
      text: agreementText(agreement),
      buttons: [
        // Where there are none, the text says why.
        ...(agreement.disagreements.length === 0
          ? []
          : [
              {
                label: 'Disagreements',
                onClick: () => model.list({ ...state.listing, shown: 'disagreements' }),
              },
            ]),
        { label: 'Dismiss', onClick: () => seen(agreement.name) },
      ],
    });
  const outdated = model.outdated();
  if (outdated > 0 && isFiltered(state.listing))
    notes.push({
      id: 'outdated',
      icon: 'filter',
      text: `${count(outdated, 'listed window')} would not be listed any more.`,
      buttons: [{ label: 'Apply the Filter Again', onClick: () => model.list(state.listing) }],
    });
  return notes;
}

/** Windows of score 2 in a file where every window has a score, and most of them this one. */
function undecided(scores: Int8Array): number[] {
  const twos: number[] = [];
  for (let i = 0; i < scores.length; i++) {
    if (scores[i] === -1) return [];
    if (scores[i] === 2) twos.push(i);
  }
  return twos.length >= 0.2 * scores.length ? twos : [];
}

function agreementText({
  name,
  compared,
  agreed,
  kappa,
  ac1,
  disagreements,
}: NonNullable<Model['agreement']>): string {
  if (compared === 0) return `${name}: no window is scored in both files.`;
  const share = `${fixed((agreed / compared) * 100, 1)} % of ${count(compared, 'window')} scored alike`;
  return `${name}: ${share}, Cohen’s κ ${fixed(kappa, 2)}, Gwet’s AC1 ${fixed(ac1, 2)}, ${count(disagreements.length, 'disagreement')}.`;
}
