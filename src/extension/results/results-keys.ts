import { labels } from '../key-list';
import { resultsCommands, resultsHostCommands } from '../manifest/results-commands';
import type { KeyListEntry } from '../webview-protocol/keys';
import type { ResultsAction } from '../webview-protocol/results';

/** The contributed keys of the results editor, as its list of keys shows them. */
export const resultsKeys: KeyListEntry<ResultsAction>[] = [
  ...Object.entries(resultsCommands).map(([action, { title, keys = [] }]) => ({
    action: action as ResultsAction,
    title,
    keys: labels(keys),
  })),
  ...Object.values(resultsHostCommands).map((command) => ({
    action: null,
    title: command.title,
    keys: labels('keys' in command ? command.keys : []),
  })),
];
