import type { KeyListEntry } from '../../common/api/views/keys';

/** Label of an action's first key. */
export function keyOf<Action extends string>(
  action: Action,
  keys: readonly KeyListEntry<Action>[],
): string | undefined {
  return keys.find((entry) => entry.action === action)?.keys[0];
}

/** Tooltip of a control: its label, and the first key of its action. */
export function withKey<Action extends string>(
  label: string,
  action: Action,
  keys: readonly KeyListEntry<Action>[],
): string {
  const key = keyOf(action, keys);
  return key === undefined ? label : `${label} (${key})`;
}
