import { createHash } from 'node:crypto';
import path from 'node:path';
import type { OnHistory } from '../../common/api/engine/training';
import type { EpochRecord } from '../../common/epoch-record';
import { CancelledError, messageOf } from '../../common/errors';
import type { fillEpochs } from '../../common/parameters/fill';
import type { Task } from '../../common/task';
import { VERSION } from '../../common/version';
import type { Backend } from '../backends/backend';
import { checkpointPath } from '../files/model-path';
import type { Network } from '../network/layers';
import { readCheckpoint, writeCheckpoint } from './checkpoint';
import { type BestEpoch, type Fit, type FitState, fitWeights, meanCrossEntropy } from './fit';
import type { LearningPart } from './frozen-layers';
import { type Learner, openLearner } from './learner';
import { featureData, type LearningData, windowData } from './learning-data';
import { currentWeights, initialState } from './learning-state';
import type { PreparedWindows } from './prepare-windows';
import type { SplitPlan } from './split';

export type TrainingParameters = ReturnType<typeof fillEpochs>;

export interface FoldsRequest {
  part: LearningPart;
  prepared: PreparedWindows;
  plan: SplitPlan;
  parameters: TrainingParameters;
  /** SHA-256 of each input file of the training. */
  hashes: readonly string[];
  /** The model's path; the checkpoint is beside it. */
  out: string;
  /** Epochs of the training that the part comes from and that is continued; empty for a new one. */
  continued: readonly EpochRecord[];
}

export interface TrainedFolds {
  /** One per fold; after a cancellation only for those with at least one epoch. */
  fits: Fit[];
  cancelled: boolean;
  /** Number of epochs trained by an earlier run, in all folds. */
  resumedAfter: number;
  /** Reason why the last checkpoint could not be saved; the training continued without it. */
  checkpointFailure: string | null;
}

/**
 * Trains the unfrozen layers once per split, each time from their initial weights, with a checkpoint after every epoch;
 * resumes from a checkpoint of the same training if there is one. Cancelling ends the present fold and skips later
 * ones.
 *
 * @param onHistory called for each epoch as it ends; first for those of an earlier run
 * @throws CancelledError before the end of the first epoch of the first fold
 */
export async function trainFolds(
  { part: { frozen, learning }, prepared, plan, parameters, hashes, out, continued }: FoldsRequest,
  backend: Backend,
  task: Task,
  onHistory: OnHistory,
): Promise<TrainedFolds> {
  const file = checkpointPath(out);
  const key = keyOf(parameters, hashes, continued);
  const { epochs, patience } = parameters;
  const resumed = await readCheckpoint(file, key);
  const finished: Fit[] = resumed?.finished ?? [];
  const earlier = resumed ? [...finished, resumed.state].flatMap(({ history }) => history) : [...continued];
  for (const record of earlier) onHistory(record, { epochs, patience, earlier: true });

  const data = frozen ? await featureData(frozen, prepared, backend, task) : windowData(prepared);
  const learner = await openLearner(learning, data, backend, parameters.learning_rate);
  let checkpointFailure: string | null = null;
  let cancelled = false;
  let writing: Promise<void> = Promise.resolve();
  const keep = async (state: FitState): Promise<void> => {
    try {
      await writeCheckpoint(file, key, { finished, state });
      checkpointFailure = null;
    } catch (thrown) {
      checkpointFailure = messageOf(thrown).replace(file, path.basename(file));
    }
  };
  try {
    let state: FitState = resumed?.state ?? {
      learning: initialState(learning),
      history: [...continued],
      ...(continued.length > 0
        ? { best: await bestSoFar(learner, data, learning, plan, continued, task) }
        : {}),
    };
    for (const [index, split] of plan.splits.entries()) {
      if (index < finished.length) continue;
      const settings = {
        epochs,
        patience,
        batchSize: parameters.training_batch_size,
        seed: parameters.seed,
        fold: index + 1,
        folds: plan.splits.length,
      };
      const fitting = fitWeights(learner, data, split, settings, state, task, async (record) => {
        onHistory(record, { epochs, patience, earlier: false });
        // The packed state is a copy: the file is written while the next epoch runs.
        await writing;
        writing = keep(state);
      });
      const fitted = await fitting.catch((thrown: unknown) => {
        // Results of earlier folds are kept.
        if (thrown instanceof CancelledError && finished.length > 0) return undefined;
        throw thrown;
      });
      if (fitted) finished.push(fitted);
      cancelled = fitted?.stopped !== 'epochs' && fitted?.stopped !== 'patience';
      if (cancelled) break;
      state = { learning: initialState(learning), history: [] };
    }
    await writing;
    return { fits: finished, cancelled, resumedAfter: earlier.length, checkpointFailure };
  } finally {
    await writing;
    await Promise.all([learner.dispose(), data.dispose()]);
  }
}

/** Best state of the continued training: its last epoch is the one whose weights were kept. */
async function bestSoFar(
  learner: Learner,
  data: LearningData,
  learning: Network,
  { splits: [{ validation }] }: SplitPlan,
  continued: readonly EpochRecord[],
  task: Task,
): Promise<BestEpoch> {
  const weights = currentWeights(initialState(learning));
  const logits = await learner.logits(weights, validation, task);
  const labels = Uint8Array.from(validation, (window) => data.labels[window]);
  return { epoch: continued.length, validationLoss: meanCrossEntropy(logits, labels), weights, logits };
}

/** Names a training: the same data and settings, by the same version, after the same epochs. */
function keyOf(
  parameters: TrainingParameters,
  hashes: readonly string[],
  continued: readonly EpochRecord[],
): string {
  const named = { version: VERSION, parameters, hashes, ...(continued.length > 0 ? { continued } : {}) };
  return createHash('sha256').update(JSON.stringify(named)).digest('hex');
}
