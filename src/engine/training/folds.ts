import { createHash } from 'node:crypto';
import type { Backend } from '../backends/backend';
import type { EpochRecord } from '../epoch-record';
import type { Filled } from '../parameters/fill';
import type { Task } from '../task';
import { VERSION } from '../version';
import { checkpointPath, readCheckpoint, writeCheckpoint } from './checkpoint';
import { type Fit, type FitState, fitWeights } from './fit';
import { openLearner } from './learner';
import { featureData, windowData } from './learning-data';
import type { LearningPart } from './learning-part';
import { initialState } from './learning-state';
import type { PreparedWindows } from './prepare-windows';
import type { SplitPlan } from './split';

export type TrainingParameters = Filled<'patience' | 'training_batch_size' | 'dropout' | 'trained_layers'>;

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

/**
 * Trains the learning part once for each split, each time from its first weights, with a checkpoint after every
 * epoch; goes on from a checkpoint of the same training where one is. Cancelling ends the fold under way and
 * leaves out those behind it.
 *
 * @throws CancelledError before the end of the first epoch
 */
export async function trainFolds(
  { part: { frozen, learning }, prepared, plan, parameters, hashes, out }: FoldsRequest,
  backend: Backend,
  task: Task,
  onHistory: (record: EpochRecord) => void,
): Promise<Fit[]> {
  const file = checkpointPath(out);
  const key = keyOf(parameters, hashes);
  const resumed = await readCheckpoint(file, key);
  const finished: Fit[] = resumed?.finished ?? [];
  for (const record of [...finished, ...(resumed ? [resumed.state] : [])].flatMap((f) => f.history))
    onHistory(record);

  const data = frozen ? await featureData(frozen, prepared, backend, task) : windowData(prepared);
  const learner = await openLearner(learning, data, backend, parameters.learning_rate);
  let writing: Promise<void> = Promise.resolve();
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
      };
      const fitted = await fitWeights(learner, data, split, settings, state, task, async (record) => {
        onHistory(record);
        // What was packed is a copy: the file is written while the next epoch learns.
        await writing;
        writing = writeCheckpoint(file, key, { finished, state });
      });
      finished.push(fitted);
      if (fitted.stopped === 'cancelled') break;
      state = { learning: initialState(learning), history: [] };
    }
    return finished;
  } finally {
    await Promise.allSettled([writing]);
    await Promise.all([learner.dispose(), data.dispose()]);
  }
}

/** Names a training: the same data and settings, by the same version. */
function keyOf(parameters: TrainingParameters, hashes: readonly string[]): string {
  const named = { version: VERSION, parameters, hashes };
  return createHash('sha256').update(JSON.stringify(named)).digest('hex');
}
