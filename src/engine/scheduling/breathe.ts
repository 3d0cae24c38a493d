import { type Task, throwIfCancelled } from '../../common/task';

/**
 * Yields to the event loop, so that a cancellation can arrive, and throws if it has. Long loops call it between blocks,
 * at least five times per second.
 *
 * @throws CancelledError
 */
export async function breathe(task: Task): Promise<void> {
  await new Promise((resolve) => setImmediate(resolve));
  throwIfCancelled(task);
}
