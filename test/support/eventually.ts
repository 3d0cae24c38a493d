import { setTimeout } from 'node:timers/promises';

const PAUSE_MS = 250;

/**
 * Waits until a check of something that comes about by itself passes, and returns what it gives; after `timeout_ms`, its
 * own failure.
 */
export async function eventually<T>(check: () => Promise<T>, timeout_ms = 15_000): Promise<T> {
  for (let left = timeout_ms / PAUSE_MS; ; left--)
    try {
      return await check();
    } catch (thrown) {
      if (left <= 0) throw thrown;
      await setTimeout(PAUSE_MS);
    }
}
