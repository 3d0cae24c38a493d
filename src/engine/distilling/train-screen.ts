import type { Task } from '../../common/task';
import type { Backend, Program } from '../backends/backend';
import { type AdamState, adamStepInPlace, adamStepSize } from '../network/gradients/adam';
import { samplesScreened, screenInput } from '../network/screen/screen-input';
import { screenTrainingGraph } from '../network/screen/screen-training-graph';
import {
  FIRST_STRIDE,
  PICTURE_CHANNELS,
  SCREEN_BLOCKS,
  SCREEN_PARAMETERS,
  SCREEN_SHAPES,
  SCREEN_WEIGHTS,
  screenWeights,
} from '../network/screen/screen-weights';
import { float32, type Tensor } from '../network/tensor';
import { screenedSamples } from '../prediction/screen';
import { breathe } from '../scheduling/breathe';
import { Random } from '../signal/random';

/** A trace at the model's rate, and the model's probability for its windows: NaN for windows without a label. */
export interface LabelledTrace {
  values: Float64Array;
  labels: Float32Array;
}

export interface ScreenTraining {
  seed: number;
  steps: number;
  /** Learning rate of the first step; it falls as a half cosine to the last. */
  learningRate: number;
  finalRate: number;
  /** Crops per step, and windows per crop. Every second crop lies around a window that may hold an event. */
  crops: number;
  windows: number;
  /** Probability that counts as certain: the target is min(1, p / certain). */
  certain: number;
  positiveWeight: number;
}

export const SCREEN_TRAINING: ScreenTraining = {
  seed: 1,
  steps: 6000,
  learningRate: 2e-3,
  finalRate: 1e-5,
  crops: 8,
  windows: 241,
  certain: 0.05,
  positiveWeight: 5,
};

/** Windows from this probability on may hold an event. */
const HOT = 0.01;

/** Crops per run. The gradients of the runs are added in order, so that threads do not affect the result. */
const PART = 2;

const STREAM = 22;

/** Weights and optimiser after some steps, from which a training goes on as if it had not been interrupted. */
export interface ScreenTrainingState {
  steps: number;
  adam: AdamState<Float32Array>;
}

/** @param parameters flat weights, random ones by default */
export function newScreenTraining(
  { seed }: Pick<ScreenTraining, 'seed'>,
  parameters = initialWeights(new Random(seed, STREAM, 0)),
): ScreenTrainingState {
  const zeros = () => new Float32Array(SCREEN_PARAMETERS);
  return { steps: 0, adam: { parameters: parameters.slice(), m: zeros(), v: zeros(), vMax: zeros() } };
}

/**
 * Trains a screening network; `state` is changed in place. The same seed gives the same weights on any number of
 * threads.
 *
 * @param told called after each step, with its mean loss
 * @throws CancelledError
 */
export async function trainScreen(
  traces: readonly LabelledTrace[],
  training: ScreenTraining,
  state: ScreenTrainingState,
  backend: Backend,
  task: Task,
  told: (loss: number) => void | Promise<void> = () => {},
): Promise<void> {
  const { steps, crops: count, windows, positiveWeight } = training;
  const hot = hotPlaces(traces);
  const program = await backend.compile(screenTrainingGraph(windows, positiveWeight));
  try {
    while (state.steps < steps) {
      const step = ++state.steps;
      const random = new Random(training.seed, STREAM, step);
      const crops = Array.from({ length: count }, (_, i) =>
        drawCrop(traces, i % 2 === 0 ? hot : [], training, random),
      );
      const { loss, gradient } = await gradientOf(program, state.adam.parameters, crops, training);
      adamStepInPlace(state.adam, gradient, adamStepSize(rateAt(step, training), step));
      centreFirstKernels(state.adam.parameters);
      await told(loss);
      task.report({ phase: 'distilling', done: step, total: steps, unit: 'steps' });
      await breathe(task);
    }
  } finally {
    await program.dispose();
  }
}

interface Place {
  trace: number;
  window: number;
}

function hotPlaces(traces: readonly LabelledTrace[]): Place[] {
  return traces.flatMap(({ labels }, trace) =>
    Array.from(labels).flatMap((p, window) => (p > HOT ? { trace, window } : [])),
  );
}

function rateAt(step: number, { steps, learningRate, finalRate }: ScreenTraining): number {
  return finalRate + ((learningRate - finalRate) * (1 + Math.cos((Math.PI * step) / steps))) / 2;
}

