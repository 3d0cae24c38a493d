import { existsSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import path from 'node:path';
import type { OnHistory, TrainingReport, TrainingRequest } from '../../common/api/engine/training';
import { CancelledError, UserError } from '../../common/errors';
import type { Task } from '../../common/task';
import type { Backend } from '../backends/backend';
import { distil, originOf } from '../distilling/distil';
import { SCREEN_TRAINING } from '../distilling/train-screen';
import { baseModelPath } from '../files/model-path';
import { readScreen, screenPath, writeScreen } from '../network/screen/screen-file';
import { SCREEN_WINDOW } from '../network/screen/screen-weights';
import { train } from '../training/train';
import { openDetectionModel } from './backends';

/** From the screening network of the base model, which most models resemble: a minute or two on two cores. */
const SHORT = {
  ...SCREEN_TRAINING,
  recordings: 40,
  calibrationRecordings: 12,
  steps: 600,
  learningRate: SCREEN_TRAINING.learningRate / 4,
};

/**
 * As {@link train}. With the parameter `screening_network` a screening network of the new model is distilled afterwards
 * and written beside it; cancelling that keeps the model. One of an earlier model of that name is removed: it would not
 * be used.
 *
 * @throws UserError also where another file has the name of the screening network
 */
export async function trainAndScreen(
  request: TrainingRequest,
  backend: Backend,
  task: Task,
  onHistory: OnHistory,
  how = SHORT,
): Promise<TrainingReport> {
  const file = screenPath(path.resolve(request.out));
  const earlier = await earlierScreen(file);
  if (request.parameters.screening_network && earlier === 'another file')
    throw new UserError(
      `The screening network would replace ${file}, which is another file. Choose another name for the model.`,
    );
  const report = await train(request, backend, task, onHistory);
  if (earlier === 'screening network') await rm(file, { force: true });
  if (!request.parameters.screening_network || report.stopped === 'cancelled') return report;
  const begun = performance.now();
  const screening_network = await distilled(report.model, backend, task, how).catch((thrown: unknown) => {
    if (thrown instanceof CancelledError) return undefined;
    throw thrown;
  });
  const seconds = report.seconds + (performance.now() - begun) / 1000;
  return { ...report, seconds, ...(screening_network && { screening_network }) };
}

async function earlierScreen(file: string): Promise<'none' | 'screening network' | 'another file'> {
  if (!existsSync(file)) return 'none';
  return readScreen(file).then(
    () => 'screening network' as const,
    () => 'another file' as const,
  );
}

/** The file of the screening network; undefined for a model whose windows have another length. */
async function distilled(
  model: string,
  backend: Backend,
  task: Task,
  how: typeof SHORT,
): Promise<string | undefined> {
  const { facts, predictor } = await openDetectionModel(model, backend, task);
  try {
    if (predictor.inputLength !== SCREEN_WINDOW) return undefined;
    const base = baseModelPath();
    const begin = base && existsSync(screenPath(base)) ? await readScreen(screenPath(base)) : undefined;
    const found = await distil(predictor, backend, how, task, undefined, begin?.parameters);
    const out = screenPath(model);
    await writeScreen(out, { ...found, modelSha256: facts.sha256, origin: originOf(how, begin?.origin) });
    return out;
  } finally {
    await predictor.dispose();
  }
}
