/** Which of the views of one kind is the active editor; `when` clauses of commands and keys are told. */
export interface Active<View> {
  readonly current: View | undefined;
  set(view: View): void;
  /** It is hidden, closed or another editor is active. */
  clear(view: View): void;
  /** Something that `when` clauses ask for changed in a view. */
  refresh(view: View): void;
}

/** @param tell says how things are now; it is called whenever they may have changed */
export function createActive<View>(tell: (current: View | undefined) => void): Active<View> {
  let current: View | undefined;
  return {
    get current() {
      return current;
    },
    set(view) {
      current = view;
      tell(current);
    },
    clear(view) {
      if (current === view) current = undefined;
      tell(current);
    },
    refresh(view) {
      if (current === view) tell(current);
    },
  };
}
