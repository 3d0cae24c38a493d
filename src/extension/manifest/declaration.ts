/** A command as it is contributed: palette, keys and menus in one place. */
export interface CommandDeclaration {
  title: string;
  icon?: `$(${string})`;
  /** When it can be run; a `when` clause. */
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

/** The commands of a view of ours. They can be run while it is the active editor. */
export interface ViewCommands<Action extends string> {
  /** The command of an action is this and its name. */
  prefix: `miniml.${string}.`;
  /** Holds while it is the active editor. */
  enablement: string;
  /** What the view does itself. */
  actions: Readonly<Record<Action, CommandDeclaration>>;
  /** What the extension carries out for it, by ids. */
  host?: Readonly<Record<string, CommandDeclaration>>;
}

/** Keys that hold where a `when` clause does. */
export function keysWhen(when: string): (...keys: string[]) => Key[] {
  return (...keys) => keys.map((key) => ({ key, when }));
}
