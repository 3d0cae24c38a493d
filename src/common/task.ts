import type { EpochRecord } from './epoch-record';
import { CancelledError } from './errors';
import type { RowReport } from './row-report';

/** A part of long work; `total` counts `unit` (windows, samples, epochs). */
export interface Phase {
  /** Activity for the user: "predicting", "measuring events". */
  phase: string;
  total: number;
  unit: string;
  /** A unit costs about `times` as much time as one of another phase; for estimates before the phase begins. */
  like?: { phase: string; unit: string; times: number };
}

/** Progress of long work, in its current phase. */
export interface Progress extends Phase {
  done: number;
  /** The phases that follow, for an estimate over all. */
  later?: readonly Phase[];
  /** An epoch that training has just finished. */
  epoch?: EpochRecord;
  /** Epochs without a lower validation loss before that training stops. */
  patience?: number;
  /** A row of an experiment whose status has just changed. */
  row?: RowReport;
  /** The epoch was trained before an interruption. */
  earlier?: boolean;
}

/** A handle of long work: an abort signal and a progress report. */
export interface Task {
  readonly signal: AbortSignal;
  report(progress: Progress): void;
}

/**
 * A task whose phases are known beforehand: each report names those that follow. A phase that is not among them is taken
 * for one between the last that was reported and the next.
 */
export function inPhases(task: Task, phases: readonly Phase[]): Task {
  let reached = -1;
  const at = (progress: Progress) =>
    phases.findIndex(({ phase, unit }) => phase === progress.phase && unit === progress.unit);
  return {
    signal: task.signal,
    report(progress) {
      const index = at(progress);
      if (index >= 0) reached = index;
      task.report({ ...progress, later: phases.slice(reached + 1) });
    },
  };
}

/** Progress in one of several files: `place` stands before the names of its phases. */
export function placedProgress(progress: Progress, place: string): Progress {
  const placed = <P extends Phase>(phase: P): P => ({
    ...phase,
    phase: place + phase.phase,
    ...(phase.like && { like: { ...phase.like, phase: place + phase.like.phase } }),
  });
  return { ...placed(progress), ...(progress.later && { later: progress.later.map(placed) }) };
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
