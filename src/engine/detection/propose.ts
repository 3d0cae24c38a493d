import type { fillDetection } from '../parameters/fill';
import type { Trace } from '../recordings/trace';
import type { Task } from '../task';
import type { Candidate } from './candidate';
import { inside } from './gaps';
import { type DetectionModel, predictionLine, predictWindows } from './prediction';
import { type Unseen, withoutSignal } from './prepare';
import { findRegions } from './regions';
import { layWindows, type Windows } from './windows';

export interface Proposals {
  windows: Windows;
  /** Probability for each window. */
  prediction: Float32Array;
  candidates: Candidate[];
  /** How long the network took. */
  predicted_s: number;
}

/**
 * Steps 1 to 4: what the prediction proposes to be searched for rises.
 *
 * @param name of the recording, for errors
 * @param clean without gaps, filtered
 * @throws UserError when trace, model and parameters do not go together
 * @throws CancelledError
 */
export async function proposeRegions(
  name: string,
  clean: Trace,
  unseen: Unseen,
  { predictor }: DetectionModel,
  p: ReturnType<typeof fillDetection>,
  task: Task,
): Promise<Proposals> {
  const windows = layWindows(name, clean.samples, p, predictor.inputLength);
  const begun = performance.now();
  const silent = inside(withoutSignal(unseen), p.win_size);
  const prediction = await predictWindows(clean, windows, predictor, p, silent, task);
  const predicted_s = (performance.now() - begun) / 1000;
  const candidates = await findRegions(predictionLine(prediction, windows), p, task);
  return { windows, prediction, candidates, predicted_s };
}
