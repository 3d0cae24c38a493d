import type { KeyListEntry } from '../../common/api/views/keys';

/** What a control says when it is hovered: its label, and the first key of its action. */
export function withKey<Action extends string>(
  label: string,
  action: Action,
  keys: readonly KeyListEntry<Action>[],
): string {
  const key = keys.find((entry) => entry.action === action)?.keys[0];
  return key === undefined ? label : `${label} (${key})`;
}
