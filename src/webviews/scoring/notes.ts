import type { AgreementView } from '../../common/api/views/scoring';
import { count, fixed } from '../../common/text/numbers';
import type { Note } from '../shared/strip';
import type { Commands } from './commands';
import { isFiltered } from './list';
import { outdatedIn, type ScoredSet } from './scored-set';
import type { ScoringState } from './store';
import { UNDECIDED_NOTE, undecidedIn } from './tally';

/** Notes about the set as it is now. */
export function notesFor({ set, failure, progress }: ScoringState, on: Commands): Note[] {
  if (!set) return [];
  const notes = [
    failure !== null && failureNote(failure, on),
    conflictNote(set, on),
    unsafeNote(set),
    recoveredNote(set, on),
    progress && ({ id: 'progress', level: 'info', text: progress.text } satisfies Note),
    agreementNote(set, on),
    undecidedNoteFor(set, on),
    outdatedNote(set, on),
  ];
  return notes.filter((note): note is Note => Boolean(note));
}

function failureNote(text: string, on: Commands): Note {
  const actions = [{ label: 'Show Log', run: () => on.run('log') }];
  return { id: 'failure', level: 'bad', text, actions, onDismiss: on.dismissFailure };
}

function conflictNote({ status }: ScoredSet, on: Commands): Note | undefined {
  if (status.conflict === null) return undefined;
  const actions = [
    { label: 'Merge', run: () => on.run('keepMine') },
    { label: 'Discard My Changes', run: () => on.run('takeTheirs') },
  ];
  return { id: 'conflict', level: 'bad', text: status.conflict, actions };
}

function unsafeNote({ status: { unsafe } }: ScoredSet): Note | undefined {
  return unsafe === null ? undefined : { id: 'unsafe', level: 'bad', text: unsafe };
}

function recoveredNote({ status: { recovered } }: ScoredSet, on: Commands): Note | undefined {
  if (recovered === 0) return undefined;
  const text = `${count(recovered, 'score')} recovered: they had not been saved when VS Code was last closed.`;
  return { id: 'recovered', level: 'info', text, onDismiss: () => on.run('dismissNote') };
}

function undecidedNoteFor(set: ScoredSet, on: Commands): Note | undefined {
  const windows = undecidedIn(set);
  if (windows.length === 0) return undefined;
  const text = `${count(windows.length, 'window')} have score 2. In files extracted by the Python miniML, score 2 means not scored yet.`;
  const actions = [
    { label: 'Not Scored Yet', run: () => on.score(windows, -1) },
    { label: 'Exclude from Training', run: () => excludeTwos(on) },
  ];
  return { id: UNDECIDED_NOTE, level: 'info', text, actions };
}

/** The answer holds for the file, also when it is opened again. */
function excludeTwos(on: Commands): void {
  on.dismiss(UNDECIDED_NOTE);
  on.run('twosExcluded');
}

function agreementNote({ agreement, view }: ScoredSet, on: Commands): Note | undefined {
  if (!agreement || view.seen.includes(agreement.name)) return undefined;
  const list = { label: 'Disagreements', run: () => on.list({ shown: 'disagreements' }) };
  return {
    id: 'agreement',
    level: 'info',
    text: agreementText(agreement),
    // Without disagreements, the text says why.
    actions: agreement.disagreements.length === 0 ? [] : [list],
    onDismiss: () => on.dismiss(agreement.name),
  };
}

function outdatedNote(set: ScoredSet, on: Commands): Note | undefined {
  if (!isFiltered(set.view.listing)) return undefined;
  const outdated = outdatedIn(set);
  if (outdated === 0) return undefined;
  const text =
    outdated === 1
      ? '1 listed window no longer matches the filter.'
      : `${fixed(outdated, 0)} listed windows no longer match the filter.`;
  const actions = [{ label: 'Apply Filter Again', run: () => on.act('updateList') }];
  return { id: 'outdated', level: 'info', text, actions };
}

function agreementText({ name, compared, agreed, kappa, ac1, disagreements }: AgreementView): string {
  if (compared === 0) return `${name}: no window is scored in both files.`;
  const share = `${fixed((agreed / compared) * 100, 1)} % of ${count(compared, 'window')} have the same score`;
  return `${name}: ${share}, Cohen’s κ ${fixed(kappa, 2)}, Gwet’s AC1 ${fixed(ac1, 2)}, ${count(disagreements.length, 'disagreement')}.`;
}
