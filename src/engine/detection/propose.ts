import type { Candidate } from '../../common/events/candidate';
import type { fillDetection } from '../../common/parameters/fill';
import type { Task } from '../../common/task';
import type { Trace } from '../signal/trace';
import { inside } from './gaps';
import { type DetectionModel, predictionLine, predictWindows } from './prediction';
import { type Masked, withoutSignal } from './prepare';
import { findRegions } from './regions';
import { layWindows, type Windows } from './windows';

/** What the network makes of a trace. */
export interface Predicted {
  windows: Windows;
  /** Probability for each window. */
  prediction: Float32Array;
}

export interface Proposals extends Predicted {
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
  masked: Masked,
  model: DetectionModel,
  p: ReturnType<typeof fillDetection>,
  task: Task,
): Promise<Proposals> {
  const begun = performance.now();
  const predicted = await predictClean(name, clean, masked, model, p, task);
  const predicted_s = (performance.now() - begun) / 1000;
  const line = predictionLine(predicted.prediction, predicted.windows);
  return { ...predicted, candidates: await findRegions(line, p, task), predicted_s };
}

/** Steps 1 and 2 for a trace without gaps, filtered; as {@link proposeRegions}. */
export async function predictClean(
  name: string,
  clean: Trace,
  masked: Masked,
  { predictor }: DetectionModel,
  p: ReturnType<typeof fillDetection>,
  task: Task,
): Promise<Predicted> {
  const windows = layWindows(name, clean.samples, p, predictor.inputLength);
  const silent = inside(withoutSignal(masked), p.win_size);
  return { windows, prediction: await predictWindows(clean, windows, predictor, p, silent, task) };
}
