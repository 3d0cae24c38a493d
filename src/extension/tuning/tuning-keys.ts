import { labels } from '../key-list';
import { tuningCommands } from '../manifest/tuning-commands';
import type { KeyListEntry } from '../webview-protocol/keys';
import type { TuningAction } from '../webview-protocol/tuning';

/** The contributed keys of the tuning panel, as its list of keys shows them. */
export const tuningKeys: KeyListEntry<TuningAction>[] = Object.entries(tuningCommands).map(
  ([action, { title, keys = [] }]) => ({ action: action as TuningAction, title, keys: labels(keys) }),
);
