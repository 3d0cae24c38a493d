import type { Task } from '../../common/task';
import type { WindowFeatures } from '../../common/training/training-set';
import { breathe } from '../scheduling/breathe';
import { readWindows } from './read-training-set';

const WINDOWS_AT_ONCE = 1024;

/** Fraction of a window used as its baseline, the same as in extraction. */
const BASELINE = 0.1;

/** Fraction of a window over which it is averaged before the search of its extremes. */
const SMOOTHING = 1 / 60;

/**
 * Measures every window of a training set of `windows` × `length`, block by block.
 *
 * @throws UserError when the file cannot be read
 * @throws CancelledError
 */
export async function windowFeatures(
  file: string,
  { windows, length }: { windows: number; length: number },
  task: Task,
): Promise<WindowFeatures> {
  const features = {
    up: new Float32Array(windows),
    down: new Float32Array(windows),
    noise: new Float32Array(windows),
  };
  for (let from = 0; from < windows; from += WINDOWS_AT_ONCE) {
    const to = Math.min(from + WINDOWS_AT_ONCE, windows);
    const values = await readWindows(file, from, to);
    for (let i = from; i < to; i++) measureWindow(values, (i - from) * length, length, features, i);
    task.report({ phase: 'measuring windows', done: to, total: windows, unit: 'windows' });
    await breathe(task);
  }
  return features;
}

/** Measures the window of `length` samples that begins at `at`, into place `i`. */
export function measureWindow(
  values: Float64Array,
  at: number,
  length: number,
  into: WindowFeatures,
  i: number,
): void {
  const baseline = baselineOf(values, at, Math.min(length, Math.max(3, Math.round(length * BASELINE))));
  const width = Math.min(length, Math.max(3, Math.round(length * SMOOTHING)));
  let sum = 0;
  for (let k = 0; k < width; k++) sum += values[at + k];
  let [lowest, highest] = [sum, sum];
  for (let k = width; k < length; k++) {
    sum += values[at + k] - values[at + k - width];
    if (sum < lowest) lowest = sum;
    if (sum > highest) highest = sum;
  }
  // NaN stays in the running sum: the window has no extremes then.
  const known = Number.isFinite(sum);
  into.up[i] = known ? highest / width - baseline.level : Number.NaN;
  into.down[i] = known ? baseline.level - lowest / width : Number.NaN;
  into.noise[i] = baseline.noise;
}

/** Mean of the first `n` values and their standard deviation around their regression line. */
function baselineOf(values: Float64Array, at: number, n: number): { level: number; noise: number } {
  const middle = (n - 1) / 2;
  let [sum, products] = [0, 0];
  for (let k = 0; k < n; k++) {
    sum += values[at + k];
    products += (k - middle) * values[at + k];
  }
  const level = sum / n;
  const slope = products / ((n * (n * n - 1)) / 12);
  let squares = 0;
  for (let k = 0; k < n; k++) squares += (values[at + k] - level - slope * (k - middle)) ** 2;
  return { level, noise: Math.sqrt(squares / Math.max(1, n - 2)) };
}
