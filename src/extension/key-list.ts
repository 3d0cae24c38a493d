import type { KeyListEntry } from '../common/api/views/keys';
import { commands } from './manifest/commands';
import type { CommandDeclaration, Key, ViewCommands } from './manifest/declaration';
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

/** Contributed keys of each view, for its list of keys. */
export const traceKeys = [...keysOf(commands), ...keyListOf(traceCommands)];
export const scoringKeys = keyListOf(scoringCommands);
export const resultsKeys = keyListOf(resultsCommands);
export const tuningKeys = keyListOf(tuningCommands);

function keyListOf<Action extends string>({
  actions,
  host = {},
}: ViewCommands<Action>): KeyListEntry<Action>[] {
  const own = Object.entries<CommandDeclaration>(actions).map(([action, { title, keys = [] }]) => ({
    action: action as Action,
    title,
    keys: labels(keys),
  }));
  return [...own, ...keysOf(host)];
}

function keysOf(host: Readonly<Record<string, CommandDeclaration>>): KeyListEntry<never>[] {
  return Object.values(host).map(({ title, keys = [] }) => ({ action: null, title, keys: labels(keys) }));
}

/** Labels of a command's keys on this keyboard. */
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
