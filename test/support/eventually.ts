import { setTimeout } from 'node:timers/promises';

const PAUSE_MS = 250;

/** Waits until a check of something that comes about by itself passes; after `timeout_ms`, its own failure. */
export async function eventually(check: () => Promise<void>, timeout_ms = 15_000): Promise<void> {
  for (let left = timeout_ms / PAUSE_MS; ; left--)
    try {
      await check();
      return;
    } catch (thrown) {
      if (left <= 0) throw thrown;
      await setTimeout(PAUSE_MS);
    }
}
