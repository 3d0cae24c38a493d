import { type Task, throwIfCancelled } from '../../common/task';

/**
 * Lets the event loop run, so that a cancellation can arrive, and throws if it has.
 * Long loops call it between blocks, at least five times a second.
 *
 * @throws CancelledError
 */
export async function breathe(task: Task): Promise<void> {
  await new Promise((resolve) => setImmediate(resolve));
  throwIfCancelled(task);
}
