import path from 'node:path';
import { fillTraining } from '../src/common/parameters/fill';
import { defaultParameters } from '../src/common/parameters/parameters';
import { type Task, throwIfCancelled } from '../src/common/task';
import { readModel } from '../src/engine/network/keras/read-model';
import type { Network } from '../src/engine/network/layers';
import { writeSimulatedWindows } from '../src/engine/simulation/write-training-windows';
import { defaultNetwork } from '../src/engine/training/default-network';
import {
  countedLayers,
  type LearningPart,
  splitAtFrozenLayers,
  withDropout,
} from '../src/engine/training/frozen-layers';
import { type PreparedWindows, prepareWindows } from '../src/engine/training/prepare-windows';

/** How long something took: on the clock, and of all threads of its process together. */
export interface Duration {
  wall_ms: number;
  /** What a busy machine hardly lengthens. */
  cpu_ms: number;
}

/** From scratch, or the last layers of the base model. */
export type TrainingKind = 'full' | 'transfer';

/** Passes of learning over all windows, without validation. */
export interface EpochSpeed {
  batch_size: number;
  /** That were measured, after one that warms up. */
  epochs: number;
  /** Means. */
  ms_per_epoch: number;
  cpu_ms_per_epoch: number;
  /** Each epoch's on the clock: how even the machine was. */
  ms: number[];
}

/** A transfer training with defaults, from the training set to the saved model. */
export interface WholeTraining {
  training_windows: number;
  validation_windows: number;
  epochs: number;
  seconds: number;
  cpu_s: number;
}

/** How fast networks learn. */
export interface TrainingSpeed {
  /** miniML's network from scratch. */
  full: EpochSpeed;
  /** Its last layers; what the others make of the windows may be computed before the first epoch. */
  transfer: EpochSpeed;
  whole_transfer: WholeTraining;
}

/** A program that trains the networks of a bench. */
export interface Trainer {
  /** One epoch; those of one kind come in a row. */
  epoch(kind: TrainingKind): Promise<Duration>;
  /** @param like how many windows and epochs, where another has done it before */
  wholeTransfer(like: WholeTraining | undefined): Promise<WholeTraining>;
  end(): Promise<void>;
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
  epochs: 8,
  wholeEpochs: 100,
};

/** Of everything here that is drawn. */
export const BENCH_SEED = 1;

/** Windows of each class from one recording, as a share of all: so that recordings can be split. */
const SHARE_OF_RECORDING = 1 / 12;

/** A network and how the defaults train it. */
export interface TrainingRecipe {
  whole: Network;
  part: LearningPart;
  batch_size: number;
  learning_rate: number;
}

/** What is trained, and with which windows. */
export interface TrainingBench {
  /** Absolute path of the model that transfer learning starts from. */
  base: string;
  /** The windows, in a file and as they are learnt. */
  file: string;
  prepared: PreparedWindows;
  recipes: Readonly<Record<TrainingKind, TrainingRecipe>>;
  size: TrainingBenchSize;
  /** For further files. */
  folder: string;
}

/**
 * Simulates the windows.
 *
 * @param base absolute path of a model
 * @throws UserError when it cannot be trained on such windows
 * @throws CancelledError
 */
export async function prepareTrainingBench(
  base: string,
  size: TrainingBenchSize,
  folder: string,
  task: Task,
): Promise<TrainingBench> {
  const { network } = await readModel(base);
  const { inputLength: length } = network;
  const { windows: mostWindows, recordings } = size;
  const file = path.join(folder, 'windows.h5');
  const mostOfAClass = Math.ceil(mostWindows * SHARE_OF_RECORDING);
  await writeSimulatedWindows(
    file,
    { seed: BENCH_SEED, recordings, length, mostOfAClass, mostWindows },
    task,
  );
  const prepared = await prepareWindows([file], length, defaultParameters(), task);
  const recipes = {
    full: trainingRecipe(defaultNetwork(length, BENCH_SEED), false),
    transfer: trainingRecipe(network, true),
  };
  return { base, file, prepared, recipes, size, folder };
}

function trainingRecipe(network: Network, transfer: boolean): TrainingRecipe {
  const { training_batch_size, dropout, trained_layers, learning_rate } = fillTraining(
    defaultParameters(),
    transfer,
    countedLayers(network),
  );
  const whole = withDropout(network, dropout);
  return {
    whole,
    part: splitAtFrozenLayers(whole, trained_layers),
    batch_size: training_batch_size,
    learning_rate,
  };
}

/**
 * Measures trainers in turn, an epoch of each at a time: a machine that is slower for a while is slower for all.
 *
 * @throws CancelledError
 */
export async function measureTraining(
  bench: TrainingBench,
  trainers: readonly Trainer[],
  task: Task,
): Promise<TrainingSpeed[]> {
  const full = await epochSpeeds('full', bench, trainers, task);
  const transfer = await epochSpeeds('transfer', bench, trainers, task);
  const whole: WholeTraining[] = [];
  for (const trainer of trainers) {
    task.report({
      phase: 'measuring a whole training',
      done: whole.length,
      total: trainers.length,
      unit: '',
    });
    whole.push(await trainer.wholeTransfer(whole[0]));
  }
  return trainers.map((_, i) => ({ full: full[i], transfer: transfer[i], whole_transfer: whole[i] }));
}

async function epochSpeeds(
  kind: TrainingKind,
  { recipes, size }: TrainingBench,
  trainers: readonly Trainer[],
  task: Task,
): Promise<EpochSpeed[]> {
  const times: Duration[][] = trainers.map(() => []);
  for (let epoch = 0; epoch <= size.epochs; epoch++) {
    for (const [i, trainer] of trainers.entries()) times[i].push(await trainer.epoch(kind));
    task.report({
      phase: `measuring ${kind} training`,
      done: epoch + 1,
      total: size.epochs + 1,
      unit: 'epochs',
    });
    throwIfCancelled(task);
  }
  return times.map((durations) => speedOf(durations, recipes[kind].batch_size));
}

/** Without the first, which warms up. */
function speedOf([, ...epochs]: readonly Duration[], batch_size: number): EpochSpeed {
  const mean = (of: (duration: Duration) => number): number =>
    epochs.reduce((sum, duration) => sum + of(duration), 0) / epochs.length;
  return {
    batch_size,
    epochs: epochs.length,
    ms_per_epoch: mean(({ wall_ms }) => wall_ms),
    cpu_ms_per_epoch: mean(({ cpu_ms }) => cpu_ms),
    ms: epochs.map(({ wall_ms }) => wall_ms),
  };
}
