import { createListeners } from '../../common/listeners';

/** Tracks the active view of one kind, and publishes it to `when` clauses of commands and keys. */
export interface Active<View> {
  readonly current: View | undefined;
  set(view: View): void;
  /** The view is hidden, closed, or no longer the active editor. */
  clear(view: View): void;
  /** State of a view that `when` clauses depend on has changed. */
  refresh(view: View): void;
  /** Called when the active view or its state may have changed. */
  onChange(listener: (current: View | undefined) => void): { dispose(): void };
  /** Waits for an active view that passes `accepts`; undefined after `timeout_ms`. */
  whenCurrent(accepts: (view: View) => boolean, timeout_ms: number): Promise<View | undefined>;
}

/** @param publish the first listener, called whenever the active view or its state may have changed */
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