/** Normal with variance 2 / inputs for the trunk and the hidden layer (He et al. 2015), 1 / inputs for linear outputs. */
export function initialWeights(random: Random): Float32Array {
  const flat = new Float32Array(SCREEN_PARAMETERS);
  const weights = screenWeights(flat);
  for (const name of SCREEN_WEIGHTS) {
    const shape = SCREEN_SHAPES[name];
    if (shape.length === 1) continue;
    const gain = name === 'head' || name === 'output' ? 1 : 2;
    const sd = Math.sqrt(gain / (shape[0] * shape[1]));
    const { data } = weights[name];
    for (let i = 0; i < data.length; i++) data[i] = random.normal(0, sd);
  }
  centreFirstKernels(flat);
  return flat;
}

/** Subtracts the mean of each kernel of the first layer, so that the trunk does not depend on the trace's level. */
function centreFirstKernels(flat: Float32Array): void {
  const { data, shape } = screenWeights(flat).first;
  const [size, , filters] = shape;
  for (let f = 0; f < filters; f++) {
    let sum = 0;
    for (let k = 0; k < size; k++) sum += data[k * filters + f];
    for (let k = 0; k < size; k++) data[k * filters + f] -= sum / size;
  }
}

interface Crop {
  input: ReturnType<typeof screenInput>;
  target: Float32Array;
  /** 1 for windows with a label, 0 for the others. */
  weight: Float32Array;
}

/** @param places where the crop may lie around; anywhere without any */
function drawCrop(
  traces: readonly LabelledTrace[],
  places: readonly Place[],
  { windows, certain }: ScreenTraining,
  random: Random,
): Crop {
  const place = places.length > 0 ? places[random.integer(places.length)] : undefined;
  const { values, labels } = traces[place?.trace ?? random.integer(traces.length)];
  const last = labels.length - windows;
  const first = place
    ? Math.min(last, Math.max(0, place.window - random.integer(windows)))
    : random.integer(last + 1);
  const trace = { samples: values.length, read: (from: number, to: number) => values.subarray(from, to) };
  const seen = labels.subarray(first, first + windows);
  return {
    input: screenInput(screenedSamples(trace, first, windows), windows),
    target: seen.map((p) => (Number.isNaN(p) ? 0 : Math.min(1, p / certain))),
    weight: seen.map((p) => (Number.isNaN(p) ? 0 : 1)),
  };
}

async function gradientOf(
  program: Program,
  parameters: Float32Array,
  crops: readonly Crop[],
  { windows }: ScreenTraining,
): Promise<{ loss: number; gradient: Float32Array }> {
  const labelled = crops.reduce((sum, { weight }) => weight.reduce((n, w) => n + w, sum), 0);
  const parts = Array.from({ length: Math.ceil(crops.length / PART) }, (_, i) =>
    crops.slice(i * PART, (i + 1) * PART),
  );
  const outputs = await Promise.all(
    parts.map((part) => program.run(inputsOf(part, windows, parameters, 1 / Math.max(1, labelled)))),
  );
  const gradient = new Float32Array(SCREEN_PARAMETERS);
  let loss = 0;
  for (const output of outputs) {
    loss += (output['loss'].data as Float32Array)[0];
    const part = output['gradient'].data as Float32Array;
    for (let i = 0; i < part.length; i++) gradient[i] += part[i];
  }
  return { loss, gradient };
}

function inputsOf(
  crops: readonly Crop[],
  windows: number,
  parameters: Float32Array,
  share: number,
): Record<string, Tensor> {
  const count = crops.length;
  const joined = (of: (crop: Crop) => Float32Array, shape: readonly number[], factor = 1): Tensor => {
    const all = new Float32Array(count * of(crops[0]).length);
    for (const [i, crop] of crops.entries()) all.set(of(crop), i * of(crop).length);
    if (factor !== 1) for (let i = 0; i < all.length; i++) all[i] *= factor;
    return float32(all, [count, ...shape]);
  };
  return {
    samples: joined(({ input }) => input.samples, [samplesScreened(windows) / FIRST_STRIDE, FIRST_STRIDE]),
    picture: joined(({ input }) => input.picture, [windows + SCREEN_BLOCKS - 1, PICTURE_CHANNELS]),
    low: joined(({ input }) => input.low, [windows, 1]),
    gain: joined(({ input }) => input.gain, [windows, 1]),
    target: joined(({ target }) => target, [windows, 1]),
    weight: joined(({ weight }) => weight, [windows, 1], share),
    parameter: float32(parameters.slice(), [parameters.length]),
  };
}
