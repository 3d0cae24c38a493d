import type { Detection } from '../../common/events/detection';
import { roundHalfEven } from '../../common/numbers/round';
import type { Parameters } from '../../common/parameters/parameters';
import type { Task } from '../../common/task';
import type { Predictor } from '../prediction/predict';
import { type CoarsePass, type PredictionMemory, predictTrace } from '../prediction/predict-trace';
import { maximumFilter } from '../signal/maximum-filter';
import { type BlockSizes, resampledTrace, resampledTraceReady } from '../signal/resampled-trace';
import type { Trace } from '../signal/trace';
import type { Samples } from './streamed-peaks';
import type { Windows } from './windows';

/** A model that is ready to predict. */
export interface DetectionModel {
  /** Which one it is, for the results. */
  facts: Detection['model'];
  predictor: Predictor;
}

/**
 * Steps 1 and 2: the trace at the model's rate, inverted where the model knows the other direction, a
 * probability for each window. Windows in which nothing was recorded hold no event, whatever the model makes
 * of them.
 *
 * @param silent whether nothing was recorded in the window that begins at a sample
 */
export async function predictWindows(
  trace: Trace,
  windows: Windows,
  predictor: Predictor,
  p: Directions & Pick<Parameters, 'adaptive_stride' | 'batch_size' | 'model_threshold'>,
  silent: (start: number) => boolean,
  task: Task,
  memory?: PredictionMemory,
): Promise<Float32Array> {
  const { resampled, count, factor } = windows;
  const input = directed(await resampledTraceReady(trace, resampled.samples, task), p);
  const how = { step: resampled.step, batchSize: p.batch_size, coarse: coarsePass(windows, p) };
  const prediction = await predictTrace(predictor, input, how, task, memory);
  for (let k = 0; k < count; k++)
    if (!Number.isFinite(prediction[k]) || silent(Math.round((k * resampled.step) / factor)))
      prediction[k] = 0;
  return prediction;
}

type Directions = Pick<Parameters, 'event_direction' | 'training_direction'>;

/**
 * The trace as the model gets it: at its rate, so that it has `samples` samples, and inverted where the model knows
 * the other direction.
 *
 * @param sizes of the blocks it is resampled in, for a glance at one place of it
 */
export function modelInput(trace: Trace, samples: number, directions: Directions, sizes?: BlockSizes): Trace {
  return directed(resampledTrace(trace, samples, sizes), directions);
}

function directed(atRate: Trace, { event_direction, training_direction }: Directions): Trace {
  return event_direction === training_direction ? atRate : inverted(atRate);
}

/**
 * A tenth of a window from one to the next: peaks of the prediction count from a width of peak_w strides on, by
 * default a sixth of a window. Where it stays below a twenty-fifth of the threshold on both sides, nothing
 * happens between.
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

/** The prediction over the samples of the recorded trace, smoothed for the search of its peaks. */
export interface PredictionLine extends Samples {
  /** Samples of the line for each window: about a stride. */
  ratio: number;
}

/**
 * Step 3 and the filter of step 4: the prediction interpolated linearly from the window starts to samples of
 * the recorded trace, then the maximum of the five windows from each one on. Read a stretch at a time.
 */
export function predictionLine(prediction: Float32Array, { resampled, factor }: Windows): PredictionLine {
  const windows = prediction.length;
  const samples = roundHalfEven(((windows - 1) * resampled.step) / factor);
  const ratio = samples / windows;
  const size = Math.max(1, Math.trunc(5 * ratio));
  // scipy's maximum_filter1d with origin −2; the window must hold its own sample.
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

/** Samples `from` ≤ i < `to` of the prediction stretched to `samples`: sample i lies at i · windows / (samples − 1). */
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
    const left = Math.floor(x);
    out[i - from] =
      left >= last
        ? prediction[last]
        : prediction[left] + (prediction[left + 1] - prediction[left]) * (x - left);
  }
  return out;
}
