/** Declaration of a contributed command: palette, keys and menus in one place. */
export interface CommandDeclaration {
  title: string;
  icon?: `$(${string})`;
  /** `when` clause for enablement. */
  enablement?: string;
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
  menu: 'editor/title' | 'explorer/context' | 'commandPalette';
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
  /** Commands that the extension carries out for it, by id. */
  host?: Readonly<Record<string, CommandDeclaration>>;
}

/** Keys that apply under a `when` clause. */
export function keysWhen(when: string): (...keys: string[]) => Key[] {
  return (...keys) => keys.map((key) => ({ key, when }));
}
