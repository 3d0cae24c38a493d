import type { Task } from '../../common/task';
import { breathe } from '../scheduling/breathe';

/** A long computation that can be suspended between its steps; its return value is the result. */
export type Steps<T> = Generator<void, T, void>;

/** Runs all steps without a pause. */
export function atOnce<T>(steps: Steps<T>): T {
  for (;;) {
    const step = steps.next();
    if (step.done) return step.value;
  }
}

/** Pauses are cheap, but some computations have a hundred thousand steps. */
const BETWEEN_PAUSES_MS = 50;

/**
 * Runs all steps, with pauses in which a cancellation can arrive.
 *
 * @throws CancelledError
 */
export async function withPauses<T>(steps: Steps<T>, task: Task): Promise<T> {
  await breathe(task);
  for (let paused = performance.now(); ; ) {
    const step = steps.next();
    if (step.done) return step.value;
    if (performance.now() - paused < BETWEEN_PAUSES_MS) continue;
    await breathe(task);
    paused = performance.now();
  }
}
