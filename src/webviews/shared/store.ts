import { useEffect, useState } from 'preact/hooks';

/** A view's state, changed only by messages. */
export interface Store<State, Message> {
  readonly state: State;
  /** Applies a message at once; listeners are notified if it changed anything. */
  send(message: Message): void;
  /** @returns a function that removes the listener */
  subscribe(listener: (state: State, before: State) => void): () => void;
}

/**
 * The state of a view. `update` is pure and returns the state it was given when nothing changes, so that it can be
 * tested without a browser; effects (requests, timers, drawing) are subscribers.
 */
export function createStore<State, Message>(
  initial: State,
  update: (state: State, message: Message) => State,
): Store<State, Message> {
  let state = initial;
  const listeners = new Set<(state: State, before: State) => void>();
  return {
    get state() {
      return state;
    },
    send(message) {
      const before = state;
      state = update(before, message);
      if (state !== before) for (const listener of listeners) listener(state, before);
    },
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}

/**
 * Selects the part of a store's state that a component renders. It is rendered again only when that part changes, so
 * `select` must return identical values while nothing displayed has changed.
 */
export function useStore<State, Part>(store: Store<State, never>, select: (state: State) => Part): Part {
  const [part, setPart] = useState(() => select(store.state));
  useEffect(() => {
    const refresh = (state: State) => setPart(() => select(state));
    refresh(store.state);
    return store.subscribe(refresh);
  }, [store, select]);
  return part;
}
