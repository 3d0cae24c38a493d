import { count } from '../../common/text/numbers';
import type { Note } from '../shared/strip';
import type { Part } from './experiment-app';
import { failureOf, statusOf } from './row-text';

/** Notes about the table, the gravest first: what is wrong, what is new, what is doubtful. */
export function notesOf({ services, state, experiment }: Part): Note[] {
  const { rows, problem, found } = experiment;
  const { send, run } = services;
  const notes: Note[] = [];
  if (state.failure !== null)
    notes.push({
      id: 'failure',
      level: 'bad',
      text: state.failure,
      onDismiss: () => send({ type: 'failureDismissed' }),
    });
  if (problem !== null)
    notes.push({
      id: 'problem',
      level: 'bad',
      text: problem,
      actions: [{ label: 'Open as Text', run: () => run('text') }],
    });
  const failed = rows.filter((row) => failureOf(row) !== undefined);
  if (failed.length > 0)
    notes.push({
      id: 'failed',
      level: 'bad',
      text: `${count(failed.length, 'recording')} failed. ${failureOf(failed[0])}`,
      actions: [{ label: 'Show Failed', run: () => send({ type: 'look', filter: 'failed' }) }],
    });
  if (found > 0)
    notes.push({
      id: 'found',
      level: 'info',
      text: `${count(found, 'recording')} in the folder ${found === 1 ? 'is' : 'are'} not in this table.`,
      actions: [{ label: found === 1 ? 'Add It' : 'Add Them', run: () => run('addFound') }],
    });
  const flag = commonestFlag(
    rows.filter((row) => statusOf(row) === 'done').map(({ report }) => report?.flags ?? []),
  );
  if (flag)
    notes.push({
      id: 'flags',
      level: 'doubt',
      text: `${count(flag.rows, 'recording')} ${flag.rows === 1 ? 'has' : 'have'} the flag “${flag.name}”.`,
      actions: [
        {
          label: flag.rows === 1 ? 'Look at It' : 'Look at Them',
          run: () => send({ type: 'look', filter: flag.name }),
        },
      ],
    });
  return notes;
}

function commonestFlag(flags: readonly (readonly string[])[]): { name: string; rows: number } | undefined {
  const counts = new Map<string, number>();
  for (const name of flags.flat()) counts.set(name, (counts.get(name) ?? 0) + 1);
  const [most] = [...counts].sort(([, a], [, b]) => b - a);
  return most && { name: most[0], rows: most[1] };
}
