import { useEffect, useState } from 'preact/hooks';
import type { Store } from './store';

/**
 * The part of a store's state that a component draws. The component is rendered again only when that part changes,
 * so `select` returns values that stay identical while nothing they show has changed.
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
