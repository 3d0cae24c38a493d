import { existsSync } from 'node:fs';
import path from 'node:path';
import { UserError } from '../../common/errors';
import type { Parameters } from '../../common/parameters/parameters';

/** The base model that comes with miniML, in the project and in the package alike. */
const base = path.join('models', 'base.h5');

/**
 * Path of the model in the parameters, or of the base model.
 *
 * @throws UserError when they name none and no base model is installed
 */
export function modelPathOf({ model_path }: Pick<Parameters, 'model_path'>): string {
  const found = model_path ?? baseModelPath();
  if (found === undefined)
    throw new UserError('No base model is installed. Name a model with the parameter model_path.');
  return found;
}

/** Absolute path of the base model, searched from the folder of our bundles upwards; undefined without one. */
export function baseModelPath(): string | undefined {
  for (let folder = __dirname; folder !== path.dirname(folder); folder = path.dirname(folder)) {
    const file = path.join(folder, base);
    if (existsSync(file)) return file;
  }
  return undefined;
}

/** Folder of the jobs that train a model on a cluster. */
export function trainingJobsFolder(out: string): string {
  return `${out}.cluster`;
}

/** Path of a training's checkpoint until the model is written. */
export function checkpointPath(out: string): string {
  return `${out}.checkpoint`;
}
