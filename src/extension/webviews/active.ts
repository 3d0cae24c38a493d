import { createListeners } from '../../common/listeners';

/** Which of the views of one kind is the active editor; `when` clauses of commands and keys are told. */
export interface Active<View> {
  readonly current: View | undefined;
  set(view: View): void;
  /** It is hidden, closed or another editor is active. */
  clear(view: View): void;
  /** Something that `when` clauses ask for changed in a view. */
  refresh(view: View): void;
  /** Called when the active view or its state may have changed. */
  onChange(listener: (current: View | undefined) => void): { dispose(): void };
  /** The active view once it passes `accepts`; undefined after `timeout_ms` without. */
  whenCurrent(accepts: (view: View) => boolean, timeout_ms: number): Promise<View | undefined>;
}

/** @param publish the first listener: it is called whenever the active view or its state may have changed */
export function createActive<View>(publish: (current: View | undefined) => void): Active<View> {
  let current: View | undefined;
  const listeners = createListeners<View | undefined>();
  listeners.add(publish);
  const changed = () => listeners.notify(current);
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
    onChange: (listener) => listeners.add(listener),
    whenCurrent(accepts, timeout_ms) {
      if (current !== undefined && accepts(current)) return Promise.resolve(current);
      return new Promise((resolve) => {
        const settle = (view: View | undefined) => {
          listening.dispose();
          clearTimeout(timer);
          resolve(view);
        };
        const listening = listeners.add((view) => {
          if (view !== undefined && accepts(view)) settle(view);
        });
        const timer = setTimeout(() => settle(undefined), timeout_ms);
      });
    },
  };
}
