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
