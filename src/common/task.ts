import type { EpochRecord } from './epoch-record';
import { CancelledError } from './errors';

/** Progress of long work. `done` and `total` count `unit` (windows, samples, epochs). */
export interface Progress {
  /** Current activity for the user: "predicting", "measuring events". */
  phase: string;
  done: number;
  total: number;
  unit: string;
  /** An epoch that training has just finished. */
  epoch?: EpochRecord;
  /** Epochs without a lower validation loss before that training stops. */
  patience?: number;
  /** The epoch was trained before an interruption. */
  earlier?: boolean;
}

/** A handle of long work: an abort signal and a progress report. */
export interface Task {
  readonly signal: AbortSignal;
  report(progress: Progress): void;
}

/** A task without progress reports and cancellation. */
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
