declare global {
  /** Declared by scripts/coverage-counters.mjs. */
  var coverageCounters: Uint8Array | undefined;
}

/** Orders of magnitude of how often a branch ran: 1, 2, 3, 4–7, 8–15, 16–31, 32–127, more; a bit each. */
const MAGNITUDES = Uint8Array.from({ length: 256 }, (_, count) => {
  const bounds = [1, 2, 3, 4, 8, 16, 32, 128];
  const index = bounds.findLastIndex((bound) => count >= bound);
  return index < 0 ? 0 : 1 << index;
});

/** What has run so far. */
export interface Coverage {
  /** Whether branches ran since the last call that had never run, or never so often. */
  isFresh(): boolean;
  /** Branches that ran. */
  branches(): number;
}

export function coverage(): Coverage {
  const counters = globalThis.coverageCounters;
  if (!counters) throw new Error('the bundle has no counters');
  const seen = new Uint8Array(counters.length);
  // Most branches do not run: four are looked at together.
  const words = new Int32Array(counters.buffer);
  return {
    isFresh() {
      let fresh = false;
      for (let word = 0; word < words.length; word++) {
        if (words[word] === 0) continue;
        for (let i = 4 * word; i < 4 * word + 4; i++) {
          const magnitude = MAGNITUDES[counters[i] ?? 0] ?? 0;
          if (magnitude === 0 || ((seen[i] ?? 0) & magnitude) !== 0) continue;
          seen[i] = (seen[i] ?? 0) | magnitude;
          fresh = true;
        }
        words[word] = 0;
      }
      return fresh;
    },
    branches: () => seen.reduce((sum, magnitudes) => sum + (magnitudes === 0 ? 0 : 1), 0),
  };
}
