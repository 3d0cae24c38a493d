import { commands } from './manifest/commands';
import type { Key } from './manifest/declaration';
import { traceCommands } from './manifest/trace-commands';
import type { ReadySnapshot, TraceAction } from './webview-protocol/trace';

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

/** The contributed keys of the trace editor, as its list of keys shows them. */
export const keyList: ReadySnapshot['keys'] = [
  ...Object.values(commands).map((command) => ({
    action: null,
    title: command.title,
    keys: labels('keys' in command ? command.keys : []),
  })),
  ...Object.entries(traceCommands).map(([action, { title, keys = [] }]) => ({
    action: action as TraceAction,
    title,
    keys: labels(keys),
  })),
];

/** The keys of a command as they stand on this keyboard. */
export function labels(keys: readonly Key[]): string[] {
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
