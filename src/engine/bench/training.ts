import path from 'node:path';
import type { Backend } from '../backends/backend';
import { readModel } from '../network/keras/read-model';
import type { Network } from '../network/layers';
import { fillTraining } from '../parameters/fill';
import { defaultParameters } from '../parameters/parameters';
import { Random } from '../signal/random';
import { writeSimulatedWindows } from '../simulation/write-training-windows';
import { silentTask, type Task, throwIfCancelled } from '../task';
import { defaultNetwork } from '../training/default-network';
import { learnOnce } from '../training/fit';
import { openLearner } from '../training/learner';
import { featureData, windowData } from '../training/learning-data';
import { countedLayers, type LearningPart, learningPart, withDropout } from '../training/learning-part';
import { initialState } from '../training/learning-state';
import { type PreparedWindows, prepareWindows } from '../training/prepare-windows';
import type { TrainingRequest } from '../training/report';
import { train } from '../training/train';

/** Passes of learning over all windows, without validation. */
export interface EpochSpeed {
  batch_size: number;
  /** That were measured, after one that warms up. */
  epochs: number;
  /** Means. */
  ms_per_epoch: number;
  /** Of all threads of the process together: what a busy machine does not lengthen. */
  cpu_ms_per_epoch: number;
}

/** A training from file to file. */
export interface WholeTraining {
  training_windows: number;
  validation_windows: number;
  epochs: number;
  seconds: number;
  cpu_s: number;
}

/** How fast networks learn. */
export interface TrainingSpeed {
  backend: string;
  windows: number;
  /** miniML's network from scratch. */
  full: EpochSpeed;
  /** Its last layers; what the others make of the windows is computed before the first epoch. */
  transfer: EpochSpeed;
  /** Transfer learning with defaults, from the training set to the saved model with its card. */
  whole_transfer: WholeTraining;
}

/** How much is measured. */
export interface TrainingBenchSize {
  windows: number;
  /** Simulated recordings that they are from. */
  recordings: number;
  /** Of each kind, after one that warms up. */
  epochs: number;
  /** Most of the whole training. */
  wholeEpochs: number;
}

/** The size that the figures of the documentation are for. */
export const TRAINING_BENCH: TrainingBenchSize = {
  windows: 1000,
  recordings: 40,
  epochs: 4,
  wholeEpochs: defaultParameters().epochs,
};

const SEED = 1;

/** Windows of each class from one recording, as a share of all: so that recordings can be split. */
const SHARE_OF_RECORDING = 1 / 12;

/**
 * Measures learning on simulated windows.
 *
 * @param base absolute path of the model that transfer learning starts from
 * @param folder for its files
 * @throws UserError when the base model cannot be trained on such windows
 * @throws CancelledError
 */
export async function measureTraining(
  base: string,
  size: TrainingBenchSize,
  backend: Backend,
  folder: string,
  task: Task,
): Promise<TrainingSpeed> {
  const { network } = await readModel(base);
  const { inputLength: length } = network;
  const parameters = { ...defaultParameters(), seed: SEED, epochs: size.wholeEpochs };
  const file = path.join(folder, 'windows.h5');
  const { windows: mostWindows, recordings, epochs } = size;
  const mostOfAClass = Math.ceil(mostWindows * SHARE_OF_RECORDING);
  await writeSimulatedWindows(file, { seed: SEED, recordings, length, mostOfAClass, mostWindows }, task);
  const prepared = await prepareWindows([file], length, parameters, task);
  const speedOf = (what: string, of: Network, transfer: boolean) =>
    epochSpeed(what, trainingRecipe(of, transfer), prepared, epochs, backend, task);
  const full = await speedOf('full training', freshNetwork(length), false);
  const transfer = await speedOf('transfer learning', network, true);
  const whole_transfer = await wholeTraining({ files: [file], base, parameters }, folder, backend, task);
  return { backend: backend.description, windows: prepared.count, full, transfer, whole_transfer };
}

async function wholeTraining(
  request: Pick<TrainingRequest, 'files' | 'base' | 'parameters'>,
  folder: string,
  backend: Backend,
  task: Task,
): Promise<WholeTraining> {
  const out = path.join(folder, 'trained.h5');
  const since = stopwatch();
  const report = await train({ ...request, out, overwrite: false }, backend, task, () => {});
  const { wall_ms, cpu_ms } = since();
  const { epochs, training_windows, validation_windows } = report;
  return { training_windows, validation_windows, epochs, seconds: wall_ms / 1000, cpu_s: cpu_ms / 1000 };
}

/** The network that full training is measured with. */
export function freshNetwork(inputLength: number): Network {
  return defaultNetwork(inputLength, SEED);
}

/** A network and how the defaults train it. */
export interface TrainingRecipe {
  whole: Network;
  part: LearningPart;
  batch_size: number;
  learning_rate: number;
}

export function trainingRecipe(network: Network, transfer: boolean): TrainingRecipe {
  const { training_batch_size, dropout, trained_layers, learning_rate } = fillTraining(
    defaultParameters(),
    transfer,
    countedLayers(network),
  );
  const whole = withDropout(network, dropout);
  return {
    whole,
    part: learningPart(whole, trained_layers),
    batch_size: training_batch_size,
    learning_rate,
  };
}

async function epochSpeed(
  what: string,
  { part, batch_size, learning_rate }: TrainingRecipe,
  prepared: PreparedWindows,
  epochs: number,
  backend: Backend,
  task: Task,
): Promise<EpochSpeed> {
  const { frozen, learning } = part;
  const data = frozen ? await featureData(frozen, prepared, backend, task) : windowData(prepared);
  const learner = await openLearner(learning, data, backend, learning_rate);
  try {
    const state = initialState(learning);
    const random = new Random(SEED);
    const order = Int32Array.from({ length: prepared.count }, (_, i) => i);
    const inside: Task = { ...silentTask(), signal: task.signal };
    let since = stopwatch();
    for (let epoch = 0; epoch <= epochs; epoch++) {
      await learnOnce(learner.step, random.shuffle(order), batch_size, state, random, inside);
      if (epoch === 0) since = stopwatch();
      task.report({ phase: `measuring ${what}`, done: epoch + 1, total: epochs + 1, unit: 'epochs' });
      throwIfCancelled(task);
    }
    const { wall_ms, cpu_ms } = since();
    return { batch_size, epochs, ms_per_epoch: wall_ms / epochs, cpu_ms_per_epoch: cpu_ms / epochs };
  } finally {
    await Promise.all([learner.dispose(), data.dispose()]);
  }
}

/** Says how much time has passed since it was called, on the clock and in this process' threads. */
function stopwatch(): () => { wall_ms: number; cpu_ms: number } {
  const wall = performance.now();
  const cpu = process.cpuUsage();
  return () => {
    const { user, system } = process.cpuUsage(cpu);
    return { wall_ms: performance.now() - wall, cpu_ms: (user + system) / 1000 };
  };
}
