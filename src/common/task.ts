import type { EpochRecord } from './epoch-record';
import { CancelledError } from './errors';

/** How far a piece of long work is. `done` and `total` count `unit` (windows, samples, epochs). */
export interface Progress {
  /** What is being done, in the user's words: "predicting", "measuring events". */
  phase: string;
  done: number;
  total: number;
  unit: string;
  /** An epoch that training has just finished. */
  epoch?: EpochRecord;
  /** It was trained before the training was interrupted. */
  earlier?: boolean;
}

/** The side of long work that its caller holds: it can be cancelled, and it reports how far it is. */
export interface Task {
  readonly signal: AbortSignal;
  report(progress: Progress): void;
}

/** A task nobody watches and nobody cancels. */
export function silentTask(): Task {
  return { signal: new AbortController().signal, report: () => {} };
}

/** @throws CancelledError */
export function throwIfCancelled(task: Task): void {
  if (task.signal.aborted) throw new CancelledError();
}

/**
 * The result of `work`, or a rejection as soon as the signal is aborted: the caller does not wait until the work has
 * stopped.
 *
 * @throws CancelledError
 */
export async function untilCancelled<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  let abort!: () => void;
  const aborted = new Promise<never>((_resolve, reject) => {
    abort = () => reject(new CancelledError());
    signal.addEventListener('abort', abort);
    if (signal.aborted) abort();
  });
  try {
    return await Promise.race([work, aborted]);
  } finally {
    signal.removeEventListener('abort', abort);
  }
}
