import { UserError } from '../../common/errors';
import type { Backend, Program } from '../backends/backend';
import { machineMemory } from '../backends/memory';
import { adamStepInPlace, adamStepSize } from '../network/gradients/adam';
import type { MaskInput } from '../network/gradients/dropout';
import { gradientGraph, stepGraph } from '../network/gradients/training-graph';
import type { Network } from '../network/layers';
import { windowMemory } from '../network/memory';
import { type FloatTensor, float32, sizeOf, type Tensor } from '../network/tensor';
import type { Random } from '../signal/random';
import { inputTensor, type LearningData, numbers, scalar, vector } from './learning-data';
import type { LearningState } from './learning-state';

/**
 * One step of the optimiser on a batch; updates `state`.
 *
 * @param random draws the dropout masks
 */
export type TakeStep = (state: LearningState, batch: Int32Array, random: Random) => Promise<BatchResult>;

/** Mean training loss of a batch, and the number of correctly classified windows. */
export interface BatchResult {
  loss: number;
  right: number;
}

export interface Step {
  take: TakeStep;
  dispose(): Promise<void>;
}

/**
 * Number of windows per gradient run on a CPU. A batch is split into such parts whatever the number of threads, and the
 * parts' gradients are added in order: the same seed gives exactly the same weights on any number of threads. Batch
 * normalisation normalises each part by itself (ghost batches; Hoffer et al. 2017, arXiv 1705.08741). Larger parts are
 * no faster.
 */
const PART = 32;

/** @throws UserError when the backend cannot compute the network, or training does not support it */
export async function openStep(
  network: Network,
  data: LearningData,
  backend: Backend,
  learningRate: number,
): Promise<Step> {
  requireMemory(network, backend);
  return backend.device === 'gpu'
    ? openWholeStep(network, data, backend, learningRate)
    : openStepInParts(network, data, backend, learningRate);
}

/** A step that does not fit would end the process. */
function requireMemory(network: Network, { concurrency }: Backend): void {
  const bytes = concurrency * PART * windowMemory(network).training;
  if (bytes > machineMemory())
    throw new UserError(
      `Training ${network.name} needs about ${Math.ceil(bytes / 1e9)} GB, more than this machine has. Train with fewer threads, or choose a model with narrower layers.`,
    );
}

/**
 * On a CPU: parts in parallel on the threads, and the optimiser in this thread, where a run's overhead would exceed its
 * work.
 */
async function openStepInParts(
  network: Network,
  data: LearningData,
  backend: Backend,
  learningRate: number,
): Promise<Step> {
  const { graph, masks, layout } = gradientGraph(network);
  const program = await backend.compile(graph);
  // Reuses the memory of summed gradients for the next step's parameters, since new memory is slow.
  const spare: Float32Array[] = [];
  const copyOf = (parameters: Float32Array): FloatTensor => {
    const copy = spare.pop() ?? new Float32Array(parameters.length);
    copy.set(parameters);
    return float32(copy, [copy.length]);
  };
  return {
    dispose: () => program.dispose(),
    async take(state, batch, random) {
      const parts = partsOf(batch);
      const runs = parts.map((part) =>
        runPart(program, network, data, part, {
          ...drawn(masks, part.length, random),
          parameter: copyOf(state.adam.parameters),
          share: scalar(1 / batch.length),
        }),
      );
      const [outputs, gradient] = await Promise.all([Promise.all(runs), sumOfGradients(runs, spare)]);
      state.steps++;
      adamStepInPlace(state.adam, gradient, adamStepSize(learningRate, state.steps));
      spare.push(gradient);
      if (layout.sizes.statistic > 0) {
        const seen = outputs.map((output, i) => ({
          windows: parts[i].length,
          moments: numbers(output, 'moments'),
        }));
        followMoments(network, state, seen);
      }
      return resultOf(data, parts, outputs);
    },
  };
}

/** Adds the parts' gradients in order, while later parts are computed; used buffers go to `spare`. */
async function sumOfGradients(
  runs: readonly Promise<Record<string, Tensor>>[],
  spare: Float32Array[],
): Promise<Float32Array> {
  const sum = numbers(await runs[0], 'gradient');
  for (const run of runs.slice(1)) {
    const part = numbers(await run, 'gradient');
    for (let i = 0; i < part.length; i++) sum[i] += part[i];
    spare.push(part);
  }
  return sum;
}

