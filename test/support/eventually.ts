import { setTimeout } from 'node:timers/promises';

/** Waits until a check of something that comes about by itself passes; after fifteen seconds, its own failure. */
export async function eventually(check: () => Promise<void>): Promise<void> {
  for (let left = 60; ; left--)
    try {
      await check();
      return;
    } catch (thrown) {
      if (left === 0) throw thrown;
      await setTimeout(250);
    }
}
