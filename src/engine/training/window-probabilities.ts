import type { Task } from '../../common/task';
import type { TrainingSet } from '../../common/training/training-set';
import type { Predictor } from '../prediction/predict';
import { fitWindow } from './prepare-windows';
import { readWindowsAt } from './read-training-set';

const WINDOWS_AT_ONCE = 1024;

/**
 * Predicts the probability of an event in each window of a training set; NaN for windows with NaN or infinite values.
 * The windows are resampled to the network's length, and inverted if `invert` is set.
 *
 * @throws UserError when the file cannot be read
 * @throws CancelledError
 * @param rows the windows that are wanted, in the order of the answer; all of them unless given
 */
export async function windowProbabilities(
  { path, windows, length }: Pick<TrainingSet, 'path' | 'windows' | 'length'>,
  predictor: Predictor,
  { invert, batchSize }: { invert: boolean; batchSize: number },
  task: Task,
  rows = Int32Array.from({ length: windows }, (_, i) => i),
): Promise<Float32Array> {
  const { inputLength } = predictor;
  const without: number[] = [];
  let block: { from: number; to: number; values: Float64Array } = {
    from: 0,
    to: 0,
    values: new Float64Array(),
  };

  async function window(i: number): Promise<Float64Array> {
    if (i >= block.to) {
      const to = Math.min(rows.length, i + WINDOWS_AT_ONCE);
      block = { from: i, to, values: await readWindowsAt(path, rows.subarray(i, to)) };
    }
    return block.values.subarray((i - block.from) * length, (i - block.from + 1) * length);
  }

  async function fill(from: number, to: number, into: Float32Array): Promise<void> {
    for (let i = from; i < to; i++) {
      const samples = await window(i);
      if (!samples.every(Number.isFinite)) {
        without.push(i);
        continue;
      }
      fitWindow(samples, inputLength, invert ? -1 : 1, into, (i - from) * inputLength);
    }
  }

  const probabilities = await predictor.predict(rows.length, fill, task, batchSize);
  for (const i of without) probabilities[i] = Number.NaN;
  return probabilities;
}
