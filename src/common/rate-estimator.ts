import type { Progress } from './task';

export interface Pace {
  /** Units per second in this phase so far; undefined until there are enough reports. */
  perSecond: number | undefined;
  secondsLeft: number | undefined;
}

/** Estimates rate and remaining time of a task from its progress reports, reset per phase. `now` in ms, monotonic. */
export function createRateEstimator(
  now: () => number = () => performance.now(),
): (progress: Progress) => Pace {
  let phase: string | undefined;
  let started = 0;
  let doneAtStart = 0;
  return ({ phase: current, done, total }) => {
    if (current !== phase) {
      phase = current;
      started = now();
      doneAtStart = done;
    }
    const seconds = (now() - started) / 1000;
    // The first moments are ignored: they contain the start-up of workers.
    if (seconds < 0.3 || done <= doneAtStart) return { perSecond: undefined, secondsLeft: undefined };
    const perSecond = (done - doneAtStart) / seconds;
    return { perSecond, secondsLeft: Math.max(0, total - done) / perSecond };
  };
}
