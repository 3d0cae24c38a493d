import type { AgreementView } from '../../common/api/views/scoring';
import { count, fixed } from '../../common/text/numbers';
import type { Commands } from './commands';
import { isFiltered } from './list';
import { outdatedIn, type ScoredSet } from './scored-set';
import type { ScoringState } from './store';
import { undecidedIn, undecidedNote } from './tally';

export interface Note {
  id: string;
  icon: string;
  text: string;
  buttons: readonly { label: string; run(on: Commands): void }[];
}

/** What the user should know now, the gravest first. */
export function notesFor({ set, failure, progress }: ScoringState): Note[] {
  if (!set) return [];
  const notes = [
    failure !== null && failureNote(failure),
    conflictNote(set),
    recoveredNote(set),
    progress && { id: 'progress', icon: 'loading', text: progress.text, buttons: [] },
    undecidedNoteFor(set),
    agreementNote(set),
    outdatedNote(set),
  ];
  return notes.filter((note): note is Note => Boolean(note));
}

function failureNote(text: string): Note {
  const buttons = [
    { label: 'Show Log', run: (on: Commands) => on.run('log') },
    { label: 'Dismiss', run: (on: Commands) => on.dismissFailure() },
  ];
  return { id: 'failure', icon: 'error', text, buttons };
}

function conflictNote({ status }: ScoredSet): Note | undefined {
  if (status.conflict === null) return undefined;
  const buttons = [
    { label: 'Merge', run: (on: Commands) => on.run('keepMine') },
    { label: 'Discard My Changes', run: (on: Commands) => on.run('takeTheirs') },
  ];
  return { id: 'conflict', icon: 'warning', text: status.conflict, buttons };
}

function recoveredNote({ status: { recovered } }: ScoredSet): Note | undefined {
  if (recovered === 0) return undefined;
  const text = `${count(recovered, 'unsaved score')} recovered from before VS Code was closed.`;
  const buttons = [{ label: 'Dismiss', run: (on: Commands) => on.run('dismissNote') }];
  return { id: 'recovered', icon: 'history', text, buttons };
}

function undecidedNoteFor(set: ScoredSet): Note | undefined {
  const windows = undecidedIn(set);
  if (windows.length === 0) return undefined;
  const text = `${count(windows.length, 'window')} have score 2. In files extracted by the Python miniML, score 2 means not scored yet.`;
  const buttons = [
    { label: 'Not Scored Yet', run: (on: Commands) => on.score(windows, -1) },
    { label: 'Exclude from Training', run: (on: Commands) => on.dismiss(undecidedNote) },
  ];
  return { id: undecidedNote, icon: 'question', text, buttons };
}

function agreementNote({ agreement, view }: ScoredSet): Note | undefined {
  if (!agreement || view.seen.includes(agreement.name)) return undefined;
  const disagreements = {
    label: 'Disagreements',
    run: (on: Commands) => on.list({ shown: 'disagreements' }),
  };
  const dismiss = { label: 'Dismiss', run: (on: Commands) => on.dismiss(agreement.name) };
  return {
    id: 'agreement',
    icon: 'compare-changes',
    text: agreementText(agreement),
    // Without disagreements, the text says why.
    buttons: agreement.disagreements.length === 0 ? [dismiss] : [disagreements, dismiss],
  };
}

function outdatedNote(set: ScoredSet): Note | undefined {
  if (!isFiltered(set.view.listing)) return undefined;
  const outdated = outdatedIn(set);
  if (outdated === 0) return undefined;
  const text =
    outdated === 1
      ? '1 listed window no longer matches the filter.'
      : `${fixed(outdated, 0)} listed windows no longer match the filter.`;
  const buttons = [{ label: 'Apply Filter Again', run: (on: Commands) => on.act('updateList') }];
  return { id: 'outdated', icon: 'filter', text, buttons };
}

function agreementText({ name, compared, agreed, kappa, ac1, disagreements }: AgreementView): string {
  if (compared === 0) return `${name}: no window is scored in both files.`;
  const share = `${fixed((agreed / compared) * 100, 1)} % of ${count(compared, 'window')} have the same score`;
  return `${name}: ${share}, Cohen’s κ ${fixed(kappa, 2)}, Gwet’s AC1 ${fixed(ac1, 2)}, ${count(disagreements.length, 'disagreement')}.`;
}
