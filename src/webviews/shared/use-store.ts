import { useEffect, useState } from 'preact/hooks';
import type { Store } from './store';

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
