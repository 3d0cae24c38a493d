import type { WindowSamples } from '../../common/api/views/scoring';

/** LRU cache of the samples of windows that are shown or soon will be. */
export interface SampleCache {
  /** The window's samples, if cached. */
  get(window: number): Float32Array | undefined;
  /** Adds windows that were sent with the snapshot. */
  put(windows: WindowSamples): void;
  /** Requests windows, the most urgent first, in place of the windows requested before. */
  want(windows: readonly number[]): void;
}

/** Cache size in samples: 128 MB. */
const MOST_SAMPLES = 32_000_000;
const MOST_AT_ONCE = 48;
const MOST_ON_THE_WAY = 2;

export function sampleCache(
  length: number,
  fetch: (windows: Int32Array) => Promise<Float32Array>,
  onLoaded: () => void,
  onFailed: (thrown: unknown) => void,
): SampleCache {
  const most = Math.max(4 * MOST_AT_ONCE, Math.floor(MOST_SAMPLES / length));
  /** Least recently used first. */
  const kept = new Map<number, Float32Array>();
  const onTheWay = new Set<number>();
  let wanted: readonly number[] = [];
  let requests = 0;

  function put({ windows, samples }: WindowSamples): void {
    windows.forEach((window, i) => {
      kept.set(window, samples.subarray(i * length, (i + 1) * length));
    });
    for (const [oldest] of kept) {
      if (kept.size <= most) break;
      kept.delete(oldest);
    }
  }

  async function load(): Promise<void> {
    while (requests < MOST_ON_THE_WAY) {
      const missing = wanted.filter((window) => !kept.has(window) && !onTheWay.has(window));
      if (missing.length === 0) return;
      // Adjacent windows are read in one request.
      const numbers = Int32Array.from(missing.slice(0, MOST_AT_ONCE)).sort();
      for (const window of numbers) onTheWay.add(window);
      requests++;
      try {
        put({ windows: numbers, samples: await fetch(numbers) });
        onLoaded();
      } catch (thrown) {
        wanted = [];
        onFailed(thrown);
      } finally {
        requests--;
        for (const window of numbers) onTheWay.delete(window);
      }
    }
  }

  return {
    get(window) {
      const samples = kept.get(window);
      if (samples) {
        kept.delete(window);
        kept.set(window, samples);
      }
      return samples;
    },
    put,
    want(windows) {
      wanted = windows;
      void load();
    },
  };
}
