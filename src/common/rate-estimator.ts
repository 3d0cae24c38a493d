import type { Phase, Progress } from './task';

export interface Pace {
  /** Units per second in this phase lately; undefined until there are enough reports. */
  perSecond: number | undefined;
  /** Of this phase and all that follow; undefined while one of them cannot be estimated. */
  secondsLeft: number | undefined;
}

/** Seconds per unit of phases, by {@link keyOf}, as last measured. Kept between runs, it makes first estimates early. */
export type PhaseCosts = Map<string, number>;

/** The first moments of a phase are ignored: they contain the start-up of workers, and what an earlier run had done. */
const IGNORED_S = 0.3;
/** The rate is that of about this time. */
const RECENT_S = 15;
const MARK_EVERY_S = 1;

interface Mark {
  at_s: number;
  done: number;
}

/**
 * Estimates rate and remaining time of a task from its progress reports. The time is that of all phases: of those to
 * come from what they cost before, or from what a similar one costs.
 *
 * @param now in ms, monotonic
 */
export function createRateEstimator(
  now: () => number = () => performance.now(),
  costs: PhaseCosts = new Map(),
): (progress: Progress) => Pace {
  let key: string | undefined;
  let started: Mark = { at_s: 0, done: 0 };
  let marks: Mark[] = [];
  let last = started;
  let measured = false;

  const endPhase = () => {
    const units = last.done - started.done;
    if (key !== undefined && !measured && units > 0) costs.set(key, (last.at_s - started.at_s) / units);
  };

  return (progress) => {
    const mark = { at_s: now() / 1000, done: progress.done };
    if (keyOf(progress) !== key) {
      endPhase();
      key = keyOf(progress);
      started = mark;
      marks = [mark];
      measured = false;
    } else if (mark.at_s - started.at_s < IGNORED_S) marks = [mark];
    else if (mark.at_s - marks[marks.length - 1].at_s >= MARK_EVERY_S) marks.push(mark);
    last = mark;
    while (marks.length > 1 && mark.at_s - marks[1].at_s >= RECENT_S) marks.shift();
    const seconds = mark.at_s - marks[0].at_s;
    const units = mark.done - marks[0].done;
    if (seconds >= IGNORED_S && units > 0) {
      costs.set(key, seconds / units);
      measured = true;
    }
    return { perSecond: measured ? 1 / costs.get(key)! : undefined, secondsLeft: leftOf(progress, costs) };
  };
}

function leftOf({ done, total, later = [], ...phase }: Progress, costs: PhaseCosts): number | undefined {
  let seconds = 0;
  for (const work of [{ ...phase, total: total - done }, ...later]) {
    const each = costOf(work, costs);
    if (each === undefined) return undefined;
    seconds += Math.max(0, work.total) * each;
  }
  return seconds;
}

function costOf({ like, ...phase }: Pick<Phase, 'phase' | 'unit' | 'like'>, costs: PhaseCosts) {
  const similar = like && costs.get(keyOf(like));
  return costs.get(keyOf(phase)) ?? (similar === undefined ? undefined : similar * like!.times);
}

function keyOf({ phase, unit }: Pick<Phase, 'phase' | 'unit'>): string {
  return `${phase} ${unit}`;
}
