import { createHash } from 'node:crypto';
import path from 'node:path';
import type { OnHistory } from '../../common/api/engine/training';
import { CancelledError, messageOf } from '../../common/errors';
import type { fillTraining } from '../../common/parameters/fill';
import type { Task } from '../../common/task';
import { VERSION } from '../../common/version';
import type { Backend } from '../backends/backend';
import { checkpointPath } from '../files/checkpoint-path';
import { readCheckpoint, writeCheckpoint } from './checkpoint';
import { type Fit, type FitState, fitWeights } from './fit';
import type { LearningPart } from './frozen-layers';
import { openLearner } from './learner';
import { featureData, windowData } from './learning-data';
import { initialState } from './learning-state';
import type { PreparedWindows } from './prepare-windows';
import type { SplitPlan } from './split';

export type TrainingParameters = ReturnType<typeof fillTraining>;

export interface FoldsRequest {
  part: LearningPart;
  prepared: PreparedWindows;
  plan: SplitPlan;
  parameters: TrainingParameters;
  /** SHA-256 of each file that the training rests on. */
  hashes: readonly string[];
  /** The model's path; the checkpoint is kept beside it. */
  out: string;
}

export interface TrainedFolds {
  /** One for each fold; where it was cancelled, for those that had an epoch at least. */
  fits: Fit[];
  cancelled: boolean;
  /** Epochs that an earlier run had trained, in all folds. */
  resumedAfter: number;
  /** Why the last checkpoint could not be written, in a sentence: the training went on without. */
  checkpointFailure: string | null;
}

/**
 * Trains the learning part once for each split, each time from its first weights, with a checkpoint after every
 * epoch; goes on from a checkpoint of the same training where one is. Cancelling ends the fold under way and
 * leaves out those behind it.
 *
 * @param onHistory told of each epoch as it ends; first of those of an earlier run
 * @throws CancelledError before the end of the first epoch of the first fold
 */
export async function trainFolds(
  { part: { frozen, learning }, prepared, plan, parameters, hashes, out }: FoldsRequest,
  backend: Backend,
  task: Task,
  onHistory: OnHistory,
): Promise<TrainedFolds> {
  const file = checkpointPath(out);
  const key = keyOf(parameters, hashes);
  const resumed = await readCheckpoint(file, key);
  const finished: Fit[] = resumed?.finished ?? [];
  const earlier = [...finished, ...(resumed ? [resumed.state] : [])].flatMap((f) => f.history);
  for (const record of earlier) onHistory(record, { earlier: true });

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
    let state: FitState = resumed?.state ?? { learning: initialState(learning), history: [] };
    for (const [index, split] of plan.splits.entries()) {
      if (index < finished.length) continue;
      const settings = {
        epochs: parameters.epochs,
        patience: parameters.patience,
        batchSize: parameters.training_batch_size,
        seed: parameters.seed,
        fold: index + 1,
        folds: plan.splits.length,
      };
      const fitting = fitWeights(learner, data, split, settings, state, task, async (record) => {
        onHistory(record, { earlier: false });
        // What was packed is a copy: the file is written while the next epoch learns.
        await writing;
        writing = keep(state);
      });
      const fitted = await fitting.catch((thrown: unknown) => {
        // What earlier folds have learnt is not lost with this one.
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

/** Names a training: the same data and settings, by the same version. */
function keyOf(parameters: TrainingParameters, hashes: readonly string[]): string {
  const named = { version: VERSION, parameters, hashes };
  return createHash('sha256').update(JSON.stringify(named)).digest('hex');
}
