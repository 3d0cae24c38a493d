import type { Task } from '../../common/task';
import { breathe } from '../scheduling/breathe';
import { hannSmooth } from '../signal/hann';
import { extent } from '../signal/statistics';
import type { Trace } from '../signal/trace';

/** Length of the segments in which activity is measured. */
const STRETCH_S = 0.05;

/** Smoothing before the measurement, to average noise out; events last longer. */
const SMOOTHING_S = 0.001;

/**
 * Activity of each segment of 50 ms of a trace: the range of its values after smoothing. Infinity if values are missing
 * or all equal: nothing was recorded there, which does not count as quiet.
 */
export async function restlessness(
  trace: Trace,
  task: Task,
): Promise<{ stretch: number; range: Float64Array }> {
  const stretch = Math.max(8, Math.round(STRETCH_S * trace.rateHz));
  const smoothing = Math.round(SMOOTHING_S * trace.rateHz);
  const range = new Float64Array(Math.floor(trace.samples / stretch));
  for (let i = 0; i < range.length; i++) {
    const values = trace.read(i * stretch, (i + 1) * stretch);
    const smooth = hannSmooth(values, smoothing);
    const [least, most] = extent(smooth.subarray(smoothing, smooth.length - smoothing));
    range[i] = isRecorded(values) ? Math.max(0, most - least) : Number.POSITIVE_INFINITY;
    if (i % 200 === 0) {
      task.report({
        phase: 'searching for quiet segments',
        done: i * stretch,
        total: trace.samples,
        unit: 'samples',
      });
      await breathe(task);
    }
  }
  return { stretch, range };
}

function isRecorded(values: Float64Array): boolean {
  const [least, most] = extent(values);
  return most > least && values.every(Number.isFinite);
}

/** First sample of the least active part of `samples` samples; undefined if all have gaps. */
export function quietestStart(
  { stretch, range }: { stretch: number; range: Float64Array },
  samples: number,
): number | undefined {
  const count = Math.min(range.length, Math.ceil(samples / stretch));
  let least = Number.POSITIVE_INFINITY;
  let start: number | undefined;
  let sum = 0;
  /** First segment after the last gap. */
  let whole = 0;
  for (let end = 0; end < range.length; end++) {
    if (!Number.isFinite(range[end])) {
      whole = end + 1;
      sum = 0;
      continue;
    }
    sum += range[end];
    if (end - whole >= count) sum -= range[end - count];
    if (end - whole + 1 < count || sum >= least) continue;
    least = sum;
    start = end - count + 1;
  }
  return start === undefined ? undefined : start * stretch;
}
