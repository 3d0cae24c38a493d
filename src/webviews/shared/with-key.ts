import type { KeyListEntry } from '../../common/api/views/keys';

/** The first key of an action, as it is written on a keyboard. */
export function keyOf<Action extends string>(
  action: Action,
  keys: readonly KeyListEntry<Action>[],
): string | undefined {
  return keys.find((entry) => entry.action === action)?.keys[0];
}

/** What a control says when it is hovered: its label, and the first key of its action. */
export function withKey<Action extends string>(
  label: string,
  action: Action,
  keys: readonly KeyListEntry<Action>[],
): string {
  const key = keyOf(action, keys);
  return key === undefined ? label : `${label} (${key})`;
}
