/** Which of the views of one kind is the active editor; `when` clauses of commands and keys are told. */
export interface Active<View> {
  readonly current: View | undefined;
  set(view: View): void;
  /** It is hidden, closed or another editor is active. */
  clear(view: View): void;
  /** Something that `when` clauses ask for changed in a view. */
  refresh(view: View): void;
  /** Hears of the current view whenever it, or something of it, may be another. */
  onChange(listener: (current: View | undefined) => void): { dispose(): void };
}

/** @param tell says how things are now; it is called whenever they may have changed */
export function createActive<View>(tell: (current: View | undefined) => void): Active<View> {
  let current: View | undefined;
  const listeners = new Set([tell]);
  const changed = () => {
    for (const listener of listeners) listener(current);
  };
  return {
    get current() {
      return current;
    },
    set(view) {
      current = view;
      changed();
    },
    clear(view) {
      if (current === view) current = undefined;
      changed();
    },
    refresh(view) {
      if (current === view) changed();
    },
    onChange(listener) {
      listeners.add(listener);
      return { dispose: () => void listeners.delete(listener) };
    },
  };
}
