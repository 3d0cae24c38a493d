import type { Task } from '../../common/task';
import type { Backend } from '../backends/backend';
import { sha256Of } from '../files/hash';
import { readModel } from '../network/keras/read-model';
import { openPredictor } from '../prediction/predict';
import type { DetectionModel } from './prediction';

/**
 * Reads a model and makes it ready on a backend. The caller disposes of its predictor.
 *
 * @param path absolute
 * @throws UserError when the file is no model that can be used, or the backend cannot compute it
 * @throws CancelledError
 */
export async function openDetectionModel(
  path: string,
  backend: Backend,
  task: Task,
): Promise<DetectionModel> {
  const { network } = await readModel(path);
  const sha256 = await sha256Of(path, task);
  const predictor = await openPredictor(network, backend, path);
  const { name, inputLength } = network;
  return { facts: { path, name, sha256, input_length: inputLength }, predictor };
}
