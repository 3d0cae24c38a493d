import type { EpochRecord } from '../../common/epoch-record';
import { CancelledError, UserError } from '../../common/errors';
import type { Task } from '../../common/task';
import type { FlatWeights } from '../network/weights';
import { breathe } from '../scheduling/breathe';
import { Random } from '../signal/random';
import type { Learner } from './learner';
import type { LearningData } from './learning-data';
import { currentWeights, type LearningState } from './learning-state';
import type { Split } from './split';
import type { BatchResult, TakeStep } from './step';

export interface FitSettings {
  epochs: number;
  patience: number;
  batchSize: number;
  seed: number;
  /** From 1. */
  fold: number;
  folds: number;
}

/** State of a training between two epochs, from which it can be resumed without any difference. */
export interface FitState {
  learning: LearningState;
  history: EpochRecord[];
  /** The epoch of lowest validation loss so far, absent before the first. */
  best?: BestEpoch;
}

export interface BestEpoch {
  /** From 1. */
  epoch: number;
  validationLoss: number;
  weights: FlatWeights;
  /** Output of the network for the validation windows, before the sigmoid. */
  logits: Float32Array;
}

export interface Fit {
  best: BestEpoch;
  history: EpochRecord[];
  stopped: 'epochs' | 'patience' | 'cancelled';
}

/** Random streams, so that an epoch does not depend on earlier ones. */
const SHUFFLING = 1;
const DROPPING = 2;

/**
 * Trains epoch by epoch until the validation loss has not fallen for `patience` epochs (early stopping), and keeps the
 * best weights. Cancelling after the first epoch also ends the training with the best weights so far.
 *
 * @param state updated in place, and consistent whenever `onEpoch` is called
 * @param onEpoch called after each epoch; training continues when it resolves
 * @throws UserError when the loss is NaN or infinite
 * @throws CancelledError before the end of the first epoch
 */
export async function fitWeights(
  learner: Learner,
  data: LearningData,
  split: Split,
  settings: FitSettings,
  state: FitState,
  task: Task,
  onEpoch: (record: EpochRecord) => Promise<void>,
): Promise<Fit> {
  const ended = (stopped: Fit['stopped']): Fit => ({ best: state.best!, history: state.history, stopped });
  for (;;) {
    const waited = state.history.length - (state.best?.epoch ?? 0);
    if (state.best && waited >= settings.patience) return ended('patience');
    if (state.best && state.history.length >= settings.epochs) return ended('epochs');
    // A cancelled epoch has changed the weights; the best are copies, so only the state is invalid, and it is not used.
    try {
      const record = await trainEpoch(learner, data, split, settings, state, task);
      await onEpoch(record);
    } catch (thrown) {
      if (thrown instanceof CancelledError && state.best) return ended('cancelled');
      throw thrown;
    }
  }
}

async function trainEpoch(
  learner: Learner,
  data: LearningData,
  { training, validation }: Split,
  { epochs, batchSize, seed, fold, folds }: FitSettings,
  state: FitState,
  task: Task,
): Promise<EpochRecord> {
  const begun = performance.now();
  const epoch = state.history.length + 1;
  const order = new Random(seed, fold, epoch, SHUFFLING).shuffle(training.slice());
  const dropping = new Random(seed, fold, epoch, DROPPING);
  const { loss, right } = await learnOnce(learner.step, order, batchSize, state.learning, dropping, {
    signal: task.signal,
    report: (progress) =>
      task.report({
        phase: 'training',
        done: (fold - 1) * epochs + epoch - 1 + progress.done / progress.total,
        total: folds * epochs,
        unit: 'epochs',
      }),
  });
  const weights = currentWeights(state.learning);
  const logits = await learner.logits(weights, validation, task);
  const labels = Uint8Array.from(validation, (window) => data.labels[window]);
  const validationLoss = meanCrossEntropy(logits, labels);
  if (!Number.isFinite(loss) || !Number.isFinite(validationLoss))
    throw new UserError(`The loss is NaN or infinite in epoch ${epoch}. Choose a smaller learning_rate.`);
  if (!state.best || validationLoss < state.best.validationLoss)
    state.best = { epoch, validationLoss, weights, logits };
  const record: EpochRecord = {
    epoch,
    fold,
    loss,
    accuracy: right / order.length,
    validation_loss: validationLoss,
    validation_accuracy: shareRight(logits, labels),
    seconds: (performance.now() - begun) / 1000,
  };
  state.history.push(record);
  return record;
}

/**
 * One epoch over windows in the given order, one step per batch; updates `state`.
 *
 * @returns mean training loss of the windows, and the number of correct ones
 * @throws CancelledError
 */
export async function learnOnce(
  step: TakeStep,
  order: Int32Array,
  batchSize: number,
  state: LearningState,
  dropping: Random,
  task: Task,
): Promise<BatchResult> {
  const sum = { loss: 0, right: 0 };
  for (let from = 0; from < order.length; from += batchSize) {
    const batch = order.subarray(from, from + batchSize);
    const { loss, right } = await step(state, batch, dropping);
    sum.loss += (loss * batch.length) / order.length;
    sum.right += right;
    task.report({ phase: 'training', done: from + batch.length, total: order.length, unit: 'windows' });
    await breathe(task);
  }
  return sum;
}

/** Mean of log(1 + eᶻ) − y z over logits z and labels y: binary cross-entropy. */
export function meanCrossEntropy(logits: Float32Array, labels: Uint8Array): number {
  let sum = 0;
  for (let i = 0; i < logits.length; i++) {
    const z = logits[i];
    sum += Math.max(z, 0) + Math.log1p(Math.exp(-Math.abs(z))) - labels[i] * z;
  }
  return sum / logits.length;
}

/** Accuracy: fraction of logits on their label's side of 0, which is probability 0.5. */
export function shareRight(logits: Float32Array, labels: Uint8Array): number {
  let right = 0;
  for (let i = 0; i < logits.length; i++) if (logits[i] >= 0 === (labels[i] === 1)) right++;
  return right / logits.length;
}

export function sigmoid(z: number): number {
  return 1 / (1 + Math.exp(-z));
}