/** On a GPU: the batch as a whole, forward, backward and optimiser in one run. */
async function openWholeStep(
  network: Network,
  data: LearningData,
  backend: Backend,
  learningRate: number,
): Promise<Step> {
  const { graph, masks, layout } = stepGraph(network);
  const program = await backend.compile(graph);
  return {
    dispose: () => program.dispose(),
    async take(state, batch, random) {
      const { parameters, m, v, vMax } = state.adam;
      state.steps++;
      const output = await runPart(program, network, data, batch, {
        ...drawn(masks, batch.length, random),
        parameter: vector(parameters),
        m: vector(m),
        v: vector(v),
        vMax: vector(vMax),
        share: scalar(1 / batch.length),
        stepSize: scalar(adamStepSize(learningRate, state.steps)),
      });
      state.adam = {
        parameters: numbers(output, 'newParameter'),
        m: numbers(output, 'newM'),
        v: numbers(output, 'newV'),
        vMax: numbers(output, 'newVMax'),
      };
      if (layout.sizes.statistic > 0)
        followMoments(network, state, [{ windows: batch.length, moments: numbers(output, 'moments') }]);
      return resultOf(data, [batch], [output]);
    },
  };
}

/** Splits a batch into parts of similar size, at most {@link PART} windows. */
function partsOf(batch: Int32Array): Int32Array[] {
  const count = Math.ceil(batch.length / PART);
  const cut = (part: number): number => Math.round((part * batch.length) / count);
  return Array.from({ length: count }, (_, part) => batch.subarray(cut(part), cut(part + 1)));
}

async function runPart(
  program: Program,
  network: Network,
  data: LearningData,
  part: Int32Array,
  inputs: Readonly<Record<string, Tensor>>,
): Promise<Record<string, Tensor>> {
  const labels = Float32Array.from(part, (window) => data.labels[window]);
  const x = await inputTensor(network, data, part);
  return program.run({ ...inputs, x, y: float32(labels, [part.length, 1]) });
}

/** Dropout masks for `windows` windows. */
function drawn(masks: readonly MaskInput[], windows: number, random: Random): Record<string, Tensor> {
  return Object.fromEntries(
    masks.map(({ name, shape: sketch, rate }) => {
      const shape = sketch.map((n) => (n === 'N' ? windows : n));
      const mask = new Float32Array(sizeOf(shape));
      for (let i = 0; i < mask.length; i++) mask[i] = random.uniform() < rate ? 0 : 1 / (1 - rate);
      return [name, float32(mask, shape)];
    }),
  );
}

/** Parts have their share of the mean loss; a window is correct if its logit is on its label's side of 0. */
function resultOf(
  { labels }: LearningData,
  parts: readonly Int32Array[],
  outputs: readonly Record<string, Tensor>[],
): BatchResult {
  const result = { loss: 0, right: 0 };
  outputs.forEach((output, i) => {
    result.loss += numbers(output, 'loss')[0];
    const logits = numbers(output, 'logits');
    parts[i].forEach((window, k) => {
      if (logits[k] >= 0 === (labels[window] === 1)) result.right++;
    });
  });
  return result;
}

/** Moments of the batch normalisations in one part of a batch. */
export interface PartMoments {
  windows: number;
  /** Mean and variance of each normalisation's channels, concatenated. */
  moments: Float32Array;
}

/**
 * Updates the moving averages with the moments of a whole batch, in place. These follow from its parts': the variance
 * is the mean of the parts' variances plus the variance of their means. Averages of an untrained network adapt faster
 * at first, with the momentum of TensorFlow's ExponentialMovingAverage for a known number of updates: at 0.99 the
 * initial values would dominate for hundreds of steps, which for a few thousand windows is the whole training.
 *
 * @param state its `statistic` has the moving mean and variance of each normalisation, in the order of the moments; its
 * `steps` count the one just taken
 */
export function followMoments(
  network: Network,
  { statistic, fresh, steps }: LearningState,
  parts: readonly PartMoments[],
): void {
  const most = fresh ? (1 + steps) / (10 + steps) : 1;
  const windows = parts.reduce((sum, part) => sum + part.windows, 0);
  let at = 0;
  for (const layer of network.layers) {
    if (layer.kind !== 'batchNormalization') continue;
    const channels = layer.movingMean.data.length;
    for (let i = at; i < at + channels; i++) {
      let mean = 0;
      let square = 0;
      for (const { windows: n, moments } of parts) {
        const share = n / windows;
        mean += share * moments[i];
        square += share * (moments[i + channels] + moments[i] ** 2);
      }
      const momentum = Math.min(layer.momentum, most);
      statistic[i] = moved(statistic[i], mean, momentum);
      statistic[i + channels] = moved(statistic[i + channels], square - mean ** 2, momentum);
    }
    at += 2 * channels;
  }
}

function moved(average: number, seen: number, momentum: number): number {
  return average * momentum + seen * (1 - momentum);
}
