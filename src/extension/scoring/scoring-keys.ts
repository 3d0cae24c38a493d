import { labels } from '../key-list';
import { scoringCommands, scoringHostCommands } from '../manifest/scoring-commands';
import type { KeyListEntry } from '../webview-protocol/keys';
import type { ScoringAction } from '../webview-protocol/scoring';

/** The contributed keys of the scoring editor, as its list of keys shows them. */
export const scoringKeys: KeyListEntry<ScoringAction>[] = [
  ...Object.entries(scoringCommands).map(([action, { title, keys = [] }]) => ({
    action: action as ScoringAction,
    title,
    keys: labels(keys),
  })),
  ...Object.values(scoringHostCommands).map((command) => ({
    action: null,
    title: command.title,
    keys: labels('keys' in command ? command.keys : []),
  })),
];
