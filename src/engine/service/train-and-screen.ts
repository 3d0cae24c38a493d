import { existsSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import path from 'node:path';
import type { OnHistory, TrainingReport, TrainingRequest } from '../../common/api/engine/training';
import { CancelledError, UserError } from '../../common/errors';
import type { Task } from '../../common/task';
import type { Backend } from '../backends/backend';
import type { Distillation } from '../distilling/distil';
import { readScreen, screenPath, writeScreen } from '../network/screen/screen-file';
import { train } from '../training/train';
import { openDetectionModel } from './backends';
import { distilScreen, SHORT_DISTILLATION } from './screening-networks';

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
  how = SHORT_DISTILLATION,
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
    if (thrown instanceof CancelledError && !request.suspendable) return undefined;
    throw thrown;
  });
  const seconds = report.seconds + (performance.now() - begun) / 1000;
  return { ...report, seconds, ...(screening_network && { screening_network }) };
}

/** The rest of a training that was interrupted after its model was written: see {@link trainAndScreen}. */
export async function screenTrained(
  { out, parameters }: Pick<TrainingRequest, 'out' | 'parameters'>,
  backend: Backend,
  task: Task,
): Promise<void> {
  if (parameters.screening_network) await distilled(out, backend, task, SHORT_DISTILLATION);
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
  path: string,
  backend: Backend,
  task: Task,
  how: Distillation,
): Promise<string | undefined> {
  const model = await openDetectionModel(path, backend, task);
  try {
    const found = await distilScreen(model, backend, how, task);
    if (!found) return undefined;
    const out = screenPath(path);
    await writeScreen(out, found);
    return out;
  } finally {
    await model.predictor.dispose();
  }
}
