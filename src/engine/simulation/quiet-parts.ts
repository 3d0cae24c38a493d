import type { Trace } from '../recordings/trace';
import { hannSmooth } from '../signal/hann';
import { extent } from '../signal/statistics';
import { breathe, type Task } from '../task';

/** Parts of a recording are told apart by their stretches of this length. */
const STRETCH_S = 0.05;

/** Noise is averaged over this before the stretches are measured; events last longer. */
const SMOOTHING_S = 0.001;

/** How much each stretch of 50 ms of a trace moves: the range of its values after smoothing. */
export async function restlessness(
  trace: Trace,
  task: Task,
): Promise<{ stretch: number; range: Float64Array }> {
  const stretch = Math.max(8, Math.round(STRETCH_S * trace.rateHz));
  const smoothing = Math.round(SMOOTHING_S * trace.rateHz);
  const range = new Float64Array(Math.floor(trace.samples / stretch));
  for (let i = 0; i < range.length; i++) {
    const smooth = hannSmooth(trace.read(i * stretch, (i + 1) * stretch), smoothing);
    const [least, most] = extent(smooth.subarray(smoothing, smooth.length - smoothing));
    range[i] = Math.max(0, most - least);
    if (i % 200 === 0) {
      task.report({
        phase: 'looking for quiet parts',
        done: i * stretch,
        total: trace.samples,
        unit: 'samples',
      });
      await breathe(task);
    }
  }
  return { stretch, range };
}

/** First sample of the part of `samples` samples that moves least. */
export function quietestStart(
  { stretch, range }: { stretch: number; range: Float64Array },
  samples: number,
): number {
  const count = Math.min(range.length, Math.ceil(samples / stretch));
  let sum = range.subarray(0, count).reduce((total, r) => total + r, 0);
  let least = sum;
  let start = 0;
  for (let first = 1; first + count <= range.length; first++) {
    sum += range[first + count - 1] - range[first - 1];
    if (sum < least) {
      least = sum;
      start = first;
    }
  }
  return start * stretch;
}
