/**
 * LRU cache with reference counts: values in use are not disposed of. Concurrent requests for a key share one creation;
 * failures are not cached.
 */
export interface LeaseCache<V> {
  /** Runs `work` with the value of `key`, which is not disposed of before `work` has ended. */
  use<T>(key: string, make: () => V | Promise<V>, work: (value: V) => T | Promise<T>): Promise<T>;
  /** Releases all values. */
  clear(): void;
}

interface Entry<V> {
  value: Promise<V>;
  users: number;
  dropped: boolean;
}

export function leaseCache<V>(capacity: number, dispose: (value: V) => void | Promise<void>): LeaseCache<V> {
  /** LRU order: the last used last. */
  const entries = new Map<string, Entry<V>>();

  function drop(key: string, entry: Entry<V>): void {
    if (entries.get(key) === entry) entries.delete(key);
    entry.dropped = true;
    disposeIfUnused(entry);
  }

  function disposeIfUnused(entry: Entry<V>): void {
    // A failed creation has nothing to dispose of; the caller gets the error.
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
