/**
 * Keeps the few values last used, and disposes of others once nobody works with them. A value is made once,
 * however many ask for it while it is being made; one that could not be made is not kept.
 */
export interface LeaseCache<V> {
  /** Works with the value of `key`; it is not disposed of before `work` has ended. */
  use<T>(key: string, make: () => V | Promise<V>, work: (value: V) => T | Promise<T>): Promise<T>;
  /** Lets go of everything. */
  clear(): void;
}

interface Entry<V> {
  value: Promise<V>;
  users: number;
  dropped: boolean;
}

export function leaseCache<V>(capacity: number, dispose: (value: V) => void | Promise<void>): LeaseCache<V> {
  /** In order of use, the last used last. */
  const entries = new Map<string, Entry<V>>();

  function drop(key: string, entry: Entry<V>): void {
    if (entries.get(key) === entry) entries.delete(key);
    entry.dropped = true;
    disposeIfUnused(entry);
  }

  function disposeIfUnused(entry: Entry<V>): void {
    // A value that could not be made has nothing to dispose of; its maker's caller has the reason.
    if (entry.dropped && entry.users === 0) void entry.value.then(dispose, () => {});
  }

  return {
    async use(key, make, work) {
      const entry = entries.get(key) ?? {
        value: Promise.resolve().then(make),
        users: 0,
        dropped: false,
      };
      entries.delete(key);
      entries.set(key, entry);
      entry.users++;
      for (const [oldest, old] of entries) {
        if (entries.size <= capacity) break;
        drop(oldest, old);
      }
      try {
        let value: V;
        try {
          value = await entry.value;
        } catch (thrown) {
          drop(key, entry);
          throw thrown;
        }
        return await work(value);
      } finally {
        entry.users--;
        disposeIfUnused(entry);
      }
    },
    clear() {
      for (const [key, entry] of [...entries]) drop(key, entry);
    },
  };
}
