import type { Task } from '../../common/task';
import type { SampleRange } from '../../common/traces/sample-ranges';
import { breathe } from '../scheduling/breathe';
import { addMoments, noMoments } from '../signal/moments';
import type { Trace } from '../signal/trace';

const BLOCK = 1 << 18;

/** A rise must be this many standard deviations of the event-free gradient. */
const STANDARD_DEVIATIONS = 4;

/** From here on the fraction that the reference cuts off is less than 1 % of the threshold. */
const CUT_FROM = 100;

/**
 * Step 6, first half: how steep a rise must be, from the gradient where no event is. 0 where nothing is left.
 *
 * The reference takes the whole part of it. So do we for the numbers to agree, but only where that is a small
 * change: in amperes or volts the whole part would be 0, and every wiggle a rise.
 */
export async function gradientThreshold(
  gradient: Trace,
  eventFree: readonly SampleRange[],
  task: Task,
): Promise<number> {
  const moments = noMoments();
  const total = eventFree.reduce((sum, { from, to }) => sum + to - from, 0);
  for (const { from, to } of eventFree)
    for (let at = from; at < to; at += BLOCK) {
      addMoments(moments, gradient.read(at, Math.min(to, at + BLOCK)));
      task.report({ phase: 'locating', done: moments.count, total, unit: 'samples' });
      await breathe(task);
    }
  const threshold =
    moments.count === 0 ? 0 : STANDARD_DEVIATIONS * Math.sqrt(moments.squares / moments.count);
  return threshold >= CUT_FROM ? Math.trunc(threshold) : threshold;
}
