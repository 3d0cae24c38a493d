import type { Task } from '../../common/task';
import { scaleWindow } from '../network/scale';
import { SCREEN_BLOCK } from '../network/screen/screen-weights';
import type { Predictor } from '../prediction/predict';
import { windowCount } from '../prediction/predict-trace';

const BATCH = 64;

/** One window in so many is labelled first, then all within a few of those that exceed `HOT`. */
const EVERY = 4;
const HOT = 0.005;
const REACH = 6;

/**
 * Probabilities that a model gives to the windows of a trace, one per block of samples; NaN for windows that are not
 * labelled.
 *
 * @param all label every window
 * @throws CancelledError
 */
export async function labelWindows(
  predictor: Predictor,
  values: Float64Array,
  all: boolean,
  task: Task,
): Promise<Float32Array> {
  const { inputLength: length } = predictor;
  const count = windowCount(values.length, length, SCREEN_BLOCK);
  const labels = new Float32Array(count).fill(Number.NaN);
  const quiet = { signal: task.signal, report: () => {} };
  const label = async (windows: readonly number[]): Promise<void> => {
    const fill = (from: number, to: number, into: Float32Array): void => {
      for (let i = from; i < to; i++)
        scaleWindow(values, windows[i] * SCREEN_BLOCK, length, into, (i - from) * length);
    };
    const found = await predictor.predict(windows.length, fill, quiet, BATCH);
    for (const [i, window] of windows.entries()) labels[window] = found[i];
  };
  const every = all ? 1 : EVERY;
  const first = Array.from({ length: Math.ceil(count / every) }, (_, i) => i * every);
  await label(first);
  if (all) return labels;
  const near = new Set<number>();
  for (const window of first)
    if (labels[window] > HOT)
      for (let i = Math.max(0, window - REACH); i <= Math.min(count - 1, window + REACH); i++)
        if (Number.isNaN(labels[i])) near.add(i);
  await label([...near].sort((a, b) => a - b));
  return labels;
}
