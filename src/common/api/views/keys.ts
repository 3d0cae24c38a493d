/** A command in the list of keys that `?` shows. */
export interface KeyListEntry<Action extends string> {
  /** null for commands that the extension itself carries out. */
  action: Action | null;
  title: string;
  keys: string[];
}
