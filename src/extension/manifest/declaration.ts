/** Declaration of a contributed command: palette, keys and menus in one place. */
export interface CommandDeclaration {
  title: string;
  icon?: `$(${string})`;
  /** `when` clause for enablement. */
  enablement?: string;
  /**
   * `when` clause for the palette, which shows only what can be done; "always" for a command that needs nothing or asks
   * for it, "never" for one that is only used by its key or its place. Without it, `enablement` decides.
   */
  palette?: string;
  keys?: readonly Key[];
  menus?: readonly MenuPlace[];
}

export interface Key {
  key: string;
  mac?: string;
  /** A `when` clause. */
  when: string;
}

export interface MenuPlace {
  menu: 'editor/title' | 'explorer/context' | 'view/title' | 'view/item/context';
  when?: string;
  group?: string;
}

/** Commands of a view. They are enabled while it is the active editor. */
export interface ViewCommands<Action extends string> {
  /** Prefix of command ids, before the name of the action. */
  prefix: `miniml.${string}.`;
  /** `when` clause: the view is the active editor. */
  enablement: string;
  /** Commands that the view carries out itself. */
  actions: Readonly<Record<Action, CommandDeclaration>>;
  /** Actions that make sense by their keys alone: small moves, and scores. The palette does not show them. */
  keyOnly: readonly Action[];
  /** Commands that the extension carries out for it, by id. */
  host?: Readonly<Record<string, CommandDeclaration>>;
}

/** Keys that apply under a `when` clause. */
export function keysWhen(when: string): (...keys: string[]) => Key[] {
  return (...keys) => keys.map((key) => ({ key, when }));
}
