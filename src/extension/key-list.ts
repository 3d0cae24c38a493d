import type { KeyListEntry } from '../common/api/views/keys';
import { commands } from './manifest/commands';
import { placeNames, placeOf } from './manifest/contexts';
import type { CommandDeclaration, Key, ViewCommands } from './manifest/declaration';
import { experimentCommands } from './manifest/experiment-commands';
import { resultsCommands } from './manifest/results-commands';
import { scoringCommands } from './manifest/scoring-commands';
import { traceCommands } from './manifest/trace-commands';
import { tuningCommands } from './manifest/tuning-commands';

const names: Record<string, string> = {
  left: '←',
  right: '→',
  up: '↑',
  down: '↓',
  numpad0: 'Num 0',
  numpad_add: 'Num +',
  numpad_subtract: 'Num −',
  pageup: 'Page Up',
  pagedown: 'Page Down',
  escape: 'Esc',
  numpad1: 'Num 1',
  numpad2: 'Num 2',
  'shift+/': '?',
};

/** The contributed keys of each view, as its list of keys shows them. */
export const traceKeys = byPlace([...keysOf(commands), ...keyListOf(traceCommands)]);
export const scoringKeys = keyListOf(scoringCommands);
export const resultsKeys = keyListOf(resultsCommands);
export const experimentKeys = keyListOf(experimentCommands);
export const tuningKeys = keyListOf(tuningCommands);

function keyListOf<Action extends string>({
  actions,
  host = {},
}: ViewCommands<Action>): KeyListEntry<Action>[] {
  const own = Object.entries<CommandDeclaration>(actions).flatMap(([action, command]) =>
    entriesOf(action as Action, command),
  );
  return byPlace([...own, ...keysOf(host)]);
}

function keysOf(host: Readonly<Record<string, CommandDeclaration>>): KeyListEntry<never>[] {
  return Object.values(host).flatMap((command) => entriesOf<never>(null, command));
}

/** The keys of a command, an entry for each place that some of them act in. */
function entriesOf<Action extends string>(
  action: Action | null,
  { title, keys = [] }: CommandDeclaration,
): KeyListEntry<Action>[] {
  return placeNames.flatMap((place) => {
    const own = keys.filter(({ when }) => placeOf(when) === place);
    return own.length > 0 ? [{ action, title, place, keys: labels(own) }] : [];
  });
}

function byPlace<Entry extends { place: string }>(entries: readonly Entry[]): Entry[] {
  return entries.toSorted((a, b) => placeNames.indexOf(a.place) - placeNames.indexOf(b.place));
}

/** Keys as they stand on this keyboard. */
function labels(keys: readonly Key[]): string[] {
  const mac = process.platform === 'darwin';
  return [...new Set(keys.map((key) => keyLabel((mac && key.mac) || key.key)))];
}

/** "shift+left" → "Shift+←". */
export function keyLabel(key: string): string {
  const whole = names[key];
  if (whole) return whole;
  return key
    .split('+')
    .map((part) => names[part] ?? part.charAt(0).toUpperCase() + part.slice(1))
    .join('+');
}
