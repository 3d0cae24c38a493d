import type { Predictor } from '../network/predict';
import type { Parameters } from '../parameters/parameters';
import type { Task } from '../task';
import { fitWindow } from './fit-window';
import { readTrainingSet, readWindows } from './read-training-set';

/**
 * The probability of an event in each window of a training set, scored or not, in the order of the file. NaN
 * where a window holds values that are no numbers.
 *
 * @throws UserError when the file is no training set or the windows cannot be read
 * @throws CancelledError
 */
export async function predictTrainingSet(
  file: string,
  predictor: Predictor,
  parameters: Pick<Parameters, 'event_direction' | 'training_direction' | 'batch_size'>,
  task: Task,
): Promise<Float32Array> {
  const { windows, length, facts } = await readTrainingSet(file);
  const direction = facts.direction ?? parameters.event_direction;
  const sign = direction === parameters.training_direction ? 1 : -1;
  const unusable: number[] = [];

  async function fill(from: number, to: number, into: Float32Array): Promise<void> {
    const samples = await readWindows(file, from, to);
    for (let i = 0; i < to - from; i++) {
      const window = samples.subarray(i * length, (i + 1) * length);
      if (window.every(Number.isFinite))
        fitWindow(window, predictor.inputLength, sign, into, i * predictor.inputLength);
      else unusable.push(from + i);
    }
  }

  const probabilities = await predictor.predict(windows, fill, task, parameters.batch_size);
  for (const window of unusable) probabilities[window] = Number.NaN;
  return probabilities;
}
