import type { Trace } from '../recordings/trace';
import { mean } from '../signal/statistics';
import { breathe, type Task } from '../task';
import type { Stretch } from './stretch';

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
  eventFree: readonly Stretch[],
  task: Task,
): Promise<number> {
  const moments = { count: 0, mean: 0, squares: 0 };
  const total = eventFree.reduce((sum, { from, to }) => sum + to - from, 0);
  for (const { from, to } of eventFree)
    for (let at = from; at < to; at += BLOCK) {
      add(moments, gradient.read(at, Math.min(to, at + BLOCK)));
      task.report({ phase: 'locating', done: moments.count, total, unit: 'samples' });
      await breathe(task);
    }
  const threshold =
    moments.count === 0 ? 0 : STANDARD_DEVIATIONS * Math.sqrt(moments.squares / moments.count);
  return threshold >= CUT_FROM ? Math.trunc(threshold) : threshold;
}

/**
 * Adds a block to count, mean and sum of squared deviations. Each block's deviations are from its own mean, so
 * that nothing is lost to rounding. Source: Chan, Golub, LeVeque, Am Stat 37:242 (1983).
 */
function add(moments: { count: number; mean: number; squares: number }, values: Float64Array): void {
  const centre = mean(values);
  let squares = 0;
  for (let i = 0; i < values.length; i++) squares += (values[i] - centre) ** 2;
  const count = moments.count + values.length;
  const shift = centre - moments.mean;
  moments.squares += squares + (shift * shift * moments.count * values.length) / count;
  moments.mean += (shift * values.length) / count;
  moments.count = count;
}
