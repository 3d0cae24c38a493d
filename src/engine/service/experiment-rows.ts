import path from 'node:path';
import type { Computing } from '../../common/api/engine/computing';
import type { Task } from '../../common/task';
import type { Recipe } from '../../common/traces/recipe';
import { advised } from '../advice/advise';
import { traceQuality } from '../advice/trace-quality';
import { detect } from '../detection/detect';
import type { ExperimentRun } from '../experiments/run-experiment';
import { fileKey } from '../files/file-stamp';
import { sha256Of } from '../files/hash';
import { modelPathOf } from '../files/model-path';
import type { RecipeTrace } from '../recordings/recipe-trace';
import type { Backends } from './backends';

/** Opens the trace of a recipe, and closes it after the work. */
export type UseTrace = <T>(recipe: Recipe, work: (opened: RecipeTrace) => Promise<T>) => Promise<T>;

/** Finds the model of a recipe and its hash, computed once per version of the file. */
export function modelFinder(task: Task): ExperimentRun['modelOf'] {
  const hashes = new Map<string, Promise<string>>();
  return async (recipe) => {
    const model = path.resolve(modelPathOf(recipe.parameters));
    const key = await fileKey(model);
    if (!hashes.has(key)) hashes.set(key, sha256Of(model, task));
    return { path: model, sha256: await hashes.get(key)! };
  };
}

/** How the rows of an experiment are detected: one way for editors, command line and cluster. */
export function rowDetector(
  backends: Backends,
  computing: Computing,
  useTrace: UseTrace,
): ExperimentRun['detect'] {
  return (recipe, task) =>
    backends.useModel(computing, path.resolve(modelPathOf(recipe.parameters)), (model) =>
      useTrace(recipe, async ({ trace, parameters }) => {
        const found = await advised(await detect(trace, model, parameters, task), trace);
        const { warnings, noise_sd, holding } = traceQuality(trace, found);
        const detection = {
          ...found,
          warnings: [...found.warnings, ...warnings],
          recipe: recipe.parameters,
        };
        return { detection, noise_sd, holding };
      }),
    );
}
