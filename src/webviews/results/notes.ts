import type { ResultsReady } from '../../common/api/views/results';
import { count } from '../../common/text/numbers';
import type { Note } from '../shared/strip';
import type { ResultsServices } from './services';

/** Notes about the file: recovered edits, missing data, changes by another program. */
export function notesOf(
  { status, complete, writtenBy, deleted_for_good, warnings }: ResultsReady,
  failure: string | null,
  { run, send }: Pick<ResultsServices, 'run' | 'send'>,
): Note[] {
  const info = (id: string, text: string): Note => ({ id, level: 'info', text });
  const found: (Note | false)[] = [
    failure !== null && {
      id: 'failure',
      level: 'bad',
      text: failure,
      onDismiss: () => send({ type: 'failureDismissed' }),
    },
    status.conflict !== null && {
      id: 'conflict',
      level: 'bad',
      text: status.conflict,
      actions: [
        { label: 'Merge', run: () => run('keepMine') },
        { label: 'Discard My Changes', run: () => run('takeTheirs') },
      ],
    },
    status.unsafe !== null && {
      id: 'unsafe',
      level: 'bad',
      text: status.unsafe,
      actions: [{ label: 'Save', run: () => run('save') }],
    },
    status.recovered > 0 && {
      id: 'recovered',
      level: 'doubt',
      text: `${count(status.recovered, 'edit')} recovered from the last session, not saved yet.`,
      actions: [{ label: 'Save', run: () => run('save') }],
      onDismiss: () => run('dismissNote'),
    },
    ...warnings.map((text, i): Note => ({ id: `warning-${i}`, level: 'doubt', text })),
    !complete &&
      info(
        'incomplete',
        `Written by ${writtenBy}: baselines, onsets, peaks and detection reasons are missing.`,
      ),
    deleted_for_good > 0 &&
      info(
        'gone',
        `${count(deleted_for_good, 'event')} deleted earlier cannot be restored: the file does not contain them.`,
      ),
  ];
  return found.filter((note) => note !== false);
}
