import type { Task } from '../../common/task';
import { breathe } from '../scheduling/breathe';
import type { Trace } from '../signal/trace';

const BLOCK = 1 << 17;

/**
 * Where a signal comes to lie beyond each of several levels: the first sample of every stretch beyond it, from
 * one pass in blocks. A stretch that reaches back to the first two samples has no beginning that could be seen.
 *
 * @param direction 1 for above the levels, −1 for below their negatives
 * @returns a list a level
 * @throws CancelledError
 */
export async function levelCrossings(
  signal: Trace,
  direction: 1 | -1,
  levels: readonly number[],
  task: Task,
): Promise<number[][]> {
  const found: number[][] = levels.map(() => []);
  const last = levels.map(() => 0);
  for (let start = 0; start < signal.samples; start += BLOCK) {
    const values = signal.read(start, Math.min(signal.samples, start + BLOCK));
    levels.forEach((level, which) => {
      let previous = last[which];
      for (let i = 0; i < values.length; i++) {
        if (direction * values[i] <= level) continue;
        if (start + i - previous > 1) found[which].push(start + i);
        previous = start + i;
      }
      last[which] = previous;
    });
    task.report({
      phase: 'matching the template',
      done: start + values.length,
      total: signal.samples,
      unit: 'samples',
    });
    await breathe(task);
  }
  return found;
}
