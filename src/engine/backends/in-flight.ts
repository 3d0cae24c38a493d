import type { Task } from '../../common/task';
import { breathe } from '../scheduling/breathe';

/**
 * Does `count` jobs in their order, at most `most` of them at a time; `begin` is called once for each and may
 * prepare its inputs at leisure, since a few jobs are always under way.
 *
 * @throws CancelledError, or what a job throws, when the jobs under way have ended
 */
export async function inFlight(
  count: number,
  most: number,
  begin: (job: number) => Promise<void>,
  task: Task,
): Promise<void> {
  const running = new Set<Promise<void>>();
  try {
    for (let job = 0; job < count; job++) {
      if (running.size >= most) await Promise.race(running);
      const run: Promise<void> = begin(job).finally(() => running.delete(run));
      running.add(run);
      await breathe(task);
    }
    await Promise.all(running);
  } finally {
    await Promise.allSettled(running);
  }
}
