import type { Detection, ScreeningFacts } from '../../common/events/detection';
import { mainDirection } from '../../common/events/direction';
import { roundHalfEven } from '../../common/numbers/round';
import type { Parameters } from '../../common/parameters/parameters';
import type { Task } from '../../common/task';
import { SCREEN_WINDOW } from '../network/screen/screen-weights';
import type { Predictor } from '../prediction/predict';
import { predictScreened, type ScreenedPrediction, type Screening } from '../prediction/predict-screened';
import { type CoarsePass, type PredictionMemory, predictTrace } from '../prediction/predict-trace';
import type { ModelScreen } from '../prediction/screen';
import { maximumFilter } from '../signal/maximum-filter';
import { type BlockSizes, resampledTrace, resampledTraceReady } from '../signal/resampled-trace';
import type { Trace } from '../signal/trace';
import type { Samples } from './streamed-peaks';
import type { Windows } from './windows';

/** A compiled model. */
export interface DetectionModel {
  /** Description of the model for the results. */
  facts: Detection['model'];
  predictor: Predictor;
  /**
   * The screening network distilled from it, compiled on first use; undefined where there is none.
   *
   * @param need of a prediction that may wait until one is distilled @throws CancelledError
   */
  screen?(need?: ScreenNeed): Promise<ModelScreen | undefined>;
}

/** A prediction that a screening network would speed up. */
export interface ScreenNeed {
  windows: number;
  task: Task;
}

/** The comb of a screened prediction, where it is not the one for so many windows; see {@link Screening}. */
export type Comb = Pick<Screening, 'comb'>;

/** Prediction of the windows of a trace. */
export interface PredictedWindows {
  /** Probability for each window; NaN for those that were not computed. */
  prediction: Float32Array;
  /** Present if windows were screened. */
  screening?: ScreeningFacts;
}

/**
 * Steps 1 and 2: the trace at the model's rate, inverted if the model was trained on the other direction, and a
 * probability per window. Windows without a signal get probability 0. If the parameters ask for a screened prediction
 * and the model has a screening network for their threshold, most windows without an event are not computed.
 *
 * @param silent whether the window that starts at a sample has no signal
 */
export async function predictWindows(
  trace: Trace,
  windows: Windows,
  model: Pick<DetectionModel, 'predictor' | 'screen'>,
  p: Directions &
    Comb &
    Pick<Parameters, 'adaptive_stride' | 'batch_size' | 'model_threshold' | 'prediction_method'>,
  silent: (start: number) => boolean,
  task: Task,
  memory?: PredictionMemory,
): Promise<PredictedWindows> {
  const { resampled, count, factor } = windows;
  const screening = await screeningFor(model, p, { windows: count, task });
  const input = directed(await resampledTraceReady(trace, resampled.samples, task), p);
  const how = { step: resampled.step, batchSize: p.batch_size };
  const predicted: PredictedWindows = screening
    ? await screened(predictScreened(model.predictor, input, how, screening, task, memory))
    : {
        prediction: await predictTrace(
          model.predictor,
          input,
          { ...how, coarse: coarsePass(windows, p) },
          task,
          memory,
        ),
      };
  const { prediction } = predicted;
  for (let k = 0; k < count; k++) {
    const unknown = screening ? false : !Number.isFinite(prediction[k]);
    if (unknown || silent(Math.round((k * resampled.step) / factor))) prediction[k] = 0;
  }
  return predicted;
}

/** Undefined where every window is to be computed. */
async function screeningFor(
  { predictor, screen }: Pick<DetectionModel, 'predictor' | 'screen'>,
  {
    prediction_method,
    model_threshold,
    comb,
  }: Comb & Pick<Parameters, 'prediction_method' | 'model_threshold'>,
  need: ScreenNeed,
): Promise<Screening | undefined> {
  if (prediction_method !== 'screened' || predictor.inputLength !== SCREEN_WINDOW) return undefined;
  const found = await screen?.(need);
  const cutoff = found?.cutoffFor(model_threshold);
  if (!found || cutoff === undefined) return undefined;
  return { program: found.program, cutoff, level: model_threshold / 5, ...(comb && { comb }) };
}

async function screened(work: Promise<ScreenedPrediction>): Promise<PredictedWindows> {
  const { prediction, facts } = await work;
  return { prediction, screening: facts };
}

type Directions = Pick<Parameters, 'event_direction' | 'training_direction'>;

/**
 * The model's input: the trace resampled to `samples` samples, and inverted if the model was trained on the other
 * direction.
 *
 * @param sizes of the resampling blocks, for reading at one place only
 */
export function modelInput(trace: Trace, samples: number, directions: Directions, sizes?: BlockSizes): Trace {
  return directed(resampledTrace(trace, samples, sizes), directions);
}

function directed(atRate: Trace, directions: Directions): Trace {
  return mainDirection(directions) === directions.training_direction ? atRate : inverted(atRate);
}

/**
 * Coarse pass with step win_size / 10: peaks of the prediction must be peak_w strides wide, by default a sixth of a
 * window. Windows between two of these are skipped if both have a probability below threshold / 25.
 */
function coarsePass(
  { window, stride }: Windows,
  { adaptive_stride, model_threshold }: Pick<Parameters, 'adaptive_stride' | 'model_threshold'>,
): CoarsePass | undefined {
  const every = Math.floor(window / 10 / stride);
  return adaptive_stride && every > 1 ? { every, silence: model_threshold / 25 } : undefined;
}

function inverted(trace: Trace): Trace {
  return { ...trace, read: (from, to) => trace.read(from, to).map((v) => -v) };
}

/** The prediction as a signal over the samples of the recorded trace, smoothed for the peak search. */
export interface PredictionLine extends Samples {
  /** Samples of the signal per window: about a stride. */
  ratio: number;
}

/**
 * Step 3 and the filter of step 4: the prediction interpolated linearly from window starts to samples of the recorded
 * trace, then a maximum filter over five windows. Read segment by segment.
 */
export function predictionLine(prediction: Float32Array, { resampled, factor }: Windows): PredictionLine {
  const windows = prediction.length;
  const samples = roundHalfEven(((windows - 1) * resampled.step) / factor);
  const ratio = samples / windows;
  const size = Math.max(1, Math.trunc(5 * ratio));
  // scipy's maximum_filter1d with origin −2; the window must contain its own sample.
  const origin = Math.max(-2, -Math.floor(size / 2));
  return {
    samples,
    ratio,
    read(from, to) {
      const start = Math.max(0, from - size);
      const end = Math.min(samples, to + size);
      return maximumFilter(interpolated(prediction, samples, start, end), size, origin).subarray(
        from - start,
        to - start,
      );
    },
  };
}

/**
 * Samples `from` ≤ i < `to` of the prediction stretched to `samples`: sample i lies at i · windows / (samples − 1).
 * Windows that were not computed count as 0: those around them are silent, and the lowest of a long silence, from
 * which the prominence of a peak is measured, has a probability of some 1e-7.
 */
export function interpolated(
  prediction: Float32Array,
  samples: number,
  from: number,
  to: number,
): Float64Array {
  const out = new Float64Array(to - from);
  const last = prediction.length - 1;
  const step = samples > 1 ? prediction.length / (samples - 1) : 0;
  for (let i = from; i < to; i++) {
    const x = i * step;
    const left = Math.min(last, Math.floor(x));
    const value = prediction[left] || 0;
    out[i - from] = left === last ? value : value + ((prediction[left + 1] || 0) - value) * (x - left);
  }
  return out;
}
