import os from 'node:os';
import type { OnHistory, TrainingReport, TrainingRequest } from '../../common/api/engine/training';
import { messageOf } from '../../common/errors';
import type { Task } from '../../common/task';
import { askForAnotherTurn } from './submission-folders';
import {
  isModelWritten,
  readTrainingState,
  readTrainingSubmission,
  TRAINING_TASK,
  type TrainingTaskState,
  writeTrainingState,
} from './training-submission';

/** How a task trains. */
export interface TrainingRun {
  train(request: TrainingRequest, task: Task, onHistory: OnHistory): Promise<TrainingReport>;
  /** What is left to do once the model is written. */
  screen(request: TrainingRequest, task: Task): Promise<void>;
}

/**
 * Trains the model of a submission, on a node of the cluster; goes on from the checkpoint of an earlier turn. When it is
 * cancelled, as Slurm does shortly before the time limit, the checkpoint stays, and it asks for another turn, unless two
 * turns were too short for an epoch.
 *
 * @throws CancelledError
 */
export async function runTrainingTask(
  folder: string,
  run: TrainingRun,
  task: Task,
): Promise<TrainingReport | null> {
  const submission = await readTrainingSubmission(folder);
  const earlier = await readTrainingState(folder);
  const state: TrainingTaskState = {
    ...{ host: os.hostname(), epochs: earlier?.epochs ?? 0, most: earlier?.most ?? null },
    ...{ fruitless: earlier?.fruitless ?? 0, error: null, done: false, report: null },
  };
  let writing = Promise.resolve();
  // A disk that is full for a moment costs the state of an epoch, not the training.
  const note = () => {
    writing = writing.then(() => writeTrainingState(folder, state)).catch(() => {});
  };
  let [known, trained] = [0, 0];
  const onHistory: OnHistory = (_, { epochs, earlier: isEarlier }) => {
    if (isEarlier) known++;
    else trained++;
    const { folds } = submission.request.parameters;
    Object.assign(state, { epochs: known + trained, most: epochs * folds });
    note();
  };
  const isWritten = (earlier !== undefined || submission.again) && (await isModelWritten(submission));
  note();
  try {
    const request = { ...submission.request, suspendable: true };
    const report = isWritten ? null : await run.train(request, task, onHistory);
    if (isWritten) await run.screen(request, task);
    await writing;
    await writeTrainingState(folder, Object.assign(state, { done: true, report, fruitless: 0 }));
    return report;
  } catch (thrown) {
    await writing;
    if (!task.signal.aborted) {
      await writeTrainingState(folder, Object.assign(state, { error: messageOf(thrown) }));
      throw thrown;
    }
    const stuck = trained === 0 && !(await isModelWritten(submission)) && state.fruitless > 0;
    const error = stuck ? 'The time limit is too short for an epoch. Allow more with --time.' : null;
    const fruitless = trained > 0 ? 0 : state.fruitless + 1;
    await writeTrainingState(folder, Object.assign(state, { fruitless, error }));
    if (!stuck) await askForAnotherTurn(folder, TRAINING_TASK);
    throw thrown;
  }
}
