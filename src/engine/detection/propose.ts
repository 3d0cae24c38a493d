import type { Candidate } from '../../common/events/candidate';
import type { fillDetection } from '../../common/parameters/fill';
import type { Parameters } from '../../common/parameters/parameters';
import type { Task } from '../../common/task';
import type { PredictionMemory } from '../prediction/predict-trace';
import { breathe } from '../scheduling/breathe';
import type { Trace } from '../signal/trace';
import { inside } from './gaps';
import {
  type Comb,
  type DetectionModel,
  type PredictedWindows,
  type PredictionLine,
  predictionLine,
  predictWindows,
} from './prediction';
import { type Masked, withoutSignal } from './prepare';
import { crossings, streamedPeaks } from './streamed-peaks';
import { layWindows, type Windows } from './windows';

/** Prediction of the network for a trace. */
export interface Predicted extends PredictedWindows {
  windows: Windows;
}

export interface Proposals extends Predicted {
  candidates: Candidate[];
  /** Duration of the prediction. */
  predicted_s: number;
}

/**
 * Steps 1 to 4: predicts, and proposes regions to search for rises.
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
  p: ReturnType<typeof fillDetection> & Comb,
  task: Task,
  memory?: PredictionMemory,
): Promise<Proposals> {
  const begun = performance.now();
  const predicted = await predictClean(name, clean, masked, model, p, task, memory);
  const predicted_s = (performance.now() - begun) / 1000;
  const line = predictionLine(predicted.prediction, predicted.windows);
  return { ...predicted, candidates: await findRegions(line, p, task), predicted_s };
}

/** Steps 1 and 2 for a trace without gaps, filtered; as {@link proposeRegions}. */
export async function predictClean(
  name: string,
  clean: Trace,
  masked: Masked,
  model: DetectionModel,
  p: ReturnType<typeof fillDetection> & Comb,
  task: Task,
  memory?: PredictionMemory,
): Promise<Predicted> {
  const windows = layWindows(name, clean.samples, p, model.predictor.inputLength);
  const silent = inside(withoutSignal(masked), p.win_size);
  return { windows, ...(await predictWindows(clean, windows, model, p, silent, task, memory)) };
}

/**
 * Step 4: peaks of the prediction that are high, prominent and wide enough, and the search region of each: the rise is
 * between a quarter and a half of a window after the start of the windows that contain the event.
 *
 * Source: miniML 1.1.0, `_get_prediction_peaks` and the first lines of `_find_event_locations`. Peaks cut off by an end
 * of the prediction are found too, and marked `border` like all that miniML drops.
 */
export async function findRegions(
  line: PredictionLine,
  { win_size: window, model_threshold, peak_w }: Pick<Parameters, 'win_size' | 'model_threshold' | 'peak_w'>,
  task: Task,
): Promise<Candidate[]> {
  const { peaks } = await streamedPeaks(line, model_threshold, task);
  const candidates: Candidate[] = [];
  for (const { position, height, prominence, edge } of peaks) {
    if (prominence < model_threshold) continue;
    const { left, right } = crossings(line, position, height - prominence / 2);
    const early = Math.trunc(left + window / 4);
    const from = early > right ? Math.trunc(right - (right - left) / 4) : early;
    const to = Math.trunc(right + window / 2);
    const border = edge || from <= window || to >= line.samples;
    candidates.push({
      left,
      right,
      cut: edge,
      score: height,
      prominence,
      from,
      to,
      outcome: right - left < peak_w * line.ratio ? 'narrow' : border ? 'border' : 'searched',
      rises: [],
    });
    await breathe(task);
  }
  return candidates;
}
